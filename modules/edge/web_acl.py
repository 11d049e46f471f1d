"""Web application firewall: AWS's managed rules, a limit for each address, a log of what was turned away.

Defines: the web ACL, its log group and logging configuration.
Leaves to the caller: what it stands in front of (`attach` for a load balancer, `web_acl_id` of a distribution).
"""

from __future__ import annotations

from typing import Any, Literal

from cdktf_cdktf_provider_aws.wafv2_web_acl import (
    Wafv2WebAcl,
    Wafv2WebAclDefaultAction,
    Wafv2WebAclDefaultActionAllow,
    Wafv2WebAclRule,
    Wafv2WebAclRuleAction,
    Wafv2WebAclRuleActionBlock,
    Wafv2WebAclRuleActionBlockCustomResponse,
    Wafv2WebAclRuleOverrideAction,
    Wafv2WebAclRuleOverrideActionNone,
    Wafv2WebAclRuleVisibilityConfig,
    Wafv2WebAclVisibilityConfig,
)
from cdktf_cdktf_provider_aws.wafv2_web_acl_association import Wafv2WebAclAssociation
from cdktf_cdktf_provider_aws.wafv2_web_acl_logging_configuration import (
    Wafv2WebAclLoggingConfiguration,
    Wafv2WebAclLoggingConfigurationLoggingFilter,
    Wafv2WebAclLoggingConfigurationLoggingFilterFilter,
    Wafv2WebAclLoggingConfigurationLoggingFilterFilterCondition,
    Wafv2WebAclLoggingConfigurationLoggingFilterFilterConditionActionCondition,
    Wafv2WebAclLoggingConfigurationRedactedFields,
    Wafv2WebAclLoggingConfigurationRedactedFieldsSingleHeader,
)
from constructs import Construct

from modules.observability.log_group import LogGroup
from modules.security.kms_key import KmsKey

# A web ACL for CloudFront, and its log group, are there. Source: "AWS WAF Developer Guide, Resources that you can
# protect with AWS WAF".
CLOUDFRONT_REGION = "us-east-1"
# Source: "AWS WAF Developer Guide, Sending web ACL traffic logs to a CloudWatch Logs log group".
LOG_PREFIX = "aws-waf-logs-"
WINDOW_SECONDS = 300
# Group -> its rules that count in place of blocking: a body of more than 8 KB is an ordinary upload.
# Source: "AWS WAF Developer Guide, AWS Managed Rules rule groups list".
MANAGED: dict[str, tuple[str, ...]] = {
    "AWSManagedRulesAmazonIpReputationList": (),
    "AWSManagedRulesCommonRuleSet": ("SizeRestrictions_BODY",),
    "AWSManagedRulesKnownBadInputsRuleSet": (),
}
# What identifies somebody stays out of the log.
REDACTED_HEADERS = ("authorization", "cookie")


class WebAcl(Construct):
    """Lets everything through but what a rule blocks. 927 of 1,500 capacity units."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        protects: Literal["CLOUDFRONT", "REGIONAL"],
        requests_per_address: int | None,
        retention_days: int,
        key: KmsKey,
    ) -> None:
        """protects: CLOUDFRONT is in us-east-1, and so must `key` be.

        requests_per_address: in five minutes. None where all requests come from CloudFront's addresses: it counted
        already, and a limit would turn away CloudFront itself.
        """
        super().__init__(scope, id_)
        self._region = CLOUDFRONT_REGION if protects == "CLOUDFRONT" else None
        limit = [_rate_rule(requests_per_address)] if requests_per_address else []
        acl = Wafv2WebAcl(
            self,
            "Default",
            region=self._region,
            name=name,
            description="Managed rules and a limit for each address",
            scope=protects,
            default_action=Wafv2WebAclDefaultAction(allow=Wafv2WebAclDefaultActionAllow()),
            rule=[
                *limit,
                *(
                    _managed_rule(group, counted, 10 + n)
                    for n, (group, counted) in enumerate(MANAGED.items())
                ),
            ],
            visibility_config=Wafv2WebAclVisibilityConfig(
                cloudwatch_metrics_enabled=True, metric_name=name, sampled_requests_enabled=True
            ),
        )
        self.arn = acl.arn
        self._log(name, retention_days, key)

    def attach(self, id_: str, *, load_balancer_arn: str) -> None:
        """Put the firewall in front of a load balancer; a distribution names its own."""
        Wafv2WebAclAssociation(self, id_, resource_arn=load_balancer_arn, web_acl_arn=self.arn)

    def _log(self, name: str, retention_days: int, key: KmsKey) -> None:
        group = LogGroup(
            self,
            "log",
            name=f"{LOG_PREFIX}{name}",
            retention_days=retention_days,
            key=key,
            region=self._region,
        )
        Wafv2WebAclLoggingConfiguration(
            self,
            "logging",
            region=self._region,
            resource_arn=self.arn,
            log_destination_configs=[group.arn],
            redacted_fields=[
                Wafv2WebAclLoggingConfigurationRedactedFields(
                    single_header=Wafv2WebAclLoggingConfigurationRedactedFieldsSingleHeader(name=header)
                )
                for header in REDACTED_HEADERS
            ],
            # What was let through is in the access log.
            logging_filter=Wafv2WebAclLoggingConfigurationLoggingFilter(
                default_behavior="DROP",
                filter=[
                    Wafv2WebAclLoggingConfigurationLoggingFilterFilter(
                        behavior="KEEP",
                        requirement="MEETS_ANY",
                        condition=[_acted("BLOCK"), _acted("COUNT")],
                    )
                ],
            ),
        )


def _rate_rule(requests_per_address: int) -> Wafv2WebAclRule:
    return Wafv2WebAclRule(
        name="rate-limit",
        priority=0,
        action=Wafv2WebAclRuleAction(
            block=Wafv2WebAclRuleActionBlock(
                custom_response=Wafv2WebAclRuleActionBlockCustomResponse(response_code=429)
            )
        ),
        statement={
            "rate_based_statement": {
                "aggregate_key_type": "IP",
                "evaluation_window_sec": WINDOW_SECONDS,
                "limit": requests_per_address,
            }
        },
        visibility_config=_visible("rate-limit"),
    )


def _managed_rule(group: str, counted: tuple[str, ...], priority: int) -> Wafv2WebAclRule:
    statement: dict[str, Any] = {"name": group, "vendor_name": "AWS"}
    if counted:
        statement["rule_action_override"] = [
            {"name": rule, "action_to_use": {"count": {}}} for rule in counted
        ]
    return Wafv2WebAclRule(
        name=group,
        priority=priority,
        override_action=Wafv2WebAclRuleOverrideAction(none=Wafv2WebAclRuleOverrideActionNone()),
        statement={"managed_rule_group_statement": statement},
        visibility_config=_visible(group),
    )


def _visible(name: str) -> Wafv2WebAclRuleVisibilityConfig:
    return Wafv2WebAclRuleVisibilityConfig(
        cloudwatch_metrics_enabled=True, metric_name=name, sampled_requests_enabled=True
    )


def _acted(action: str) -> Wafv2WebAclLoggingConfigurationLoggingFilterFilterCondition:
    return Wafv2WebAclLoggingConfigurationLoggingFilterFilterCondition(
        action_condition=Wafv2WebAclLoggingConfigurationLoggingFilterFilterConditionActionCondition(
            action=action
        )
    )
