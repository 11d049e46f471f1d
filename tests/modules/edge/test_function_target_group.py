from __future__ import annotations

import pytest
from cdktf import TerraformStack

from modules.edge.function_target_group import FunctionTargetGroup
from tests.modules.functions import LIVE, an_alias
from tests.modules.synthesised import Resources, synthesise


def group(name: str = "dev-receipts-gateway") -> Resources:
    def build(stack: TerraformStack) -> None:
        made = FunctionTargetGroup(stack, "target-group", name=name, load_balancer="gateway")
        made.attach(an_alias(stack))

    return synthesise(build)


def test_the_load_balancer_may_invoke_the_alias_for_this_group_alone() -> None:
    made = group().only("aws_lambda_permission")

    assert made["principal"] == "elasticloadbalancing.amazonaws.com"
    assert made["source_arn"] == "${aws_lb_target_group.target-group.arn}"
    assert (made["function_name"], made["qualifier"]) == ("dev-receipts", "live")


def test_the_alias_is_a_member_once_the_load_balancer_may_invoke_it() -> None:
    made = group()

    (permission,) = made.all("aws_lambda_permission")
    member = made.only("aws_lb_target_group_attachment")
    assert member["target_id"] == LIVE
    assert member["depends_on"] == [f"aws_lambda_permission.{permission}"]


def test_an_answer_may_set_two_cookies() -> None:
    assert group().only("aws_lb_target_group")["lambda_multi_value_headers_enabled"] is True


def test_a_group_of_a_function_has_neither_port_nor_paid_health_checks() -> None:
    made = group().only("aws_lb_target_group")

    assert made["target_type"] == "lambda"
    assert not {"port", "protocol", "vpc_id"} & made.keys()
    assert made["health_check"] == {"enabled": False}


def test_a_name_beyond_32_characters_is_refused() -> None:
    with pytest.raises(ValueError, match=r"has at most 32 characters, this one 33."):
        group("a" * 33)
