"""IAM role, with rights that its callers grant.

Defines: the role and, with the first right, its one inline policy; policies of AWS that are attached.
Leaves to the caller: which rights; what holds data grants them (`table.grant_read(role)`).
"""

from __future__ import annotations

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.iam_role_policy_attachment import IamRolePolicyAttachment
from constructs import Construct

from modules.arn import partition
from modules.security.policy_document import Statement, document
from modules.security.trust import service_trust


class Role(Construct):
    """A role and its rights; `dependencies` is what must exist before something acts in the role."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        description: str,
        service: str = "",
        account: str = "",
        source_arn: str = "",
        trust: Statement | None = None,
    ) -> None:
        """`service` (`ecs-tasks.amazonaws.com`) may take the role for a resource like `source_arn` of `account`.

        trust: who may take it, where that is somebody else (modules/security/trust.py has the statements).
        """
        super().__init__(scope, id_)
        if len(name) > 64:
            raise ValueError(f"{name}: a role's name has at most 64 characters, this one {len(name)}.")
        source = (service, account, source_arn)
        if any(source) if trust else not all(source):
            raise ValueError(f"{name}: say who may take it: service, account and source_arn, or trust.")
        self._statements: list[Statement] = []
        self._policy: IamRolePolicy | None = None
        self._attached: list[IamRolePolicyAttachment] = []
        self._partition = source_arn.split(":")[1] if source_arn.startswith("arn:") else "aws"
        self._role = IamRole(
            self,
            "Default",
            name=name,
            description=description,
            assume_role_policy=document(
                [trust or service_trust(service, account=account, source_arn=source_arn)]
            ),
        )
        self.arn = self._role.arn
        self.name = name

    def allow(self, *statements: Statement) -> None:
        """Add rights; equal statements are kept once."""
        self._statements += [statement for statement in statements if statement not in self._statements]
        policy = document(self._statements)
        if self._policy is None:
            self._policy = IamRolePolicy(self, "rights", name="rights", role=self._role.name, policy=policy)
        else:
            self._policy.policy = policy

    def attach(self, policy: str, *, region: str | None = None) -> None:
        """Add a policy that AWS keeps, by its path and name (`service-role/AmazonECSInfrastructureRole…`).

        For roles that a service of AWS acts in, where its documentation names the policy; code of ours gets rights
        from what it uses. region: tells the partition where `source_arn` does not.
        """
        self._attached.append(
            IamRolePolicyAttachment(
                self,
                policy.rsplit("/", 1)[-1],
                role=self._role.name,
                policy_arn=f"arn:{partition(region) if region else self._partition}:iam::aws:policy/{policy}",
            )
        )

    @property
    def dependencies(self) -> list[ITerraformDependable]:
        """The rights that a task needs from its first second on."""
        return [*([self._policy] if self._policy else []), *self._attached]
