from __future__ import annotations

from typing import Any

import pytest

from yard.config import YardError
from yard.release import invalidation
from yard.release.invalidation import invalidate, invalidation_paths


class CloudFront:
    """CloudFront that takes a while."""

    def __init__(self, *statuses: str) -> None:
        self.statuses = list(statuses)
        self.batch: Any = None

    def create_invalidation(self, **what: Any) -> Any:
        self.batch = what
        return {"Invalidation": {"Id": "I1", "Status": self.statuses.pop(0)}}

    def get_invalidation(self, **what: Any) -> Any:
        return {"Invalidation": {"Id": "I1", "Status": self.statuses.pop(0)}}


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invalidation, "PAUSE_SECONDS", 0.0)


@pytest.mark.parametrize(
    ("routes", "paths"),
    [(["/"], ["/*"]), (["/docs"], ["/docs", "/docs/*"]), (["/a/b", "/"], ["/a/b", "/a/b/*", "/*"])],
)
def test_a_site_is_invalidated_below_its_own_routes(routes: list[str], paths: list[str]) -> None:
    assert invalidation_paths(routes) == paths


def test_it_waits_until_the_cache_is_empty_everywhere() -> None:
    cloudfront = CloudFront("InProgress", "InProgress", "Completed")

    assert invalidate(cloudfront, "E1", ["/*"], "once", lambda _: None) == "I1"
    assert cloudfront.batch == {
        "DistributionId": "E1",
        "InvalidationBatch": {"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": "once"},
    }


def test_what_takes_too_long_is_named_so_that_one_can_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invalidation, "PATIENCE_SECONDS", -1)

    with pytest.raises(
        YardError, match=r"invalidation I1 of E1\)\. Until it has, some viewers see the earlier"
    ):
        invalidate(CloudFront("InProgress", "InProgress"), "E1", ["/*"], "once", lambda _: None)
