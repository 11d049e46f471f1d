"""The EKS cluster of an environment: who has one, what it is made of, who gets in."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from tests.modules.synthesised import ACCOUNT, REGION, Resources
from tests.stacks.environments import IMAGE, build, environment, service
from yard.config import InputError

PLATFORM = f"arn:aws:iam::{ACCOUNT}:role/platform"
POD: dict[str, Any] = {"runtime": "eks", "scale": {"min": 2, "max": 6}}


@cache
def stacks_with(compute: str = "auto", protect: bool = False) -> dict[str, Resources]:
    """`dev` with `shop` as pods."""
    where = environment(cluster={"compute": compute, "admins": [PLATFORM]}, protect=protect)
    return build(where, service(**POD), releases={"shop": IMAGE})


def test_without_pods_there_is_no_cluster() -> None:
    made = build(environment(cluster={"admins": [PLATFORM]}), service())

    assert [name for name in made if "cluster" in name] == []


@pytest.mark.parametrize(
    ("compute", "stacks"),
    [
        ("auto", ["dev-cluster", "dev-cluster-objects"]),
        ("fargate", ["dev-cluster", "dev-cluster-objects"]),
        ("nodes", ["dev-cluster"]),
    ],
)
def test_one_service_with_pods_brings_a_cluster(compute: str, stacks: list[str]) -> None:
    assert [name for name in stacks_with(compute) if "cluster" in name] == stacks


def test_a_cluster_that_nobody_could_administer_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        build(environment(), service(**POD))

    assert caught.value.problems == [
        "<Environment>:1 cluster.admins: is empty, and there is no github: nobody could put services into the EKS"
        " cluster. Name the IAM roles that plan and apply here."
    ]


def test_github_administers_the_cluster_that_it_deploys_to() -> None:
    made = build(environment(github={"repository": "example/shop"}), service(**POD))["dev-cluster"]

    entry = made.only("aws_eks_access_entry")
    assert entry["principal_arn"] == f"arn:aws:iam::{ACCOUNT}:role/stackyard-deploy-dev"
    assert made.only("aws_eks_access_policy_association")["policy_arn"].endswith(
        "AmazonEKSClusterAdminPolicy"
    )


@pytest.mark.parametrize("compute", ["auto", "nodes", "fargate"])
def test_on_every_compute_the_cluster_is_closed_logged_and_encrypted(compute: str) -> None:
    cluster = stacks_with(compute)["dev-cluster"].only("aws_eks_cluster")

    assert cluster["vpc_config"]["endpoint_private_access"] is True
    assert cluster["vpc_config"]["endpoint_public_access"] is False
    assert cluster["access_config"] == {
        "authentication_mode": "API",
        "bootstrap_cluster_creator_admin_permissions": False,
    }
    assert cluster["encryption_config"]["resources"] == ["secrets"]
    assert "audit" in cluster["enabled_cluster_log_types"]


def test_named_ranges_reach_the_api() -> None:
    where = environment(cluster={"admins": [PLATFORM], "public_access_cidrs": ["203.0.113.0/24"]})

    vpc = build(where, service(**POD))["dev-cluster"].only("aws_eks_cluster")["vpc_config"]

    assert (vpc["endpoint_public_access"], vpc["public_access_cidrs"]) == (True, ["203.0.113.0/24"])


def test_a_protected_cluster_is_not_destroyed() -> None:
    cluster = stacks_with(protect=True)["dev-cluster"].only("aws_eks_cluster")

    assert cluster["deletion_protection"] is True
    assert cluster["lifecycle"] == {"prevent_destroy": True}


@pytest.mark.parametrize(
    ("compute", "add_ons"),
    [
        ("auto", {"amazon-cloudwatch-observability", "metrics-server"}),
        (
            "nodes",
            {
                "amazon-cloudwatch-observability",
                "coredns",
                "eks-pod-identity-agent",
                "kube-proxy",
                "metrics-server",
                "vpc-cni",
            },
        ),
        ("fargate", {"coredns", "metrics-server"}),
    ],
)
def test_what_auto_mode_has_built_in_is_installed_elsewhere(compute: str, add_ons: set[str]) -> None:
    made = stacks_with(compute)["dev-cluster"]

    assert {one["addon_name"] for one in made.all("aws_eks_addon").values()} == add_ons
    assert len(made.all("aws_eks_node_group")) == (compute == "nodes")
    assert len(made.all("aws_eks_fargate_profile")) == (compute == "fargate")


def test_pods_on_nodes_may_have_security_groups_of_their_own() -> None:
    made = stacks_with("nodes")["dev-cluster"]

    (network,) = [one for one in made.all("aws_eks_addon").values() if one["addon_name"] == "vpc-cni"]
    assert json.loads(network["configuration_values"])["env"] == {
        "ENABLE_POD_ENI": "true",
        "POD_SECURITY_GROUP_ENFORCING_MODE": "standard",
    }
    attached = [one["policy_arn"] for one in made.all("aws_iam_role_policy_attachment").values()]
    assert "arn:aws:iam::aws:policy/AmazonEKSVPCResourceController" in attached


@pytest.mark.parametrize(("size", "enhanced"), [("small", False), ("medium", False), ("large", True)])
def test_the_environments_size_says_how_much_is_measured_and_it_is_written_to_a_group_with_an_end(
    size: str, enhanced: bool
) -> None:
    where = environment(cluster={"admins": [PLATFORM]}, size=size)

    made = build(where, service(**POD))["dev-cluster"]

    (agent,) = [one for one in made.all("aws_eks_addon").values() if "cloudwatch" in one["addon_name"]]
    measured = json.loads(agent["configuration_values"])["agent"]["config"]["logs"]["metrics_collected"]
    assert measured == {"kubernetes": {"cluster_name": "dev", "enhanced_container_insights": enhanced}}
    group = made.all("aws_cloudwatch_log_group")["measurements"]
    assert (group["name"], group["retention_in_days"]) == ("/aws/containerinsights/dev/performance", 7)
    assert "aws_cloudwatch_log_group.measurements.arn" in str(made.all("aws_iam_role_policy"))
    assert "log-group:/aws/containerinsights/dev/performance" in str(made.all("aws_kms_key"))


def test_an_add_on_has_the_version_that_is_pinned() -> None:
    pinned = {"metrics-server": "v0.8.0-eksbuild.2"}
    where = environment(cluster={"admins": [PLATFORM], "add_ons": pinned})

    made = build(where, service(**POD))["dev-cluster"].all("aws_eks_addon")

    versions = {one["addon_name"]: one.get("addon_version") for one in made.values()}
    assert versions == {"metrics-server": "v0.8.0-eksbuild.2", "amazon-cloudwatch-observability": None}


def test_nodes_have_the_size_of_the_environment_unless_it_says() -> None:
    default = stacks_with("nodes")["dev-cluster"].only("aws_eks_node_group")
    where = environment(
        cluster={
            "compute": "nodes",
            "admins": [PLATFORM],
            "nodes": {"instance_types": ["m7i.xlarge"], "min": 4},
        }
    )
    said = build(where, service(**POD))["dev-cluster"].only("aws_eks_node_group")

    assert default["instance_types"] == ["m7i.large", "m6i.large", "m5.large"]
    assert default["scaling_config"] == {"desired_size": 2, "min_size": 2, "max_size": 3}
    assert said["instance_types"] == ["m7i.xlarge"]
    assert said["scaling_config"] == {"desired_size": 4, "min_size": 4, "max_size": 4}


def test_the_load_balancer_reaches_each_port_of_pods_once() -> None:
    where = environment(cluster={"admins": [PLATFORM]})
    twice = [
        service(**POD, name="search", routes=["/api/search"]),
        service(**POD, name="stock", routes=["/api/stock"]),
    ]
    other = service(**POD, name="web", routes=["/web"], port=3000)

    made = build(where, *twice, other)["dev-cluster"]

    ports = sorted(rule["from_port"] for rule in made.all("aws_vpc_security_group_ingress_rule").values())
    assert ports == [3000, 8080]


def test_the_output_of_pods_goes_to_the_log_groups_of_their_services_and_nowhere_else() -> None:
    made = stacks_with()["dev-cluster"]

    (configuration,) = [
        json.loads(one["configuration_values"])
        for one in made.all("aws_eks_addon").values()
        if one["addon_name"] == "amazon-cloudwatch-observability"
    ]
    lines = configuration["containerLogs"]["fluentBit"]["config"]["extraFiles"]["application-log.conf"]
    assert "log_group_template /dev/$kubernetes['namespace_name']" in lines
    assert "auto_create_group false" in lines
    (name,) = [one for one in made.all("aws_iam_role_policy") if one.startswith("logs-role")]
    (rights,) = made.policy("aws_iam_role_policy", name)
    assert rights["Resource"][0] == f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/dev/*"
