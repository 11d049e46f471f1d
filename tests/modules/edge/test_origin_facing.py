from __future__ import annotations

import re

from modules.edge.origin_facing import PREFIX_LIST_IDS

# Sources: "Amazon VPC User Guide, AWS-managed prefix lists"; "AWS Regional endpoints" for the names of regions.
PREFIX_LIST = re.compile(r"pl-[0-9a-f]{8}")
REGION = re.compile(r"(ap|ca|eu|sa|us)-(north|south|east|west|central|northeast|southeast)-[1-9]")


def test_each_region_has_a_list_of_its_own() -> None:
    assert len(set(PREFIX_LIST_IDS.values())) == len(PREFIX_LIST_IDS)


def test_they_have_the_form_of_aws_own() -> None:
    assert [region for region in PREFIX_LIST_IDS if not REGION.fullmatch(region)] == []
    assert [one for one in PREFIX_LIST_IDS.values() if not PREFIX_LIST.fullmatch(one)] == []


def test_they_stand_in_the_order_of_their_regions() -> None:
    assert list(PREFIX_LIST_IDS) == sorted(PREFIX_LIST_IDS)
