from __future__ import annotations

from modules.observability.cost_tags import TAGS, CostTags
from policies.tagging.resources_carry_the_required_tags import REQUIRED
from tests.modules.synthesised import synthesise


def test_costs_can_be_told_apart_by_tags_that_every_resource_carries() -> None:
    made = synthesise(lambda stack: CostTags(stack, "cost-tags"))

    activated = made.all("aws_ce_cost_allocation_tag").values()
    assert {tag["tag_key"] for tag in activated} == set(TAGS)
    assert {tag["status"] for tag in activated} == {"Active"}
    assert set(TAGS) <= set(REQUIRED)
