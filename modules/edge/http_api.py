"""HTTP API of Amazon API Gateway in front of one function.

Defines: the API, the stage with access logs and throttling; with a function, its routes and the right to invoke it.
Leaves to the caller: the function's alias, the log group, a domain of its own (`HttpApiDomain`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from cdktf_cdktf_provider_aws.apigatewayv2_api import Apigatewayv2Api
from cdktf_cdktf_provider_aws.apigatewayv2_integration import Apigatewayv2Integration
from cdktf_cdktf_provider_aws.apigatewayv2_route import Apigatewayv2Route
from cdktf_cdktf_provider_aws.apigatewayv2_stage import (
    Apigatewayv2Stage,
    Apigatewayv2StageAccessLogSettings,
    Apigatewayv2StageDefaultRouteSettings,
)
from cdktf_cdktf_provider_aws.lambda_permission import LambdaPermission
from constructs import Construct

from modules.arn import arn
from modules.compute.function_alias import FunctionAlias
from modules.observability.log_group import LogGroup

# What a line of the access log holds, by the names that the services' own lines have. Source: "API Gateway Developer
# Guide, Customize HTTP API access logs".
ACCESS_LOG = {
    "request_id": "$context.requestId",
    "method": "$context.httpMethod",
    "path": "$context.path",
    "route": "$context.routeKey",
    "status": "$context.status",
    "client": "$context.identity.sourceIp",
    "latency_ms": "$context.responseLatency",
    "bytes": "$context.responseLength",
    "error": "$context.integrationErrorMessage",
}
# Source: "API Gateway Developer Guide, Quotas for configuring and running an HTTP API": 30 s.
LONGEST_SECONDS = 30


class HttpApi(Construct):
    """Answers 404 for what is no route, and scripts of other origins nothing (no CORS)."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        account: str,
        region: str,
        log_group: LogGroup,
        requests_per_second: int,
        own_domain: bool,
    ) -> None:
        """requests_per_second: more are answered with 429; bursts may be twice that.

        own_domain: only under `HttpApiDomain`, not under the API's own address.
        """
        super().__init__(scope, id_)
        api = Apigatewayv2Api(
            self, "Default", name=name, protocol_type="HTTP", disable_execute_api_endpoint=own_domain
        )
        self._stage(api, log_group, requests_per_second)
        self.id = api.id
        self.url = api.api_endpoint
        self._callers = f"{arn('execute-api', region, account, api.id)}/*/*"

    def attach(self, alias: FunctionAlias, routes: Sequence[str]) -> None:
        """Send requests to a function. routes: path prefixes without wildcards; each takes itself and all below it."""
        integration = Apigatewayv2Integration(
            self,
            "function",
            api_id=self.id,
            integration_type="AWS_PROXY",
            integration_uri=alias.arn,
            integration_method="POST",
            payload_format_version="2.0",
            timeout_milliseconds=LONGEST_SECONDS * 1000,
            depends_on=alias.dependencies,
        )
        for id_of_route, key in route_keys(routes).items():
            Apigatewayv2Route(
                self,
                id_of_route,
                api_id=self.id,
                route_key=key,
                target=f"integrations/{integration.id}",
                # Who may call what is the service's own decision, on every runtime.
                authorization_type="NONE",
            )
        LambdaPermission(
            self,
            "invoke",
            statement_id="http-api",
            action="lambda:InvokeFunction",
            function_name=alias.function_name,
            qualifier=alias.name,
            principal="apigateway.amazonaws.com",
            source_arn=self._callers,
            depends_on=alias.dependencies,
        )

    def _stage(self, api: Apigatewayv2Api, log_group: LogGroup, requests_per_second: int) -> None:
        stage = Apigatewayv2Stage(
            self,
            "stage",
            api_id=api.id,
            name="$default",
            auto_deploy=True,
            access_log_settings=Apigatewayv2StageAccessLogSettings(
                destination_arn=log_group.arn, format=json.dumps(ACCESS_LOG, separators=(",", ":"))
            ),
            default_route_settings=Apigatewayv2StageDefaultRouteSettings(
                detailed_metrics_enabled=True,
                throttling_rate_limit=requests_per_second,
                throttling_burst_limit=2 * requests_per_second,
            ),
        )
        self.stage = stage.name


def route_keys(routes: Sequence[str]) -> dict[str, str]:
    """Construct id -> route key: `/api/catalog` takes itself and all below it.

    Source: "API Gateway Developer Guide, Create routes for HTTP APIs": a greedy path variable ends a route.
    """
    keys = {}
    for route in routes:
        path = route.rstrip("/")
        role = path.strip("/").replace("/", "-") or "root"
        keys[f"route-{role}"] = f"ANY {path or '/'}"
        keys[f"route-{role}-below"] = f"ANY {path}/{{below+}}"
    return keys
