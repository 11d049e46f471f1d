"""The shape of a rule about resources: texts, the kinds that it looks at, and `holds`."""

from __future__ import annotations

from typing import Any, ClassVar

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

from policies.policy import Policy
from policies.stack import Arguments, Resource, Stack


class ResourcePolicy(Policy, BaseResourceCheck):
    """Passes where `holds` says True, fails where it says False, and is not counted where it says None.

    identifier: YARD_<AREA>_<n>. title: what must hold, one sentence without a full stop.
    resources: Terraform types, `aws_*` for all. keys: the arguments that it judges, for people to look at.
    """

    identifier: ClassVar[str]
    title: ClassVar[str]
    resources: ClassVar[tuple[str, ...]]
    keys: ClassVar[tuple[str, ...]] = ()
    category: ClassVar[CheckCategories] = CheckCategories.GENERAL_SECURITY

    def __init__(self) -> None:
        super().__init__(
            name=self.title,
            id=self.identifier,
            categories=[self.category],
            supported_resources=list(self.resources),
        )

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Translate `holds` into checkov's words."""
        self.evaluated_keys = list(self.keys)
        verdict = self.holds(Resource(self.entity_type, self.entity_path.rsplit(":", 1)[-1], Arguments(conf)))
        if verdict is None:
            return CheckResult.UNKNOWN
        return CheckResult.PASSED if verdict else CheckResult.FAILED

    def holds(self, resource: Resource) -> bool | None:
        """Whether the rule is kept; None where it has nothing to say about this resource."""
        raise NotImplementedError

    @property
    def stack(self) -> Stack:
        """Everything else in the stack of the resource that is looked at."""
        return Stack(self.graph)
