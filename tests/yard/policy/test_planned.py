from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.yard.engine.tiny import engine, stack
from tests.yard.policy.stacks import resource, synthesis
from yard.policy import check
from yard.policy.planned import with_planned_values

RANGE = "${data.terraform_remote_state.network.outputs.range}"


def rule(**arguments: Any) -> dict[str, Any]:
    return resource(
        "aws_vpc_security_group_ingress_rule", "ssh", "dev-x/ssh",
        security_group_id="sg-1", from_port=22, to_port=22, ip_protocol="tcp", **arguments,
    )  # fmt: skip


def plan(**values: Any) -> dict[str, Any]:
    entry = {"address": "aws_vpc_security_group_ingress_rule.ssh", "values": values}
    return {"planned_values": {"root_module": {"resources": [entry]}}}


def written(document: dict[str, Any]) -> dict[str, Any]:
    return dict(document["resource"]["aws_vpc_security_group_ingress_rule"]["ssh"])


def test_a_reference_becomes_the_value_that_the_plan_knows() -> None:
    document = with_planned_values(rule(cidr_ipv4=RANGE), plan(cidr_ipv4="0.0.0.0/0"))

    assert written(document)["cidr_ipv4"] == "0.0.0.0/0"


def test_what_the_plan_does_not_know_stays_a_reference() -> None:
    for values in ({}, {"cidr_ipv4": None}):
        assert written(with_planned_values(rule(cidr_ipv4=RANGE), plan(**values)))["cidr_ipv4"] == RANGE


def test_what_is_written_without_a_reference_stays_as_it_is_written() -> None:
    document = with_planned_values(rule(cidr_ipv4="10.0.0.0/8"), plan(cidr_ipv4="0.0.0.0/0", extra=1))

    assert written(document)["cidr_ipv4"] == "10.0.0.0/8"
    assert "extra" not in written(document)


def test_blocks_and_lists_are_resolved_too() -> None:
    document = with_planned_values(
        rule(block={"a": RANGE, "b": 1}, one=[RANGE], several=[RANGE, "x"], unknown=[RANGE, "x"]),
        plan(block=[{"a": "A", "b": 2}], one=["O"], several=["x", "S"], unknown=["x", None]),
    )

    found = written(document)
    assert found["block"] == {"a": "A", "b": 1}
    assert found["one"] == ["O"]
    assert found["several"] == ["x", "S"]
    assert found["unknown"] == [RANGE, "x"]


def test_a_port_open_to_a_range_that_only_the_plan_knows_is_found(tmp_path: Path) -> None:
    made = synthesis(rule(cidr_ipv4=RANGE))
    plans = {"dev-x": plan(cidr_ipv4="0.0.0.0/0")}

    before = check(made, tmp_path / "none.yaml")
    after = check(made, tmp_path / "none.yaml", plans=plans)

    assert "CKV_AWS_24" not in {finding.policy for finding in before.failed}
    assert "CKV_AWS_24" in {finding.policy for finding in after.failed}
    assert len({(one.policy, one.resource) for one in after.failed}) == len(after.failed)


def test_the_engine_gives_the_plan_of_every_stack_also_of_those_that_are_rehearsed(tmp_path: Path) -> None:
    made = engine(tmp_path, stack("network"), stack("catalog", reads=("network",)))

    made.plan(show=True)

    assert set(made.shown) == {"network", "catalog"}
    (thing,) = made.shown["catalog"]["planned_values"]["root_module"]["resources"]
    assert thing["values"]["input"] == "one-one"
    json.dumps(made.shown)
