"""IAM: roles, policies, and which role has which."""

from __future__ import annotations

from typing import Any

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import (
    Change,
    Declaration,
    Operation,
    Tags,
    as_json,
    changes,
    creates,
    reads,
)

# A policy keeps this many versions. Source: "IAM and AWS STS quotas".
VERSIONS = 5
ROLE = {"RoleName": "name"}
ROLE_POLICY = {"RoleName": "role", "PolicyName": "name"}
POLICY = {"PolicyArn": "id"}
ATTACHMENT = {"RoleName": "role", "PolicyArn": "policy_arn"}


def change_boundary(cloud: Cloud, _prior: Values, planned: Values) -> None:
    """Set the permissions boundary, or take it away."""
    iam = cloud.client("iam")
    if planned.get("permissions_boundary"):
        iam.put_role_permissions_boundary(
            RoleName=planned["name"], PermissionsBoundary=planned["permissions_boundary"]
        )
    else:
        iam.delete_role_permissions_boundary(RoleName=planned["name"])


def detach_policies(cloud: Cloud, _prior: Values, state: Values) -> None:
    """AWS deletes no role that has policies; `force_detach_policies` takes them away first."""
    if not state.get("force_detach_policies"):
        return
    iam, name = cloud.client("iam"), state["name"]
    for policy in iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]:
        iam.detach_role_policy(RoleName=name, PolicyArn=policy["PolicyArn"])
    for policy_name in iam.list_role_policies(RoleName=name)["PolicyNames"]:
        iam.delete_role_policy(RoleName=name, PolicyName=policy_name)


def new_version(cloud: Cloud, _prior: Values, planned: Values) -> None:
    """A changed policy is a new version; the oldest makes way for it."""
    iam, arn = cloud.client("iam"), planned["id"]
    others = _other_versions(iam, arn)
    if len(others) >= VERSIONS - 1:
        oldest = min(others, key=lambda version: version["CreateDate"])
        iam.delete_policy_version(PolicyArn=arn, VersionId=oldest["VersionId"])
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=planned["policy"], SetAsDefault=True)


def drop_versions(cloud: Cloud, _prior: Values, state: Values) -> None:
    """AWS deletes no policy that has more than its default version."""
    iam = cloud.client("iam")
    for version in _other_versions(iam, state["id"]):
        iam.delete_policy_version(PolicyArn=state["id"], VersionId=version["VersionId"])


def _other_versions(iam: Any, arn: str) -> list[dict[str, Any]]:
    versions = iam.list_policy_versions(PolicyArn=arn)["Versions"]
    return [version for version in versions if not version["IsDefaultVersion"]]


def find_attachment(answer: Any, values: Values) -> Any:
    """The policy among those that the role has."""
    found = answer["AttachedPolicies"]
    return next((policy for policy in found if policy["PolicyArn"] == values["policy_arn"]), None)


IAM_ROLE = Declaration(
    service="iam",
    create=creates("create_role", {**ROLE, "AssumeRolePolicyDocument": "assume_role_policy"}),
    read=(
        reads(
            "get_role",
            ROLE,
            "Role",
            filled="arn create_date",
            name="RoleName",
            unique_id="RoleId",
            assume_role_policy=as_json("AssumeRolePolicyDocument"),
            permissions_boundary="PermissionsBoundary.PermissionsBoundaryArn",
        ),
    ),
    changes=(
        changes(
            "assume_role_policy",
            "update_assume_role_policy",
            {**ROLE, "PolicyDocument": "assume_role_policy"},
        ),
        changes(
            "description max_session_duration",
            "update_role",
            {**ROLE, "Description": "description", "MaxSessionDuration": "max_session_duration"},
        ),
        Change(frozenset({"permissions_boundary"}), change_boundary),
    ),
    before_delete=detach_policies,
    delete=Operation("delete_role", ROLE),
    id="{name}",
    named="name",
    defaults={"path": "/", "max_session_duration": 3600},
    tags=Tags(ROLE, add="tag_role", remove="untag_role", read="list_role_tags"),
)

_PUT_ROLE_POLICY = Operation("put_role_policy", {**ROLE_POLICY, "PolicyDocument": "policy"})
IAM_ROLE_POLICY = Declaration(
    service="iam",
    create=_PUT_ROLE_POLICY,
    read=(reads("get_role_policy", ROLE_POLICY, policy=as_json("PolicyDocument")),),
    changes=(Change(frozenset({"policy"}), _PUT_ROLE_POLICY),),
    delete=Operation("delete_role_policy", ROLE_POLICY),
    id="{role}:{name}",
    named="name",
)

IAM_POLICY = Declaration(
    service="iam",
    create=creates(
        "create_policy", {"PolicyName": "name", "PolicyDocument": "policy"}, id="Policy.Arn", arn="Policy.Arn"
    ),
    read=(
        reads(
            "get_policy",
            POLICY,
            "Policy",
            arn="Arn",
            name="PolicyName",
            policy_id="PolicyId",
            _version="DefaultVersionId",
            ignored="attachment_count",  # changes whenever a role takes it up
        ),
        reads(
            "get_policy_version",
            {**POLICY, "VersionId": "_version"},
            "PolicyVersion",
            policy=as_json("Document"),
        ),
    ),
    changes=(Change(frozenset({"policy"}), new_version),),
    before_delete=drop_versions,
    delete=Operation("delete_policy", POLICY),
    named="name",
    defaults={"path": "/"},
    tags=Tags(POLICY, add="tag_policy", remove="untag_policy", read="list_policy_tags"),
)

IAM_ATTACHMENT = Declaration(
    service="iam",
    create=Operation("attach_role_policy", ATTACHMENT),
    read=(reads("list_attached_role_policies", {"RoleName": "role"}, find_attachment),),
    delete=Operation("detach_role_policy", ATTACHMENT),
    id="{role}/{policy_arn}",
)

DECLARATIONS = {
    "aws_iam_role": IAM_ROLE,
    "aws_iam_role_policy": IAM_ROLE_POLICY,
    "aws_iam_policy": IAM_POLICY,
    "aws_iam_role_policy_attachment": IAM_ATTACHMENT,
}
