from __future__ import annotations

from typing import Any

import pytest

from yard.config import Cache, InputError

REFUSED = [
    (
        "node_type: cache.t4g.small",
        ".node_type: means nothing with mode serverless. Use mode: replicas, or take it out.",
    ),
    (
        "mode: replicas, max_gib: 5",
        ".max_gib: means nothing with mode replicas. Use mode: serverless, or take it out.",
    ),
    ("mode: replicas, replicas: 6", ".replicas: 6 is too large. Use 0 to 5."),
    (
        "mode: replicas, node_type: t4g.small",
        ".node_type: t4g.small does not fit. Use a node type of ElastiCache, for example cache.t4g.small.",
    ),
]


@pytest.mark.parametrize(("text", "problem"), REFUSED, ids=[text for text, _ in REFUSED])
def test_each_mode_has_sizes_of_its_own(repository: Any, text: str, problem: str) -> None:
    repository.write("apps/orders/service.yaml", f"name: orders\nteam: sales\ndata: {{cache: {{{text}}}}}\n")

    with pytest.raises(InputError) as caught:
        repository.services()

    assert caught.value.problems == [f"apps/orders/service.yaml:3 data.cache{problem}"]


def test_a_cache_is_serverless_valkey_unless_somebody_says_more() -> None:
    assert (Cache().engine, Cache().mode) == ("valkey", "serverless")
