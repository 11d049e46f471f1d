"""Listeners and their rules."""

from __future__ import annotations

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import Change, Declaration, Operation, Source, changes, creates, reads
from yard.offline.handlers.declarations.actions import actions, conditions, seen_actions, seen_conditions
from yard.offline.handlers.declarations.elbv2 import TAGS, attributes, pairs
from yard.offline.handlers.requests import call

LISTENER: dict[str, Source] = {"ListenerArn": "id"}
RULE: dict[str, Source] = {"RuleArn": "id"}
# Source: "ListenerAttribute", Elastic Load Balancing API Reference. The arguments are named so, with underscores.
REQUEST_HEADERS = (
    "x_amzn_mtls_clientcert",
    "x_amzn_mtls_clientcert_issuer",
    "x_amzn_mtls_clientcert_leaf",
    "x_amzn_mtls_clientcert_serial_number",
    "x_amzn_mtls_clientcert_subject",
    "x_amzn_mtls_clientcert_validity",
    "x_amzn_tls_cipher_suite",
    "x_amzn_tls_version",
)
RESPONSE_HEADERS = (
    "access_control_allow_credentials",
    "access_control_allow_headers",
    "access_control_allow_methods",
    "access_control_allow_origin",
    "access_control_expose_headers",
    "access_control_max_age",
    "content_security_policy",
    "strict_transport_security",
    "x_content_type_options",
    "x_frame_options",
)
LISTENER_ATTRIBUTES = {
    key.replace(".", "_"): key
    for key in (
        *(f"routing.http.request.{header}.header_name" for header in REQUEST_HEADERS),
        *(f"routing.http.response.{header}.header_value" for header in RESPONSE_HEADERS),
        "routing.http.response.server.enabled",
        "tcp.idle_timeout.seconds",
    )
}


def certificates(values: Values) -> list[dict[str, str]] | None:
    """The certificate of an HTTPS or TLS listener."""
    arn = values.get("certificate_arn")
    return [{"CertificateArn": arn}] if arn else None


def make_rule(cloud: Cloud, _prior: Values, planned: Values) -> Values:
    """Create a rule; one without a priority comes after all others, as the provider has it."""
    elbv2 = cloud.client("elbv2", planned.get("region"))
    priority = planned.get("priority")
    if not priority:
        rules = elbv2.describe_rules(ListenerArn=planned["listener_arn"])["Rules"]
        taken = [int(rule["Priority"]) for rule in rules if rule["Priority"] != "default"]
        priority = max(taken, default=0) + 1
    operation = Operation(
        "create_rule",
        {
            "ListenerArn": "listener_arn",
            "Priority": lambda _: priority,
            "Conditions": conditions,
            "Actions": actions("action"),
        },
    )
    return {"id": call(elbv2, operation, planned)["Rules"][0]["RuleArn"], "priority": priority}


LISTENER_ITSELF = Declaration(
    service="elbv2",
    create=creates(
        "create_listener",
        {"Certificates": certificates, "DefaultActions": actions("default_action")},
        id="Listeners[0].ListenerArn",
    ),
    read=(
        reads(
            "describe_listeners",
            {"ListenerArns": "id"},
            "Listeners[0]",
            arn="ListenerArn",
            certificate_arn="Certificates[0].CertificateArn",
            default_action=seen_actions("DefaultActions"),
            filled="port protocol ssl_policy",
            ignored="alpn_policy mutual_authentication",
        ),
        attributes("describe_listener_attributes", LISTENER, LISTENER_ATTRIBUTES),
    ),
    changes=(
        Change(
            frozenset(LISTENER_ATTRIBUTES),
            Operation("modify_listener_attributes", {**LISTENER, "Attributes": pairs(LISTENER_ATTRIBUTES)}),
            on_create=True,
        ),
        changes(
            "alpn_policy certificate_arn default_action port protocol ssl_policy",
            "modify_listener",
            {
                **LISTENER,
                "Certificates": certificates,
                "DefaultActions": actions("default_action"),
                "Port": "port",
                "Protocol": "protocol",
                "SslPolicy": "ssl_policy",
            },
        ),
    ),
    delete=Operation("delete_listener", LISTENER),
    tags=TAGS,
)

LISTENER_RULE = Declaration(
    service="elbv2",
    create=make_rule,
    read=(
        reads(
            "describe_rules",
            {"RuleArns": "id"},
            "Rules[0]",
            arn="RuleArn",
            action=seen_actions("Actions"),
            condition=seen_conditions,
            priority="Priority",
        ),
    ),
    changes=(
        changes(
            "action condition",
            "modify_rule",
            {**RULE, "Conditions": conditions, "Actions": actions("action")},
        ),
        changes(
            "priority",
            "set_rule_priorities",
            {"RulePriorities": lambda values: [{"RuleArn": values["id"], "Priority": values["priority"]}]},
        ),
    ),
    delete=Operation("delete_rule", RULE),
    tags=TAGS,
)

DECLARATIONS = {"aws_lb_listener": LISTENER_ITSELF, "aws_lb_listener_rule": LISTENER_RULE}
