"""HTTP APIs of API Gateway: the API, its routes, where they lead, the stage that serves them, a domain of its own."""

from __future__ import annotations

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import Change, Declaration, Operation, Tags, changes, creates, reads
from yard.offline.handlers.requests import call

ARN = "arn:{partition}:apigateway:{region}::/"
EXECUTE = "arn:{partition}:execute-api:{region}:{account}:"
# Of APIs alone: a stage and a domain name have theirs when they are made, and the emulated API Gateway changes none.
TAGS = Tags({"ResourceArn": "arn"}, read="get_tags")
OF_API = {"ApiId": "api_id"}
INTEGRATION = {**OF_API, "IntegrationId": "id"}
ROUTE = {**OF_API, "RouteId": "id"}
STAGE = {**OF_API, "StageName": "name"}
MAPPING = {"DomainName": "domain_name", "ApiMappingId": "id"}

API = Declaration(
    service="apigatewayv2",
    create=creates("create_api", {}, id="ApiId"),
    read=(
        reads(
            "get_api",
            {"ApiId": "id"},
            api_endpoint="ApiEndpoint",
            filled="api_endpoint ip_address_type",
            ignored="tags",
        ),
    ),
    changes=(
        changes(
            "cors_configuration description disable_execute_api_endpoint name version",
            "update_api",
            {"ApiId": "id"},
            like_named=True,
        ),
    ),
    delete=Operation("delete_api", {"ApiId": "id"}),
    computed={"arn": ARN + "apis/{id}", "execution_arn": EXECUTE + "{id}"},
    tags=TAGS,
)

INTEGRATIONS = Declaration(
    service="apigatewayv2",
    create=creates(
        "create_integration", {**OF_API, "TimeoutInMillis": "timeout_milliseconds"}, id="IntegrationId"
    ),
    read=(
        reads(
            "get_integration",
            INTEGRATION,
            timeout_milliseconds="TimeoutInMillis",
            filled="integration_response_selection_expression",
        ),
    ),
    changes=(
        changes(
            "description integration_method integration_uri payload_format_version timeout_milliseconds",
            "update_integration",
            {**INTEGRATION, "TimeoutInMillis": "timeout_milliseconds"},
            like_named=True,
        ),
    ),
    delete=Operation("delete_integration", INTEGRATION),
    defaults={"connection_type": "INTERNET", "payload_format_version": "1.0"},
    import_id="{api_id}/{id}",
)

ROUTES = Declaration(
    service="apigatewayv2",
    create=creates("create_route", OF_API, id="RouteId"),
    read=(reads("get_route", ROUTE),),
    changes=(changes("authorization_type route_key target", "update_route", ROUTE, like_named=True),),
    delete=Operation("delete_route", ROUTE),
    defaults={"api_key_required": False, "authorization_type": "NONE"},
    import_id="{api_id}/{id}",
)


def make_stage_anew(cloud: Cloud, _prior: Values, planned: Values) -> None:
    """The emulated API Gateway cannot change a stage."""
    client = cloud.client("apigatewayv2", planned.get("region"))
    call(client, Operation("delete_stage", STAGE), planned)
    call(client, CREATE_STAGE, planned)


CREATE_STAGE = creates("create_stage", {**STAGE, "Tags": "tags_all"})
STAGES = Declaration(
    service="apigatewayv2",
    create=CREATE_STAGE,
    read=(reads("get_stage", STAGE, name="StageName", ignored="tags stage_variables route_settings"),),
    changes=(
        Change(
            frozenset(
                {"access_log_settings", "auto_deploy", "default_route_settings", "description", "tags_all"}
            ),
            make_stage_anew,
        ),
    ),
    delete=Operation("delete_stage", STAGE),
    id="{name}",
    computed={"arn": ARN + "apis/{api_id}/stages/{name}", "execution_arn": EXECUTE + "{api_id}/{name}"},
    import_id="{api_id}/{name}",
)

DOMAIN_NAMES = Declaration(
    service="apigatewayv2",
    create=creates(
        "create_domain_name", {"DomainNameConfigurations": "domain_name_configuration", "Tags": "tags_all"}
    ),
    read=(
        reads(
            "get_domain_name",
            {"DomainName": "domain_name"},
            api_mapping_selection_expression="ApiMappingSelectionExpression",
            filled="api_mapping_selection_expression",
            ignored="tags domain_name_configuration mutual_tls_authentication",
        ),
    ),
    delete=Operation("delete_domain_name", {"DomainName": "domain_name"}),
    id="{domain_name}",
    computed={"arn": ARN + "domainnames/{domain_name}"},
)

MAPPINGS = Declaration(
    service="apigatewayv2",
    create=creates("create_api_mapping", {}, id="ApiMappingId"),
    read=(reads("get_api_mapping", MAPPING, ignored="api_mapping_key"),),
    delete=Operation("delete_api_mapping", MAPPING),
    import_id="{id}/{domain_name}",
)

DECLARATIONS = {
    "aws_apigatewayv2_api": API,
    "aws_apigatewayv2_integration": INTEGRATIONS,
    "aws_apigatewayv2_route": ROUTES,
    "aws_apigatewayv2_stage": STAGES,
    "aws_apigatewayv2_domain_name": DOMAIN_NAMES,
    "aws_apigatewayv2_api_mapping": MAPPINGS,
}
