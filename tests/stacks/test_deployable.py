from __future__ import annotations

from typing import Any

import pytest

from tests.stacks.environments import build, environment, service
from yard.config import InputError

REFUSED: list[tuple[dict[str, Any], str]] = [
    (
        {"routes": [], "scale": {"requests_per_task": 5}},
        "scale.requests_per_task: a service without routes gets no requests. Add a route, or take it out.",
    ),
]


@pytest.mark.parametrize(("changes", "problem"), REFUSED, ids=[problem for _, problem in REFUSED])
def test_what_would_be_ignored_or_fail_halfway_is_refused(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(InputError) as caught:
        build(environment(), service(**changes))

    assert caught.value.problems == [f"<Service>:1 {problem}"]
    assert caught.value.exit_status == 2


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        build(
            environment(),
            service(routes=[], scale={"requests_per_task": 5}),
            service(name="search", routes=[], deploy={"strategy": "linear"}),
        )

    assert len(caught.value.problems) == 3
