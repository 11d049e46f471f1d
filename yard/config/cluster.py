"""`cluster` of an environment: the Amazon EKS cluster that services with `runtime: eks` run in."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import Field

from yard.config import forms
from yard.config.kubernetes import END_OF_SUPPORT
from yard.config.model import Broken, Model, Whole, text

AddOnName = Literal[
    "amazon-cloudwatch-observability",
    "coredns",
    "eks-pod-identity-agent",
    "kube-proxy",
    "metrics-server",
    "vpc-cni",
]
WORLD = IPv4Network("0.0.0.0/0")


class Nodes(Model):
    """The managed node group."""

    instance_types: Annotated[
        tuple[Annotated[str, text(forms.INSTANCE_TYPE)], ...],
        Field(
            description="EC2 instance types of about one size, the first one that is to be had is taken. Default: by"
            " the environment's size.",
            max_length=20,
            examples=[["m7i.large", "m6i.large"]],
        ),
    ] = ()
    min: Annotated[
        Whole | None,
        Field(
            description="Nodes at the least, 1 to 450. Default: by the environment's size.",
            ge=1,
            le=450,
            examples=[2],
        ),
    ] = None
    max: Annotated[
        Whole | None,
        Field(
            description="Nodes at the most, 1 to 450, while AWS replaces some; for nodes that come and go with the pods"
            " use compute: auto. Default: by the environment's size.",
            ge=1,
            le=450,
            examples=[6],
        ),
    ] = None

    def broken_rules(self) -> Iterator[Broken]:
        """The least is not more than the most; pods can have security groups of their own."""
        for index, kind in enumerate(self.instance_types):
            if kind.startswith("t") and kind[1:2].isdigit():
                # Source: "Amazon EKS User Guide, Assign security groups to individual Pods, Considerations".
                yield Broken(
                    ("instance_types", index),
                    f"{kind} gives pods no network interfaces, and so no security groups, of their own: no type of the"
                    " t family does. Use m7i.large or another one of the m, c or r family.",
                )
        if self.min is not None and self.max is not None and self.min > self.max:
            yield Broken(("min",), f"{self.min} is more than max {self.max}. Swap them.", (("max",),))


class Cluster(Model):
    """An EKS cluster; it exists only where a service asks for it."""

    version: Annotated[
        str,
        text(forms.KUBERNETES_VERSION),
        Field(
            description="Version of Kubernetes, in quotes; the table in yard/config/kubernetes.py says until when AWS"
            " supports it. EKS upgrades by one minor version at a time.",
            examples=[max(END_OF_SUPPORT)],
        ),
    ] = max(END_OF_SUPPORT)
    support: Annotated[
        Literal["standard", "extended"],
        Field(
            description="What happens when the version's standard support ends. standard: AWS upgrades the cluster."
            " extended: it stays for another year, at six times the price.",
            examples=["standard"],
        ),
    ] = "standard"
    compute: Annotated[
        Literal["auto", "nodes", "fargate"],
        Field(
            description="What pods run on. auto: EKS Auto Mode, whose nodes AWS picks, adds and patches. nodes: a"
            " managed node group. fargate: a virtual machine for each pod.",
            examples=["auto"],
        ),
    ] = "auto"
    nodes: Annotated[
        Nodes,
        Field(
            description="The managed node group, with compute: nodes.",
            examples=[{"instance_types": ["m7i.large"], "min": 2, "max": 6}],
        ),
    ] = Nodes()
    public_access_cidrs: Annotated[
        tuple[IPv4Network, ...],
        Field(
            description="Address ranges that reach the Kubernetes API from the internet. Default: none, it answers"
            " inside the VPC only, and so must whoever plans and applies services there.",
            max_length=40,
            examples=[["203.0.113.0/24"]],
        ),
    ] = ()
    add_ons: Annotated[
        dict[AddOnName, Annotated[str, text(forms.ADD_ON_VERSION)]],
        Field(
            description="Versions of EKS add-ons, by name. Default: what EKS takes for the cluster when it makes one.",
            examples=[{"metrics-server": "v0.8.0-eksbuild.2"}],
        ),
    ] = {}
    admins: Annotated[
        tuple[Annotated[str, text(forms.ROLE_ARN)], ...],
        Field(
            description="IAM roles that administer the cluster, beside the deploy role that `github` makes. Nobody else"
            " does, not even who made it.",
            max_length=100,
            examples=[["arn:aws:iam::111111111111:role/platform"]],
        ),
    ] = ()

    def broken_rules(self) -> Iterator[Broken]:
        """Nodes are sized where there are nodes; the API is never open to everybody; nobody stands there twice."""
        if self.compute != "nodes" and self.nodes != Nodes():
            yield Broken(
                ("nodes",),
                f"means nothing with compute {self.compute}. Set compute: nodes, or take it out.",
                (("compute",),),
            )
        for index, cidr in enumerate(self.public_access_cidrs):
            if cidr == WORLD:
                yield Broken(
                    ("public_access_cidrs", index),
                    f"{cidr} is everybody. Name the ranges of your own networks.",
                )
        for index, role in enumerate(self.admins):
            if role in self.admins[:index]:
                yield Broken(("admins", index), f"{role} stands here twice. Keep one.")
