from __future__ import annotations

import json

from cdktf import TerraformStack

from modules.kubernetes.add_on import AddOn
from tests.modules.synthesised import a_role, synthesise


def test_an_add_on_has_its_version_its_settings_and_its_role() -> None:
    settings = {"files": {"a.conf": "region ${AWS_REGION}"}}

    def build(stack: TerraformStack) -> None:
        AddOn(
            stack,
            "vpc-cni",
            cluster="dev",
            version="v1.20.4-eksbuild.2",
            configuration=settings,
            roles={"aws-node": a_role(stack)},
        )

    add_on = synthesise(build).only("aws_eks_addon")

    assert (add_on["addon_name"], add_on["addon_version"]) == ("vpc-cni", "v1.20.4-eksbuild.2")
    # Terraform takes two dollars for one.
    assert json.loads(add_on["configuration_values"].replace("$${", "${")) == settings
    assert add_on["pod_identity_association"] == [
        {"service_account": "aws-node", "role_arn": "${aws_iam_role.role.arn}"}
    ]


def test_what_was_changed_by_hand_is_put_back_and_the_version_is_left_to_eks() -> None:
    add_on = synthesise(lambda stack: AddOn(stack, "coredns", cluster="dev")).only("aws_eks_addon")

    assert add_on["resolve_conflicts_on_create"] == add_on["resolve_conflicts_on_update"] == "OVERWRITE"
    assert not {"addon_version", "configuration_values", "pod_identity_association"} & set(add_on)
