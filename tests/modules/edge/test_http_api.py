from __future__ import annotations

import json

from cdktf import TerraformStack

from modules.edge.http_api import HttpApi, route_keys
from modules.edge.http_api_domain import HttpApiDomain
from modules.observability.log_group import LogGroup
from tests.modules.functions import LIVE, an_alias
from tests.modules.synthesised import ACCOUNT, REGION, Resources, synthesise


def api(*, domain: bool = False) -> Resources:
    def build(stack: TerraformStack) -> None:
        alias = an_alias(stack)
        group = stack.node.find_child("log-group")
        assert isinstance(group, LogGroup)
        made = HttpApi(
            stack,
            "api",
            name="dev-receipts",
            account=ACCOUNT,
            region=REGION,
            log_group=group,
            requests_per_second=100,
            own_domain=domain,
        )
        made.attach(alias, ["/api/receipts"])
        if domain:
            HttpApiDomain(stack, "domain", domain="receipts.example.com", zone_id="Z1", api=made)

    return synthesise(build)


def test_a_route_takes_itself_and_all_below_it() -> None:
    assert route_keys(["/api/receipts", "/"]) == {
        "route-api-receipts": "ANY /api/receipts",
        "route-api-receipts-below": "ANY /api/receipts/{below+}",
        "route-root": "ANY /",
        "route-root-below": "ANY /{below+}",
    }


def test_requests_reach_the_alias() -> None:
    made = api()

    integration = made.only("aws_apigatewayv2_integration")
    assert (integration["integration_uri"], integration["payload_format_version"]) == (LIVE, "2.0")
    (name,) = made.all("aws_apigatewayv2_integration")
    targets = [route["target"] for route in made.all("aws_apigatewayv2_route").values()]
    assert targets == [f"integrations/${{aws_apigatewayv2_integration.{name}.id}}"] * 2


def test_api_gateway_may_invoke_the_alias_for_this_api_alone() -> None:
    made = api().only("aws_lambda_permission")

    assert (
        made["source_arn"] == f"arn:aws:execute-api:{REGION}:{ACCOUNT}:${{aws_apigatewayv2_api.api.id}}/*/*"
    )
    assert (made["principal"], made["qualifier"]) == ("apigateway.amazonaws.com", "live")


def test_every_request_is_logged_and_too_many_are_refused() -> None:
    stage = api().only("aws_apigatewayv2_stage")

    log = stage["access_log_settings"]
    assert log["destination_arn"] == "${aws_cloudwatch_log_group.log-group.arn}"
    assert json.loads(log["format"])["status"] == "$context.status"
    limits = stage["default_route_settings"]
    assert (limits["throttling_rate_limit"], limits["throttling_burst_limit"]) == (100, 200)


def test_scripts_of_other_origins_are_not_let_in() -> None:
    assert "cors_configuration" not in api().only("aws_apigatewayv2_api")


def test_with_a_domain_the_address_that_aws_makes_up_is_closed() -> None:
    made = api(domain=True)

    assert made.only("aws_apigatewayv2_api")["disable_execute_api_endpoint"] is True
    name = made.only("aws_apigatewayv2_domain_name")
    assert name["domain_name_configuration"]["security_policy"] == "TLS_1_2"
    (stage,) = made.all("aws_apigatewayv2_stage")
    assert made.only("aws_apigatewayv2_api_mapping")["stage"] == f"${{aws_apigatewayv2_stage.{stage}.name}}"
