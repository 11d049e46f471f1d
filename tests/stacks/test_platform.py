from __future__ import annotations

from typing import Any

from tests.modules.synthesised import Resources
from tests.stacks.environments import build, environment, service

DOMAIN = {"domain": "dev.example.com", "zone_id": "Z0000000000000000DEV"}


def platform(**changes: Any) -> Resources:
    return build(environment(**changes), service())["dev-platform"]


def test_with_a_domain_the_gateway_speaks_https_and_redirects_http() -> None:
    made = platform(**DOMAIN)

    listeners = {listener["port"]: listener for listener in made.all("aws_lb_listener").values()}
    assert set(listeners) == {80, 443}
    assert listeners[443]["protocol"] == "HTTPS"
    assert listeners[80]["default_action"][0]["type"] == "redirect"
    assert made.document["output"]["gateway_url"]["value"] == "https://dev.example.com"


def test_with_a_domain_services_answer_on_https_only() -> None:
    made = build(environment(**DOMAIN), service())["dev-shop"]

    assert all(
        rule["listener_arn"].endswith("aws_lb_listenerhttpsarn}")
        for rule in made.all("aws_lb_listener_rule").values()
    )


def test_the_listener_waits_until_the_certificate_is_issued() -> None:
    made = platform(**DOMAIN)

    (issued,) = made.all("aws_acm_certificate_validation")
    certificates = {
        listener["certificate_arn"]
        for listener in made.all("aws_lb_listener").values()
        if "certificate_arn" in listener
    }
    assert certificates == {f"${{aws_acm_certificate_validation.{issued}.certificate_arn}}"}


def test_without_a_domain_the_gateway_speaks_http_under_its_own_name() -> None:
    made = platform()

    listener = made.only("aws_lb_listener")
    assert (listener["port"], listener["protocol"]) == (80, "HTTP")
    assert [rule["from_port"] for rule in made.all("aws_vpc_security_group_ingress_rule").values()] == [80]
    assert not made.all("aws_acm_certificate")
    assert made.document["output"]["gateway_url"]["value"] == "http://${aws_lb.gateway.dns_name}"


def test_getting_a_domain_replaces_neither_load_balancer_nor_listener() -> None:
    assert platform().addresses <= platform(**DOMAIN).addresses


def test_the_gateway_is_in_the_public_subnets_of_every_zone() -> None:
    subnets = platform().only("aws_lb")["subnets"]

    assert len(subnets) == 2
    assert all("vpc_public-" in subnet for subnet in subnets)


def test_a_budget_is_there_where_the_environment_has_one() -> None:
    budget = {"monthly_usd": 300, "email": "platform@example.com"}

    assert platform(budget=budget).only("aws_budgets_budget")["limit_amount"] == "300"
    assert not platform().all("aws_budgets_budget")
