from __future__ import annotations

from typing import Any

import pytest

from stacks.calls import Calls
from tests.modules.synthesised import Resources
from tests.stacks.environments import build, container, environment, service
from yard.config import Service

BARE: dict[str, Any] = {"data": {}, "queues": {}, "secrets": [], "scale": {}, "routes": []}


def callee(name: str = "quotes", **changes: Any) -> Service:
    return service(**{**BARE, "name": name, "port": 9090, **changes})


def caller(name: str = "orders", calls: tuple[str, ...] = ("quotes",), **changes: Any) -> Service:
    return service(**{**BARE, "name": name, "calls": calls, **changes})


def made(*services: Service) -> dict[str, Resources]:
    return build(environment(), *services)


def test_a_caller_is_told_where_the_callee_is() -> None:
    stacks = made(caller(calls=("quotes", "price-list")), callee(), callee("price-list", port=8080))

    variables = {entry["name"]: entry["value"] for entry in container(stacks["dev-orders"])["environment"]}
    assert variables["QUOTES_URL"] == "http://quotes.dev.internal:9090"
    assert variables["PRICE_LIST_URL"] == "http://price-list.dev.internal:8080"


def test_a_callees_tasks_are_found_by_its_name() -> None:
    stacks = made(caller(), callee())

    quotes = stacks["dev-quotes"]
    assert stacks["dev-platform"].only("aws_service_discovery_private_dns_namespace")["name"] == (
        "dev.internal"
    )
    assert quotes.only("aws_service_discovery_service")["name"] == "quotes"
    assert quotes.only("aws_ecs_service")["service_registries"] == {
        "registry_arn": "${aws_service_discovery_service.discovery.arn}"
    }


def test_the_way_to_a_callee_is_opened_by_the_callers_stack_on_one_port_for_one_group() -> None:
    stacks = made(caller(), callee())

    rule = stacks["dev-orders"].only("aws_vpc_security_group_ingress_rule")
    assert "dev-quotes.outputs" in rule["security_group_id"]
    assert rule["referenced_security_group_id"] == "${aws_security_group.security-group.id}"
    assert (rule["from_port"], rule["to_port"]) == (9090, 9090)
    assert not stacks["dev-quotes"].all("aws_vpc_security_group_ingress_rule")


def test_the_callers_stack_comes_after_the_callees() -> None:
    names = list(made(caller("aaa", ("bbb",)), callee("bbb", calls=("ccc",)), callee("ccc")))
    order = Calls({one.name: one for one in (caller("aaa", ("bbb",)), callee("bbb"))}).in_order()

    assert {"dev-aaa", "dev-bbb", "dev-ccc"} <= set(names)
    assert [one.name for one in order] == ["bbb", "aaa"]


def test_where_nobody_calls_there_is_nothing_to_pay_for() -> None:
    stacks = made(callee("one"), callee("two"))

    for stack in stacks.values():
        assert not {address for address in stack.addresses if "discovery" in address}
    assert len(stacks["dev-platform"].all("aws_lb")) == 1


def test_a_first_call_changes_the_callee_in_place_and_moves_nothing() -> None:
    before, after = made(callee())["dev-quotes"], made(caller(), callee())["dev-quotes"]

    assert before.addresses <= after.addresses
    assert after.addresses - before.addresses == {"aws_service_discovery_service.discovery"}


@pytest.mark.parametrize("calls", [(), ("quotes",)])
def test_a_callee_is_never_open_to_who_did_not_declare_the_call(calls: tuple[str, ...]) -> None:
    stacks = made(caller(calls=calls), callee(), caller("stranger", ()))

    assert not stacks["dev-stranger"].all("aws_vpc_security_group_ingress_rule")
    assert len(stacks["dev-orders"].all("aws_vpc_security_group_ingress_rule")) == len(calls)
