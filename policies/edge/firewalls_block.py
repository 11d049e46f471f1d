"""A web application firewall blocks what AWS's core rules find, and does not only count it.

Checks each web ACL for the managed groups AWSManagedRulesCommonRuleSet and AWSManagedRulesKnownBadInputsRuleSet,
neither of them overridden to count. Single rules of a group may count.
Why: a firewall that counts lets everything through.

Bad:  rule { override_action { count {} } statement { managed_rule_group_statement { name = "AWSManagedRulesCom…" } } }
Good: rule { override_action { none {} } statement { managed_rule_group_statement { name = "AWSManagedRulesCom…" } } }
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Arguments, Resource

CORE = frozenset({"AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"})


class FirewallsBlock(ResourcePolicy):
    """Fails where one of the two groups is missing or counts."""

    identifier = "YARD_WAF_2"
    title = "A web application firewall blocks what AWS's core rules find"
    severity_level = "high"
    why = "A firewall that only counts lets everything through."
    fix = (
        "Add AWSManagedRulesCommonRuleSet and AWSManagedRulesKnownBadInputsRuleSet with override_action none; let a"
        " single rule count (rule_action_override) where it is in the way."
    )
    page = "AWS Well-Architected Framework, SEC05-BP03 Implement inspection-based protection"
    resources = ("aws_wafv2_web_acl",)
    keys = ("rule",)

    def holds(self, resource: Resource) -> bool:
        """True where both groups are there and block."""
        blocking = {
            group
            for rule in resource.arguments.blocks("rule")
            if not _counts(rule)
            for group in rule.all("statement", "managed_rule_group_statement", "name")
        }
        return blocking >= CORE


def _counts(rule: Arguments) -> bool:
    return any(action.raw("count") is not None for action in rule.blocks("override_action"))


check = FirewallsBlock()
