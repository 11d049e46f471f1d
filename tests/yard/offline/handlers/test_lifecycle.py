"""Every handled type, from its creation to its end, against the emulated AWS."""

from __future__ import annotations

import pytest

from tests.yard.offline.handlers.all_cases import CASES
from tests.yard.offline.handlers.case import Case
from tests.yard.offline.handlers.life import DEFAULT_TAGS, Life
from tests.yard.offline.handlers.world import World
from yard.offline.handlers import HANDLERS, Values

# The emulated Application Auto Scaling and Budgets hold no tags; API Gateway only those of APIs, EKS those of clusters.
UNTAGGED = (
    "aws_apigatewayv2_domain_name",
    "aws_apigatewayv2_stage",
    "aws_appautoscaling_target",
    "aws_budgets_budget",
    "aws_eks_fargate_profile",
    "aws_eks_node_group",
)
every_type = pytest.mark.parametrize("kind", sorted(CASES))


def case_of(kind: str) -> Case:
    return CASES[kind]


def test_every_handled_type_is_tested() -> None:
    assert set(CASES) == set(HANDLERS)


@every_type
def test_what_is_created_is_what_boto3_sees_and_neither_refresh_nor_import_differ(
    kind: str, life: Life, world: World
) -> None:
    case = case_of(kind)

    state = life.create(kind, **case.arguments(world))

    assert case.see(world, state) == case.created
    assert case.identifier(state)
    assert life.read(kind, state) == state
    imported = life.import_state(kind, case.identifier(state))
    assert imported is not None
    assert imported.get("arn", "") == state.get("arn", "")
    assert imported.get("id") == state.get("id")
    assert life.read(kind, imported) == imported


@pytest.mark.parametrize("kind", sorted(kind for kind, case in CASES.items() if case.change is not None))
def test_a_change_in_place_is_what_boto3_sees_and_a_refresh_finds_no_more(
    kind: str, life: Life, world: World
) -> None:
    case = case_of(kind)
    state = life.create(kind, **case.arguments(world))
    change = case.change(world) if callable(case.change) else dict(case.change or {})

    changed = life.update(kind, state, **change)

    assert case.see(world, changed) == case.changed
    assert life.read(kind, changed) == changed


@every_type
def test_tags_are_put_on_changed_and_taken_off_and_what_is_deleted_is_gone(
    kind: str, life: Life, world: World
) -> None:
    case = case_of(kind)
    arguments = case.arguments(world)
    tagged = "tags" in life.schema[kind].attributes and kind not in UNTAGGED
    if tagged:
        arguments["tags"] = {"A": "1", "B": "2"}
    state = life.create(kind, **arguments)

    if tagged:
        assert tags_of(life, kind, state) == {**DEFAULT_TAGS, "A": "1", "B": "2"}
        state = life.update(kind, state, tags={"B": "3", "C": "4"})
        assert tags_of(life, kind, state) == {**DEFAULT_TAGS, "B": "3", "C": "4"}
    if state.get("deletion_protection_enabled"):
        state = life.update(kind, state, deletion_protection_enabled=False)
    life.delete(kind, state)
    assert (life.read(kind, state) is None) is not case.stays
    life.delete(kind, state)


def tags_of(life: Life, kind: str, state: Values) -> object:
    """What AWS has, whatever the state says."""
    seen = life.read(kind, {**state, "tags_all": {}})
    return None if seen is None else seen["tags_all"]
