"""The permissions boundary of an environment, put on every role that its stacks make."""

from __future__ import annotations

from cdktf import App
from cdktf_cdktf_provider_aws.iam_role import IamRole

from modules.security.permissions_boundary import boundary_arn
from yard.config import Environment


def bound_roles(app: App, environment: Environment) -> None:
    """Set the boundary on all roles in `app`, where the environment has one.

    It has one where GitHub deploys it: the state stack makes it, and the deploy role may make no role without. Here
    and not in each module, so that no module can forget it.
    """
    if environment.github is None:
        return
    arn = boundary_arn(environment.name, account=environment.account, region=environment.region)
    for construct in app.node.find_all():
        if isinstance(construct, IamRole) and construct.node.path.startswith(f"{environment.name}-"):
            construct.permissions_boundary = arn
