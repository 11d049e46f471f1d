from __future__ import annotations

import json
from typing import Literal

from modules.edge.http_listener import HttpListener
from modules.edge.https_listener import HttpsListener
from tests.modules.synthesised import Resources, synthesise


def http(otherwise: Literal["not_found", "redirect_to_https"]) -> Resources:
    return synthesise(
        lambda stack: HttpListener(stack, "http", load_balancer_arn="arn:lb", otherwise=otherwise)
    )


def https() -> Resources:
    return synthesise(
        lambda stack: HttpsListener(
            stack, "https", load_balancer_arn="arn:lb", certificate_arn="arn:certificate"
        )
    )


def test_a_path_that_no_service_has_is_a_problem_detail_with_404() -> None:
    for resources in (http("not_found"), https()):
        (action,) = resources.only("aws_lb_listener")["default_action"]

        assert action["type"] == "fixed-response"
        assert action["fixed_response"]["status_code"] == "404"
        assert json.loads(action["fixed_response"]["message_body"])["title"] == "Not Found"


def test_https_takes_nothing_older_than_tls_1_2_and_asks_browsers_to_stay() -> None:
    listener = https().only("aws_lb_listener")

    assert (listener["port"], listener["protocol"]) == (443, "HTTPS")
    assert listener["ssl_policy"].startswith("ELBSecurityPolicy-TLS13-1-2-Res")
    assert listener["certificate_arn"] == "arn:certificate"
    assert listener["routing_http_response_strict_transport_security_header_value"] == "max-age=31536000"


def test_beside_https_plain_http_is_a_redirect_for_good() -> None:
    (action,) = http("redirect_to_https").only("aws_lb_listener")["default_action"]

    assert action == {
        "type": "redirect",
        "redirect": {"protocol": "HTTPS", "port": "443", "status_code": "HTTP_301"},
    }


def test_an_environment_that_gets_a_domain_keeps_its_listener_on_port_80() -> None:
    assert http("not_found").addresses == http("redirect_to_https").addresses


def test_a_second_listener_has_a_port_of_its_own() -> None:
    plain = synthesise(
        lambda stack: HttpListener(
            stack, "test", load_balancer_arn="arn:lb", otherwise="not_found", port=8080
        )
    )
    encrypted = synthesise(
        lambda stack: HttpsListener(
            stack, "test", load_balancer_arn="arn:lb", certificate_arn="arn:certificate", port=8443
        )
    )

    assert plain.only("aws_lb_listener")["port"] == 8080
    assert encrypted.only("aws_lb_listener")["port"] == 8443
