"""Names by which services call each other lead to the tasks or to the balancer's listener that the state says."""

from __future__ import annotations

from tests.yard.local.state import GROUP, container, definition, listener, resource, service, state
from yard.local.applied import applied
from yard.local.desired import tasks_of

NAMESPACE = resource("aws_service_discovery_private_dns_namespace", "n", id="ns-1", name="local.internal")
INTERNAL = "arn:aws:elasticloadbalancing:eu-west-1:000000000001:loadbalancer/app/internal/1"


def name(label: str, service: str) -> dict[str, object]:
    return resource(
        "aws_service_discovery_service",
        label,
        id=f"srv-{label}",
        arn=f"arn:{label}",
        name=service,
        dns_config=[{"namespace_id": "ns-1"}],
    )


def test_registered_tasks_are_called_at_their_own_port_while_they_take_connections() -> None:
    mapped = container(name="quotes", portMappings=[{"containerPort": 8081}])
    quotes = service(load_balancer=[], service_registries=[{"registry_arn": "arn:quotes"}])

    found = applied([state(NAMESPACE), state(name("quotes", "quotes"), definition(mapped), quotes)])

    (callee,) = found.callees
    assert callee.places == ("quotes.local.internal:8081",)
    assert callee.default.targets == {tasks_of("quotes"): 1}
    check = found.services["quotes"].health_check
    assert check is not None
    assert check.path == ""


def test_a_name_that_is_an_alias_leads_to_the_listeners_of_its_load_balancer() -> None:
    balancer = resource("aws_lb", "internal", arn=INTERNAL, dns_name="internal.elb", internal=True)
    front = listener(arn="arn:front", port=80)
    calls = resource(
        "aws_lb_listener",
        "calls",
        arn="arn:internal-listener",
        load_balancer_arn=INTERNAL,
        port=20001,
        default_action=[{"type": "fixed-response", "fixed_response": [{"status_code": "404"}]}],
    )
    rule = resource(
        "aws_lb_listener_rule",
        "all",
        listener_arn="arn:internal-listener",
        priority=1,
        condition=[{"path_pattern": [{"values": ["/*"]}]}],
        action=[{"type": "forward", "target_group_arn": GROUP}],
    )
    instance = resource(
        "aws_service_discovery_instance",
        "alias",
        service_id="srv-receipts",
        attributes={"AWS_ALIAS_DNS_NAME": "internal.elb"},
    )

    found = applied([state(NAMESPACE, balancer, calls, rule, name("receipts", "receipts"), instance, front)])

    (callee,) = found.callees
    assert callee.places == ("receipts.local.internal:20001",)
    assert callee.rules[0].action.targets == {GROUP: 1}
    assert callee.default.status == 404
    assert found.rules == ()  # the way between services is no way for clients


def test_the_port_of_http_is_left_out_as_it_is_in_urls() -> None:
    mapped = container(name="quotes", portMappings=[{"containerPort": 80}])
    quotes = service(load_balancer=[], service_registries=[{"registry_arn": "arn:quotes"}])

    (callee,) = applied([state(NAMESPACE, name("quotes", "quotes"), definition(mapped), quotes)]).callees

    assert callee.places == ("quotes.local.internal",)


def test_a_blue_green_service_is_in_both_of_its_target_groups() -> None:
    block = {
        "target_group_arn": GROUP,
        "container_name": "catalog",
        "advanced_configuration": [{"alternate_target_group_arn": "arn:green"}],
    }

    found = applied([state(definition(), service(load_balancer=[block]))])

    assert found.services["catalog"].target_groups == (GROUP, "arn:green")
