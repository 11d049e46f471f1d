"""Real Terraform over the offline provider for hashicorp/kubernetes: the same care as for AWS, and no cluster."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Terraform

# What would answer on AWS: nothing of it may be called.
CLUSTER = {
    "host": "https://0123456789.gr7.eu-west-1.eks.amazonaws.com",
    "cluster_ca_certificate": "-----BEGIN CERTIFICATE-----",
    "exec": [
        {"api_version": "client.authentication.k8s.io/v1", "command": "/nonexistent/aws", "args": ["eks"]}
    ],
}
LABELS = {"app": "shop"}
DEPLOYMENT: dict[str, Any] = {
    "metadata": {"name": "shop", "namespace": "shop", "labels": LABELS},
    "spec": {
        "replicas": "2",
        "selector": {"match_labels": LABELS},
        "template": {
            "metadata": {"labels": LABELS},
            "spec": {
                "container": [
                    {
                        "name": "shop",
                        "image": "shop@sha256:0",
                        "port": [{"container_port": 8080}],
                        "env": [{"name": "QUEUE_URL", "value": "${aws_sqs_queue.orders.url}"}],
                        "resources": {"requests": {"cpu": "250m", "memory": "512Mi"}},
                        "readiness_probe": {"http_get": {"path": "/health", "port": "8080"}},
                    }
                ]
            },
        },
    },
}


CRON_JOB: dict[str, Any] = {
    "metadata": {"name": "nightly", "namespace": "shop", "labels": LABELS},
    "spec": {
        "schedule": "0 3 * * *",
        "timezone": "Etc/UTC",
        "concurrency_policy": "Forbid",
        "job_template": {
            "metadata": {"labels": LABELS},
            "spec": {
                "backoff_limit": 2,
                "ttl_seconds_after_finished": "3600",
                "template": {
                    "metadata": {"labels": LABELS},
                    "spec": {
                        "restart_policy": "Never",
                        "container": [{"name": "nightly", "image": "shop@sha256:0", "command": ["nightly"]}],
                    },
                },
            },
        },
    },
}


# An empty object, which means all pods, is a value like any other.
GROUPS: dict[str, Any] = {
    "manifest": {
        "apiVersion": "vpcresources.k8s.aws/v1beta1",
        "kind": "SecurityGroupPolicy",
        "metadata": {"name": "shop", "namespace": "shop"},
        "spec": {"podSelector": {}, "securityGroups": {"groupIds": ["${aws_sqs_queue.orders.id}"]}},
    }
}


def binding(name: str = "shop", port: int = 8080) -> dict[str, Any]:
    """A custom resource, whose type nobody but the cluster knows; a part of it is known after apply only."""
    return {
        "manifest": {
            "apiVersion": "elbv2.k8s.aws/v1beta1",
            "kind": "TargetGroupBinding",
            "metadata": {"name": name, "namespace": "shop"},
            "spec": {
                "targetGroupARN": "${aws_sqs_queue.orders.arn}",
                "serviceRef": {"name": "shop", "port": port},
            },
        }
    }


def shop(**changes: Any) -> dict[str, Any]:
    """Objects beside a queue, so that both providers answer in one run."""
    return {
        "aws_sqs_queue": {"orders": {"name": "dev-orders"}},
        "kubernetes_namespace_v1": {"shop": {"metadata": {"name": "shop"}}},
        "kubernetes_deployment_v1": {"shop": DEPLOYMENT},
        "kubernetes_manifest": {"binding": binding(), "groups": GROUPS},
        "kubernetes_cron_job_v1": {"nightly": CRON_JOB},
        **changes,
    }


@pytest.fixture
def applied(terraform: Terraform) -> Terraform:
    return terraform.write(shop(), kubernetes=CLUSTER).init().apply()


def test_objects_are_planned_beside_aws_and_a_second_plan_is_empty(applied: Terraform) -> None:
    deployment = applied.state("kubernetes_deployment_v1.shop")

    assert applied.actions() == {}
    assert deployment["id"] == "shop/shop"
    assert deployment["metadata"][0]["uid"].count("-") == 4
    container = deployment["spec"][0]["template"][0]["spec"][0]["container"][0]
    assert container["env"][0]["value"] == "https://sqs.eu-west-1.amazonaws.com/111111111111/dev-orders"
    assert container["readiness_probe"][0]["period_seconds"] == 10
    assert applied.state("kubernetes_namespace_v1.shop")["id"] == "shop"


def test_a_manifest_may_be_of_any_type_and_its_object_repeats_it(applied: Terraform) -> None:
    state = applied.state("kubernetes_manifest.binding")

    assert state["object"] == state["manifest"]
    assert (
        state["object"]["value"]["spec"]["targetGroupARN"] == "arn:aws:sqs:eu-west-1:111111111111:dev-orders"
    )


def test_what_a_manifest_takes_from_others_is_planned_as_unknown(terraform: Terraform) -> None:
    plan = terraform.write(shop(), kubernetes=CLUSTER).init().plan()

    (change,) = [
        c["change"] for c in plan["resource_changes"] if c["address"] == "kubernetes_manifest.binding"
    ]
    assert change["after"]["object"]["spec"] == {"serviceRef": {"name": "shop", "port": 8080}}
    assert change["after_unknown"]["object"]["spec"] == {"serviceRef": {}, "targetGroupARN": True}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"kubernetes_manifest": {"binding": binding(port=80), "groups": GROUPS}},
            {"kubernetes_manifest.binding": ["update"]},
        ),
        (
            {"kubernetes_manifest": {"binding": binding(name="other"), "groups": GROUPS}},
            {"kubernetes_manifest.binding": ["delete", "create"]},
        ),
        (
            {"kubernetes_deployment_v1": {"shop": {**DEPLOYMENT, "wait_for_rollout": False}}},
            {"kubernetes_deployment_v1.shop": ["update"]},
        ),
        (
            {
                "kubernetes_deployment_v1": {
                    "shop": {
                        **DEPLOYMENT,
                        "spec": {**DEPLOYMENT["spec"], "selector": {"match_labels": {"app": "x"}}},
                    }
                }
            },
            {"kubernetes_deployment_v1.shop": ["delete", "create"]},
        ),
        (
            {
                "kubernetes_cron_job_v1": {
                    "nightly": {**CRON_JOB, "spec": {**CRON_JOB["spec"], "schedule": "0 4 * * *"}}
                }
            },
            {"kubernetes_cron_job_v1.nightly": ["update"]},
        ),
        (
            {
                "kubernetes_cron_job_v1": {
                    "nightly": {**CRON_JOB, "metadata": {**CRON_JOB["metadata"], "name": "weekly"}}
                }
            },
            {"kubernetes_cron_job_v1.nightly": ["delete", "create"]},
        ),
        (
            {"kubernetes_namespace_v1": {"shop": {"metadata": {"name": "other"}}}},
            {"kubernetes_namespace_v1.shop": ["delete", "create"]},
        ),
    ],
)
def test_kubernetes_replaces_what_it_cannot_change(
    applied: Terraform, changes: dict[str, Any], expected: dict[str, list[str]]
) -> None:
    applied.write(shop(**changes), kubernetes=CLUSTER)

    assert applied.actions() == expected


def test_writing_a_default_down_changes_nothing(applied: Terraform) -> None:
    spelled = {**DEPLOYMENT, "spec": {**DEPLOYMENT["spec"], "revision_history_limit": 10, "paused": False}}

    applied.write(shop(kubernetes_deployment_v1={"shop": spelled}), kubernetes=CLUSTER)

    assert applied.actions() == {}


def test_a_provider_that_nothing_is_made_of_answers_too(terraform: Terraform) -> None:
    terraform.write({"aws_sqs_queue": {"orders": {"name": "dev-orders"}}}, kubernetes=CLUSTER).init().apply()

    assert terraform.actions() == {}
