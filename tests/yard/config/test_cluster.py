"""The EKS cluster of an environment, and what a service gives up to run there."""

# ruff: noqa: E501  # a sentence stays in one piece

from __future__ import annotations

import pytest

from modules.kubernetes.versions import END_OF_SUPPORT as KNOWN_TO_THE_MODULE
from yard.config import load_environment
from yard.config.kubernetes import END_OF_SUPPORT

from .conftest import ENVIRONMENT, SERVICE, Repository

PODS = f"{SERVICE}runtime: eks\n"


def test_the_default_cluster_has_the_newest_version_and_answers_inside_only(
    repository: Repository,
) -> None:
    cluster = load_environment(repository.workspace, "dev").cluster

    assert (cluster.version, cluster.compute, cluster.public_access_cidrs) == ("1.35", "auto", ())


def test_the_module_and_the_files_know_the_same_versions() -> None:
    assert END_OF_SUPPORT == KNOWN_TO_THE_MODULE


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (
            "{version: 1.35}",
            'environments/dev.yaml:5 cluster.version: 1.35 is a number, not text. Put it in quotes: "1.35".',
        ),
        (
            '{version: "1.29"}',
            'environments/dev.yaml:5 cluster.version: "1.29" does not fit. Use a version that Amazon EKS supports (1.32, 1.33, 1.34, 1.35), in quotes, for example "1.35".',
        ),
        (
            "{compute: nodes, nodes: {instance_types: [large]}}",
            "environments/dev.yaml:5 cluster.nodes.instance_types[0]: large does not fit. Use an instance type of Amazon EC2, for example m7i.large.",
        ),
        (
            "{compute: nodes, nodes: {instance_types: [m7i.large, t3.large]}}",
            "environments/dev.yaml:5 cluster.nodes.instance_types[1]: t3.large gives pods no network interfaces, and so no security groups, of their own: no type of the t family does. Use m7i.large or another one of the m, c or r family.",
        ),
        (
            "{compute: nodes, nodes: {min: 3, max: 2}}",
            "environments/dev.yaml:5 cluster.nodes.min: 3 is more than max 2. Swap them.",
        ),
        (
            "{nodes: {min: 3}}",
            "environments/dev.yaml:5 cluster.nodes: means nothing with compute auto. Set compute: nodes, or take it out.",
        ),
        (
            "{public_access_cidrs: [0.0.0.0/0]}",
            "environments/dev.yaml:5 cluster.public_access_cidrs[0]: 0.0.0.0/0 is everybody. Name the ranges of your own networks.",
        ),
        (
            "{admins: [platform]}",
            "environments/dev.yaml:5 cluster.admins[0]: platform does not fit. Use the ARN of an IAM role, for example arn:aws:iam::111111111111:role/platform.",
        ),
    ],
)
def test_what_is_wrong_with_a_cluster_is_told(repository: Repository, written: str, sentence: str) -> None:
    assert repository.problems({"environments/dev.yaml": f"{ENVIRONMENT}cluster: {written}\n"}) == [sentence]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (
            "deploy: {strategy: canary}\n",
            "apps/orders/service.yaml:4 deploy.strategy: canary does not go with runtime eks: Kubernetes rolls pods one by one. Use rolling, or runtime: ecs.",
        ),
        (
            "scale: {min: 0, max: 2}\n",
            "apps/orders/service.yaml:4 scale.min: 0 does not go with runtime eks: Kubernetes scales on CPU, of which no pod has none. Use min 1 or more.",
        ),
        (
            "scale: {requests_per_task: 5}\n",
            "apps/orders/service.yaml:4 scale.requests_per_task: does not go with runtime eks: pods scale on CPU alone. Take it out, or use runtime: ecs.",
        ),
        (
            'scale: {schedule: [{cron: "0 7 ? * MON-FRI *", min: 1, max: 2}]}\n',
            "apps/orders/service.yaml:4 scale.schedule: does not go with runtime eks: pods scale on CPU alone. Take it out, or use runtime: ecs.",
        ),
    ],
)
def test_what_pods_cannot_do_is_told(repository: Repository, written: str, sentence: str) -> None:
    assert repository.problems({"apps/orders/service.yaml": PODS + written}) == [sentence]


@pytest.mark.parametrize("name", ["default", "kube-system", "amazon-cloudwatch", "aws-observability"])
def test_a_namespace_that_every_cluster_has_is_nobody_elses(repository: Repository, name: str) -> None:
    (problem,) = repository.problems({f"apps/{name}/service.yaml": PODS.replace("orders", name)})

    assert f"{name} is a namespace of Kubernetes's own. Use another name." in problem
