from __future__ import annotations

from typing import Any

import pytest

from yard.config import InputError

PLACE = "apps/orders/service.yaml:3 data"
REFUSED = [
    (
        "buckets: {images: {expire_days: 30, archive_days: 30}}",
        ".buckets.images.archive_days: 30 is not before expire_days 30. Lower it, or raise expire_days.",
    ),
    (
        "tables: {items: {hash_key: id, capacity: {read: 9, write: 1, max_read: 5, max_write: 5}}}",
        ".tables.items.capacity.read: 9 is more than max_read 5. Lower it, or raise max_read.",
    ),
    (
        "tables: {items: {hash_key: id, capacity: {read: 1, write: 1, max_read: 5}}}",
        ".tables.items.capacity.max_write: is missing. Write capacity units at the most. Add it, for example"
        " max_write: 100.",
    ),
    (
        "tables: {items: {hash_key: id, stream: all}}",
        ".tables.items.stream: all is not allowed. Use keys, new, old or both.",
    ),
    (
        "tables: {items: {hash_key: id, stream: keys}, items_stream_arn: {hash_key: id}}",
        ".tables.items_stream_arn: TABLE_ITEMS_STREAM_ARN is set by the stream of items already. Use another name.",
    ),
]


@pytest.mark.parametrize(("text", "problem"), REFUSED, ids=[text for text, _ in REFUSED])
def test_what_aws_would_refuse_is_told_before_any_plan(repository: Any, text: str, problem: str) -> None:
    repository.write("apps/orders/service.yaml", f"name: orders\nteam: sales\ndata: {{{text}}}\n")

    with pytest.raises(InputError) as caught:
        repository.services()

    assert caught.value.problems == [PLACE + problem]
