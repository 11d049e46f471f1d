"""A service as pods: the same walls, the same variables and the same way in as on ECS."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from tests.modules.synthesised import ACCOUNT, REGION, Resources
from tests.stacks.environments import IMAGE, build, container, environment, released, service

PLATFORM = f"arn:aws:iam::{ACCOUNT}:role/platform"
POD: dict[str, Any] = {"runtime": "eks", "scale": {"min": 2, "max": 6}}
CALLED = {**POD, "name": "quotes", "routes": [], "port": 9000}


@cache
def pods(compute: str = "auto") -> Resources:
    """The stack of `shop` as pods."""
    return build(where(compute), service(**POD), releases={"shop": IMAGE})["dev-shop"]


def where(compute: str = "auto") -> Any:
    return environment(cluster={"compute": compute, "admins": [PLATFORM]})


def pod(resources: Resources) -> dict[str, Any]:
    """The pod of the one Deployment."""
    spec = resources.only("kubernetes_deployment_v1")["spec"]["template"]["spec"]
    assert isinstance(spec, dict)
    return spec


def test_pods_get_the_variables_that_tasks_get() -> None:
    task = {one["name"] for one in container(released()["dev-shop"])["environment"]}
    (one,) = pod(pods())["container"]

    names = {variable["name"] for variable in one["env"]}

    # ECS fetches secrets itself; pods fetch them by ARN, in the service's own role.
    assert names == task | {"PAYMENT_API_KEY_SECRET_ARN"}
    assert {"name": "PORT", "value": "8080"} in one["env"]


def test_a_pod_runs_the_command_of_the_manifest_and_the_image_that_was_released() -> None:
    (one,) = pod(pods())["container"]

    assert one["command"] == ["gunicorn", "--config", "python:chassis.gunicorn", "shop:create_app()"]
    assert one["image"] == IMAGE


def test_the_role_is_taken_by_the_service_account_of_this_cluster_alone() -> None:
    (trust,) = pods().policy("aws_iam_role", "task-role", key="assume_role_policy")

    assert trust["Condition"]["StringEquals"] == {
        "aws:RequestTag/eks-cluster-arn": f"arn:aws:eks:{REGION}:{ACCOUNT}:cluster/dev",
        "aws:RequestTag/kubernetes-namespace": "shop",
        "aws:RequestTag/kubernetes-service-account": "shop",
    }
    association = pods().only("aws_eks_pod_identity_association")
    assert (association["namespace"], association["service_account"]) == ("shop", "shop")


def test_on_fargate_the_role_is_taken_by_the_token_of_the_service_account() -> None:
    made = pods("fargate")

    (trust,) = made.policy("aws_iam_role", "task-role", key="assume_role_policy")
    assert trust["Action"] == ["sts:AssumeRoleWithWebIdentity"]
    assert "system:serviceaccount:shop:shop" in trust["Condition"]["StringEquals"].values()
    assert made.all("aws_eks_pod_identity_association") == {}
    annotations = made.only("kubernetes_service_account_v1")["metadata"]["annotations"]
    assert annotations == {"eks.amazonaws.com/role-arn": "${aws_iam_role.task-role.arn}"}


def test_pods_are_targets_of_the_environments_load_balancer() -> None:
    group, binding = pods().only("aws_lb_target_group"), pods().only("kubernetes_manifest")["manifest"]

    assert group["target_type"] == "ip"
    assert group["tags"] == {"eks:eks-cluster-name": "dev"}
    assert binding["apiVersion"] == "eks.amazonaws.com/v1"
    assert binding["spec"] == {
        "targetGroupARN": "${aws_lb_target_group.target-group.arn}",
        "targetType": "ip",
        "serviceRef": {"name": "shop", "port": 8080},
    }


def test_pods_wait_for_their_identity_their_rights_and_their_way_in() -> None:
    waits = {one.partition(".")[0] for one in pods().only("kubernetes_deployment_v1")["depends_on"]}

    assert {
        "aws_eks_pod_identity_association",
        "aws_iam_role_policy",
        "aws_lb_listener_rule",
        "kubernetes_manifest",
    } <= waits


def test_pods_take_connections_from_the_load_balancers_subnets_alone() -> None:
    (rule,) = pods().all("kubernetes_network_policy_v1")["network-policy"]["spec"]["ingress"]

    assert [one["ip_block"]["cidr"] for one in rule["from"]] == ["10.0.128.0/20", "10.0.144.0/20"]
    assert [one["port"] for one in rule["ports"]] == ["8080"]


def test_a_service_without_routes_lets_nobody_in_and_is_no_target() -> None:
    made = build(where(), service(**POD, routes=[]), releases={"shop": IMAGE})["dev-shop"]

    assert made.all("kubernetes_network_policy_v1")["network-policy"]["spec"].get("ingress", []) == []
    assert made.all("kubernetes_manifest") == made.all("aws_lb_target_group") == {}


@pytest.mark.parametrize("caller", ["ecs", "eks"])
def test_a_called_service_is_reached_through_the_internal_load_balancer(caller: str) -> None:
    made = build(
        where(),
        service(**CALLED),
        service(runtime=caller, calls=["quotes"], scale={"min": 2, "max": 6}),
        releases={"shop": IMAGE, "quotes": IMAGE},
    )

    quotes = made["dev-quotes"]
    assert len(quotes.all("kubernetes_manifest")) == 1
    (rule,) = quotes.all("kubernetes_network_policy_v1")["network-policy"]["spec"]["ingress"]
    assert [one["ip_block"]["cidr"] for one in rule["from"]] == ["10.0.192.0/20", "10.0.208.0/20"]
    assert "http://quotes.dev.internal:" in json.dumps(made["dev-shop"].document)


def test_two_pods_that_call_the_same_service_share_one_rule() -> None:
    callers = [
        service(**POD, name=name, routes=[f"/{name}"], calls=["quotes"]) for name in ("orders", "stock")
    ]
    made = build(where(), service(name="quotes", routes=[], scale={"min": 1, "max": 2}), *callers)

    opened = [
        (stack, rule["description"])
        for stack, resources in made.items()
        for rule in resources.all("aws_vpc_security_group_ingress_rule").values()
        if rule.get("description") == "quotes: calls from pods"
    ]
    assert opened == [("dev-quotes", "quotes: calls from pods")]


STORES = {"data": {"database": {"engine": "postgres"}, "cache": {}}}
ISOLATED = ["10.0.192.0/20", "10.0.208.0/20"]


def ways_out(resources: Resources) -> list[dict[str, Any]]:
    """What the policy for the whole namespace lets pods go to."""
    ways = resources.all("kubernetes_network_policy_v1")["namespace-policy"]["spec"]["egress"]
    assert isinstance(ways, list)
    return ways


def test_pods_that_declare_no_store_leave_to_none() -> None:
    (elsewhere,) = ways_out(build(where(), service(**POD, data={}))["dev-shop"])

    assert elsewhere == {"to": [{"ip_block": {"cidr": "0.0.0.0/0", "except": ISOLATED}}]}


def test_pods_leave_to_their_stores_and_to_whom_they_call_on_those_ports_alone() -> None:
    made = build(
        where(),
        service(**CALLED),
        service(**{**POD, **STORES, "calls": ["quotes"]}),
        releases={"shop": IMAGE, "quotes": IMAGE},
    )

    _, declared = ways_out(made["dev-shop"])
    (listener,) = made["dev-quotes"].all("aws_lb_listener").values()
    assert [one["ip_block"]["cidr"] for one in declared["to"]] == ISOLATED
    assert [one["port"] for one in declared["ports"]] == sorted(
        ["5432", "6379", str(listener["port"])], key=int
    )


def doors(made: dict[str, Resources], stack: str) -> set[str]:
    """Whom the stores and the internal load balancer let in, in `stack`."""
    return {
        rule["referenced_security_group_id"]
        for rule in made[stack].all("aws_vpc_security_group_ingress_rule").values()
        if "from_port" in rule
    }


OWN = "${aws_security_group.pods-group.id}"


@pytest.mark.parametrize("compute", ["nodes", "fargate"])
def test_where_pods_can_have_a_group_stores_and_callees_let_in_that_of_the_service_alone(
    compute: str,
) -> None:
    made = build(
        where(compute),
        service(**CALLED),
        service(**{**POD, **STORES, "calls": ["quotes"]}),
        releases={"shop": IMAGE, "quotes": IMAGE},
    )

    shop = made["dev-shop"]
    (policy,) = [
        one["manifest"]
        for one in shop.all("kubernetes_manifest").values()
        if one["manifest"]["kind"] == "SecurityGroupPolicy"
    ]
    cluster, own = policy["spec"]["securityGroups"]["groupIds"]
    assert ("cluster" in cluster, own) == (True, OWN)
    assert policy["spec"]["podSelector"] == {}
    assert doors(made, "dev-shop") == {OWN}
    assert "calls-from-pods" not in str(made["dev-quotes"].addresses)
    assert "security-group-policy" in str(shop.only("kubernetes_deployment_v1")["depends_on"])


@pytest.mark.parametrize(("compute", "stores"), [("auto", STORES), ("nodes", {"data": {}})])
def test_otherwise_pods_have_the_clusters_group_alone(compute: str, stores: dict[str, Any]) -> None:
    made = build(where(compute), service(**{**POD, **stores}), releases={"shop": IMAGE})

    kinds = {one["manifest"]["kind"] for one in made["dev-shop"].all("kubernetes_manifest").values()}
    assert kinds == {"TargetGroupBinding"}
    assert not [name for name in made["dev-shop"].all("aws_security_group") if name == "pods-group"]


JOBS = {
    "nightly": {"schedule": "cron(0 3 ? * MON-FRI *)", "command": ["python", "-m", "shop.nightly", "${HOME}"]}
}


def test_a_job_is_the_services_image_with_its_rights_and_variables_and_another_command() -> None:
    made = build(where(), service(**POD, jobs=JOBS), releases={"shop": IMAGE})["dev-shop"]

    job = made.only("kubernetes_cron_job_v1")
    assert job["metadata"]["namespace"] == "shop"
    assert (job["metadata"]["name"], job["spec"]["schedule"]) == ("nightly", "0 3 * * 1-5")
    of_job = job["spec"]["job_template"]["spec"]["template"]["spec"]
    (container_of_job,), (container_of_pod,) = of_job["container"], pod(made)["container"]
    assert container_of_job["command"] == ["python", "-m", "shop.nightly", "$${HOME}"]
    for same in ("image", "env", "resources", "security_context", "volume_mount"):
        assert container_of_job[same] == container_of_pod[same]
    assert of_job["service_account_name"] == pod(made)["service_account_name"] == "shop"
    assert "kubernetes_service_account_v1.service-account" in str(job["depends_on"])


def test_adding_a_job_changes_no_pod_of_the_service_and_before_a_release_none_runs() -> None:
    made = build(where(), service(**POD, jobs=JOBS), releases={"shop": IMAGE})["dev-shop"]
    unreleased = build(where(), service(**POD, jobs=JOBS))["dev-shop"]

    kind = "kubernetes_deployment_v1"
    assert made.only(kind) == pods().only(kind)
    assert not unreleased.all("kubernetes_cron_job_v1")


@pytest.mark.parametrize(
    ("size", "compute", "told"),
    [
        ("large", "auto", True),
        ("large", "nodes", True),
        ("large", "fargate", False),
        ("small", "auto", False),
    ],
)
def test_where_pods_are_measured_somebody_is_told_of_a_job_that_failed(
    size: str, compute: str, told: bool
) -> None:
    cluster = {"compute": compute, "admins": [PLATFORM]}
    made = build(environment(cluster=cluster, size=size), service(**POD, jobs=JOBS), releases={"shop": IMAGE})

    alarms = {one["alarm_name"]: one for one in made["dev-shop"].all("aws_cloudwatch_metric_alarm").values()}
    assert ("dev-shop-job-nightly-failed" in alarms) is told
    if told:
        assert alarms["dev-shop-job-nightly-failed"]["dimensions"] == {
            "ClusterName": "dev",
            "Namespace": "shop",
            "PodName": "nightly",
        }


def test_without_a_release_there_are_no_pods_and_the_rest_is_ready() -> None:
    made = build(where(), service(**POD))["dev-shop"]

    assert made.all("kubernetes_deployment_v1") == made.all("kubernetes_horizontal_pod_autoscaler_v2") == {}
    assert made.only("kubernetes_namespace_v1")["metadata"]["name"] == "shop"
    assert len(made.all("aws_dynamodb_table")) == 1


def test_somebody_is_told_when_pods_fail_requests() -> None:
    metrics = {
        one["metric_name"]
        for one in pods().all("aws_cloudwatch_metric_alarm").values()
        if "metric_name" in one
    }

    assert "UnHealthyHostCount" in metrics


def test_no_token_gets_into_plan_or_state() -> None:
    (provider,) = pods().document["provider"]["kubernetes"]

    assert set(provider) == {"host", "cluster_ca_certificate", "exec"}
    (login,) = provider["exec"]
    assert [login["command"], *login["args"][:4]] == ["aws", "eks", "get-token", "--cluster-name", "dev"]
