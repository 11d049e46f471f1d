"""EKS add-on: software in the cluster that EKS installs and updates."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.eks_addon import EksAddon, EksAddonPodIdentityAssociation
from constructs import Construct

from modules.literal import literal
from modules.security.role import Role


class AddOn(Construct):
    """One add-on, in the version that EKS takes for the cluster's unless one is pinned."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        cluster: str,
        version: str | None = None,
        configuration: Mapping[str, Any] | None = None,
        roles: Mapping[str, Role] | None = None,
        depends_on: Sequence[ITerraformDependable] = (),
    ) -> None:
        """id_: the add-on's name. version: such as `v1.20.4-eksbuild.2`; None leaves it to EKS when the add-on is made.

        configuration: as the add-on's own schema says (`aws eks describe-addon-configuration`).
        roles: service account -> the role of its pods, by Pod Identity.
        """
        super().__init__(scope, id_)
        given = roles or {}
        self.add_on: ITerraformDependable = EksAddon(
            self,
            "Default",
            cluster_name=cluster,
            addon_name=id_,
            addon_version=version,
            configuration_values=literal(json.dumps(configuration, separators=(",", ":")))
            if configuration
            else None,
            # What somebody changed by hand in the cluster is put back: the plan is the truth.
            resolve_conflicts_on_create="OVERWRITE",
            resolve_conflicts_on_update="OVERWRITE",
            pod_identity_association=[
                EksAddonPodIdentityAssociation(service_account=account, role_arn=role.arn)
                for account, role in sorted(given.items())
            ]
            or None,
            depends_on=[*depends_on, *(one for role in given.values() for one in role.dependencies)],
        )
