"""The same faults in other words: what a careless team could write that means what a rule forbids.

Each is one change of a clean stack, as in `mutations.py`, with the policy that has to catch it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.policies.changes import (
    OTHER_ACCOUNT,
    Change,
    Document,
    Row,
    add,
    also,
    another,
    container,
    found,
    group,
    ingress,
    put,
    trust,
    variable,
)

ACCOUNT = "111111111111"
WORLD = "0.0.0.0/0"
SSH = {"ip_protocol": "tcp", "from_port": 22, "to_port": 22}
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
EVERYBODY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}],
    }
)
RANDOM = "kT9vQ2xLrZ8mWc4NpY7sBd1HfJ6gAe3U"  # as from a password generator


def evasions() -> Iterator[Row]:
    """Every one of them."""
    for part in (
        _ways_in,
        _trust,
        _rights,
        _sharing,
        _resource_policies,
        _secrets,
        _containers,
        _pods,
        _fronts,
        _stores,
        _places,
    ):
        yield from part()


def allow(action: Any, resource: Any = "*", **more: Any) -> str:
    """A policy of one statement."""
    statement = {"Effect": "Allow", "Action": action, "Resource": resource, **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def inline(**rule: Any) -> Change:
    """A rule inside the security group of the tasks."""

    def change(document: Document) -> None:
        rules = [{"from_port": 22, "to_port": 22, "protocol": "tcp", **rule}]
        document["resource"]["aws_security_group"]["security-group"]["ingress"] = rules

    return change


def old_rule(**rule: Any) -> Change:
    """A rule into the stack's group as a resource of the older kind."""

    def change(document: Document) -> None:
        rules = document["resource"].setdefault("aws_security_group_rule", {})
        way = {"type": "ingress", "from_port": 22, "to_port": 22, "protocol": "tcp"}
        rules["added"] = {"security_group_id": group(document), **way, **rule}

    return change


def local(name: str, value: Any) -> Change:
    """A local value."""

    def change(document: Document) -> None:
        document.setdefault("locals", {})[name] = value

    return change


def data(kind: str, **arguments: Any) -> Change:
    """A data source."""

    def change(document: Document) -> None:
        document.setdefault("data", {}).setdefault(kind, {})["added"] = arguments

    return change


def _ways_in() -> Iterator[Row]:
    yield "YARD_NET_1", "shop", "open SSH by a rule of the older kind", old_rule(cidr_blocks=[WORLD])
    yield "YARD_NET_1", "shop", "open SSH by IPv6 by the older kind", old_rule(ipv6_cidr_blocks=["::/0"])
    yield "YARD_NET_1", "shop", "open SSH by IPv6 inside the group", inline(ipv6_cidr_blocks=["::/0"])
    yield "YARD_NET_1", "shop", "open SSH to both halves", inline(cidr_blocks=["0.0.0.0/1", "128.0.0.0/1"])
    yield "YARD_NET_1", "shop", "open SSH to all public IPv6", ingress(cidr_ipv6="2000::/3", **SSH)
    yield "YARD_NET_1", "shop", "open SSH to a registry's IPv6", ingress(cidr_ipv6="2600::/12", **SSH)
    yield "YARD_NET_1", "shop", "open SSH to whoever rents a machine", ingress(cidr_ipv4="52.0.0.0/8", **SSH)
    yield "YARD_NET_1", "shop", "open SSH to a range worked out", ingress(
        cidr_ipv4='${cidrsubnet("0.0.0.0/0", 1, 0)}', **SSH
    )  # fmt: skip
    yield "YARD_NET_1", "shop", "open SSH to a local value", also(
        local("everybody", WORLD), ingress(cidr_ipv4="${local.everybody}", **SSH)
    )  # fmt: skip
    yield "YARD_NET_1", "shop", "open SSH to a list of everybody", also(
        add("aws_ec2_managed_prefix_list", name="all", address_family="IPv4", max_entries=1, entry=[{"cidr": WORLD}]),
        ingress(prefix_list_id="${aws_ec2_managed_prefix_list.added.id}", **SSH),
    )  # fmt: skip
    yield "YARD_NET_1", "platform", "put everybody on a list of addresses", add(
        "aws_ec2_managed_prefix_list_entry", prefix_list_id="pl-1", cidr="0.0.0.0/1"
    )  # fmt: skip
    yield "YARD_NET_3", "shop", "let in a range inside the group", inline(cidr_blocks=["10.0.0.0/8"])
    yield "YARD_NET_3", "shop", "let in a range by the older kind", old_rule(cidr_blocks=["10.0.0.0/8"])
    yield "YARD_NET_3", "shop", "let in a list of addresses", ingress(prefix_list_id="pl-12345678", **SSH)
    neighbour = "${data.terraform_remote_state.cross-stack-reference-input-prod-stock.outputs.cross-stack-output-group}"
    yield "YARD_NET_4", "shop", "let in a neighbour inside the group", inline(
        security_groups=[neighbour], from_port=8080, to_port=8080
    )  # fmt: skip
    yield "YARD_NET_4", "shop", "let in a neighbour by the older kind", old_rule(
        source_security_group_id=neighbour, from_port=8080, to_port=8080
    )  # fmt: skip
    yield "YARD_NET_4", "shop", "let in a group by its id", ingress(
        referenced_security_group_id="sg-0123456789abcdef0", ip_protocol="tcp", from_port=8080, to_port=8080
    )  # fmt: skip
    yield "YARD_NET_2", "later", "route a subnet to the internet inside its table", put(
        "aws_route_table", "route", [{"cidr_block": WORLD, "gateway_id": "${aws_internet_gateway.way-out.id}"}],
        "closed",
    )  # fmt: skip
    yield "YARD_NET_2", "shop", "give jobs public addresses", put(
        "aws_scheduler_schedule", "target.ecs_parameters.network_configuration.assign_public_ip", True
    )  # fmt: skip


def _trust() -> Iterator[Row]:
    yield "YARD_IAM_4", "shop", "let any AWS account take it", trust(Principal={"AWS": "*"})
    yield "YARD_IAM_4", "shop", "let any account take it that knows a word", trust(
        Principal={"AWS": "arn:aws:iam::*:root"}, Condition={"StringEquals": {"sts:ExternalId": "shop"}}
    )  # fmt: skip
    yield "YARD_IAM_4", "shop", "let everybody but one take it", trust(
        Principal=None, NotPrincipal={"AWS": f"arn:aws:iam::{OTHER_ACCOUNT}:root"}
    )  # fmt: skip
    yield "YARD_IAM_4", "shop", "let it be taken for accounts that look alike", trust(
        Condition={"StringLike": {"aws:SourceAccount": "1*"}}
    )  # fmt: skip
    yield "YARD_IAM_4", "shop", "let it be taken for any cluster", trust(
        Condition={"ArnLike": {"aws:SourceArn": "arn:aws:ecs:*:*:*"}}
    )  # fmt: skip
    yield "YARD_IAM_4", "shop", "compare the account only where there is one", trust(
        Condition={"StringEqualsIfExists": {"aws:SourceAccount": ACCOUNT}}
    )  # fmt: skip
    yield "YARD_IAM_4", "shop", "let whoever signs in by SAML take it", trust(
        Principal={"Federated": f"arn:aws:iam::{ACCOUNT}:saml-provider/office"}, Action=["sts:AssumeRoleWithSAML"],
        Condition=None,
    )  # fmt: skip
    yield "YARD_IAM_4", "shop", "let whoever has an account with Google take it", trust(
        Principal={"Federated": "accounts.google.com"}, Action=["sts:AssumeRoleWithWebIdentity"], Condition=None
    )  # fmt: skip
    yield "YARD_IAM_4", "shop", "let a second service take it in a second statement", _second_service


def _second_service(document: Document) -> None:
    role = found(document, "aws_iam_role", "task-role")
    policy = json.loads(role["assume_role_policy"])
    policy["Statement"].append({**policy["Statement"][0], "Principal": {"Service": "batch.amazonaws.com"}})
    role["assume_role_policy"] = json.dumps(policy)


def _inline(policy: str) -> Change:
    return put("aws_iam_role", "inline_policy", [{"name": "more", "policy": policy}], "task-role")


def _rights() -> Iterator[Row]:
    table = f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/orders"
    yield "YARD_IAM_1", "shop", "allow every action inside the role", _inline(allow("*", table))
    yield "YARD_IAM_2", "shop", "allow it on everything inside the role", _inline(allow("s3:GetObject"))
    yield "YARD_IAM_3", "shop", "let the code pass roles inside the role", _inline(
        allow("iam:PassRole", f"arn:aws:iam::{ACCOUNT}:role/admin")
    )  # fmt: skip
    yield (
        "YARD_IAM_1",
        "shop",
        "allow every one-letter action",
        _inline(allow("s3:?etObject", "arn:aws:s3:::x/y")),
    )
    yield "YARD_IAM_3", "shop", "let the code do iam:P*", _policy(allow("iam:P*", "arn:aws:iam::1:role/x"))
    yield "YARD_IAM_1", "shop", "allow all but little in a policy of its own", add(
        "aws_iam_policy", name="x", policy=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "NotAction": ["s3:DeleteBucket"], "Resource": table}]}),
    )  # fmt: skip
    yield (
        "YARD_IAM_2",
        "shop",
        "allow it on every ARN there is",
        _policy(allow("sqs:SendMessage", "arn:aws:*:*:*:*")),
    )
    yield "YARD_IAM_1", "shop", "take the policy from a document that nobody reads", _policy(
        "${data.aws_iam_policy_document.added.json}"
    )  # fmt: skip
    yield "YARD_IAM_5", "shop", "look the administrator's policy up by name", also(
        data("aws_iam_policy", name="AdministratorAccess"),
        add("aws_iam_role_policy_attachment", role="r", policy_arn="${data.aws_iam_policy.added.arn}"),
    )  # fmt: skip
    yield "YARD_IAM_5", "shop", "attach a policy of another account", add(
        "aws_iam_role_policy_attachment", role="r", policy_arn=f"arn:aws:iam::{OTHER_ACCOUNT}:policy/x"
    )  # fmt: skip
    yield "YARD_IAM_5", "shop", "make everybody of a group an administrator", add(
        "aws_iam_group_policy_attachment", group="g", policy_arn=ADMINISTRATOR
    )  # fmt: skip
    yield (
        "YARD_IAM_8",
        "shop",
        "give a machine a user with a password for ever",
        add("aws_iam_user", name="robot"),
    )
    yield "YARD_IAM_8", "shop", "make an access key", add("aws_iam_access_key", user="robot")


def _policy(text: str) -> Change:
    return put("aws_iam_role_policy", "policy", text, "task-role")


def _sharing() -> Iterator[Row]:
    other = f"arn:aws:iam::{OTHER_ACCOUNT}:root"
    destination = {"bucket": "arn:aws:s3:::other", "account": OTHER_ACCOUNT}
    for what, kind, arguments in (
        ("grant the key to another account", "aws_kms_grant", {"key_id": "k", "grantee_principal": other}),
        ("join another account's network", "aws_vpc_peering_connection", {"peer_owner_id": OTHER_ACCOUNT}),
        ("share with whoever is invited", "aws_ram_resource_share", {"allow_external_principals": True}),
        ("share with another account", "aws_ram_principal_association", {"principal": OTHER_ACCOUNT}),
        ("show a snapshot to everybody", "aws_db_snapshot", {"shared_accounts": ["all"]}),
        ("send logs to another account", "aws_cloudwatch_log_subscription_filter",
         {"destination_arn": f"arn:aws:logs:eu-west-1:{OTHER_ACCOUNT}:destination:x"}),
        ("copy objects to another account", "aws_s3_bucket_replication_configuration",
         {"bucket": "x", "rule": [{"status": "Enabled", "destination": destination}]}),
    ):  # fmt: skip
        yield "YARD_IAM_9", "shop", what, add(kind, **arguments)
    yield "YARD_IAM_9", "shop", "let the code use another account's table", _policy(
        allow("dynamodb:GetItem", f"arn:aws:dynamodb:eu-west-1:{OTHER_ACCOUNT}:table/orders")
    )  # fmt: skip


def _resource_policies() -> Iterator[Row]:
    for stack, kind, argument in (
        ("shop", "aws_s3_bucket", "policy"),
        ("shop", "aws_sqs_queue", "policy"),
        ("observability", "aws_sns_topic", "policy"),
        ("shop", "aws_secretsmanager_secret", "policy"),
    ):
        yield "YARD_IAM_7", stack, f"open {kind} in an argument of its own", put(kind, argument, EVERYBODY)
    for kind, argument in (
        ("aws_kms_key_policy", "policy"),
        ("aws_cloudwatch_event_bus_policy", "policy"),
        ("aws_cloudwatch_log_resource_policy", "policy_document"),
        ("aws_backup_vault_policy", "policy"),
        ("aws_efs_file_system_policy", "policy"),
        ("aws_opensearch_domain_policy", "access_policies"),
        ("aws_kinesis_resource_policy", "policy"),
        ("aws_ecr_registry_policy", "policy"),
        ("aws_s3control_access_point_policy", "policy"),
    ):
        yield "YARD_IAM_7", "shop", f"let everybody in by {kind}", add(kind, **{argument: EVERYBODY})
    logs = {"Effect": "Allow", "Principal": {"Service": "logging.s3.amazonaws.com"}, "Action": "s3:PutObject"}
    for what, condition in (
        ("any account", {"StringLike": {"aws:SourceAccount": "*"}}),
        ("every account but ours", {"StringNotEquals": {"aws:SourceAccount": ACCOUNT}}),
        ("another account", {"StringEquals": {"aws:SourceAccount": OTHER_ACCOUNT}}),
        ("any bucket there is", {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}}),
    ):
        yield "YARD_IAM_7", "shop", f"take logs on behalf of {what}", another(
            "aws_s3_bucket_policy", "", {**logs, "Resource": "arn:aws:s3:::x/*", "Condition": condition}
        )  # fmt: skip
    yield "YARD_IAM_7", "later", "let everybody invoke the function", add(
        "aws_lambda_permission", action="lambda:InvokeFunction", function_name="thumbnails", principal="*"
    )  # fmt: skip
    yield "YARD_IAM_7", "later", "let another account invoke the function", add(
        "aws_lambda_permission", action="lambda:InvokeFunction", function_name="t", principal=OTHER_ACCOUNT
    )  # fmt: skip
    yield "YARD_IAM_7", "later", "let anybody's bucket invoke the function", add(
        "aws_lambda_permission", action="lambda:InvokeFunction", function_name="t", principal="s3.amazonaws.com"
    )  # fmt: skip
    yield "CKV_AWS_258", "later", "give the function an address for everybody", add(
        "aws_lambda_function_url", function_name="thumbnails", authorization_type="NONE"
    )  # fmt: skip


def _secrets() -> Iterator[Row]:
    for name, value in (
        ("COLOUR", RANDOM),
        ("PGPASSWORD", "hunter2"),
        ("DbPassword", "hunter2"),
        ("DB_PASS", "hunter2"),
        ("FEATURE", "5f4dcc3b5aa765d61d8327deb882cf99"),
        ("CONNECTION", "Server=db;User Id=shop;Password=hunter2;"),
    ):
        yield "YARD_SEC_1", "shop", f"hide a secret in {name}", variable(name, value)
    yield "YARD_SEC_1", "stock", "put an API key into a pod's variable", put(
        "kubernetes_deployment_v1", "spec.template.spec.container.0.env", [{"name": "API_KEY", "value": "4242"}]
    )  # fmt: skip
    yield "YARD_SEC_1", "stock", "put a password into a map of settings", add(
        "kubernetes_config_map_v1", metadata={"name": "x", "namespace": "stock"}, data={"DB_PASSWORD": "hunter2"}
    )  # fmt: skip
    yield "YARD_SEC_1", "shop", "give a job a secret when it starts", put(
        "aws_scheduler_schedule", "target.input",
        json.dumps({"containerOverrides": [{"name": "shop", "environment": [{"name": "API_TOKEN", "value": "x"}]}]}),
    )  # fmt: skip
    yield "YARD_SEC_2", "stock", "write a secret of Kubernetes", add(
        "kubernetes_secret_v1", metadata={"name": "x", "namespace": "stock"}, data={"password": "hunter2"}
    )  # fmt: skip
    yield "YARD_SEC_2", "shop", "have Terraform make up a password", add("random_password", length=32)
    yield "YARD_SEC_2", "shop", "have Terraform make a private key", add("tls_private_key", algorithm="RSA")
    yield (
        "YARD_SEC_2",
        "shop",
        "write a key of an API",
        add("aws_api_gateway_api_key", name="x", value=RANDOM),
    )


def _containers() -> Iterator[Row]:
    definition = "aws_ecs_task_definition"
    yield "YARD_ECS_4", "shop", "see the host's shared memory", put(definition, "ipc_mode", "host")
    yield "YARD_ECS_4", "shop", "mount the host's Docker", put(
        definition, "volume", [{"name": "docker", "host_path": "/var/run/docker.sock"}]
    )  # fmt: skip
    yield "YARD_ECS_4", "shop", "say privileged as text", container(privileged="true")
    yield "YARD_ECS_4", "shop", "reach a device of the host", container(
        linuxParameters={"capabilities": {"drop": ["ALL"]}, "devices": [{"hostPath": "/dev/sda"}]}
    )  # fmt: skip
    yield "YARD_ECS_3", "shop", "run it as 00", container(user="00:00")
    yield (
        "YARD_ECS_9",
        "shop",
        "let people into running tasks",
        put("aws_ecs_service", "enable_execute_command", True),
    )
    yield "YARD_ECS_2", "shop", "a second container that writes everywhere", _second_container


def _second_container(document: Document) -> None:
    body = found(document, "aws_ecs_task_definition")
    (only,) = json.loads(body["container_definitions"])
    body["container_definitions"] = json.dumps(
        [only, {**only, "name": "side", "readonlyRootFilesystem": False}]
    )


def _pods() -> Iterator[Row]:
    pod: Document = {"containers": [{"name": "x", "image": "x", "securityContext": {"privileged": True}}]}
    manifests: tuple[tuple[str, str, Document], ...] = (
        ("Pod", "v1", pod),
        ("DaemonSet", "apps/v1", {"template": {"spec": {**pod, "hostNetwork": True}}}),
        ("CronJob", "batch/v1", {"jobTemplate": {"spec": {"template": {"spec": pod}}}}),
    )
    for kind, api, spec in manifests:
        yield "YARD_POD_3", "stock", f"write a {kind} as a manifest", add(
            "kubernetes_manifest", manifest={"apiVersion": api, "kind": kind, "metadata": {"name": "x"}, "spec": spec}
        )  # fmt: skip
    yield "YARD_POD_3", "stock", "write the manifest as text", add("kubectl_manifest", yaml_body="kind: Pod")
    yield "YARD_POD_3", "stock", "install a chart", add("helm_release", name="x", chart="nginx")
    shared: Document = {"host_network": True, "container": [{"name": "x", "image": "x"}]}
    template = {"metadata": {"namespace": "stock"}, "spec": {"template": {"spec": shared}}}
    for kind in ("kubernetes_daemon_set_v1", "kubernetes_stateful_set_v1", "kubernetes_job_v1"):
        yield "YARD_POD_4", "stock", f"a {kind} in the node's network", add(kind, **template)
    yield "YARD_POD_4", "stock", "a scheduled pod that is privileged", add(
        "kubernetes_cron_job_v1",
        metadata={"namespace": "stock"},
        spec={"job_template": {"spec": {"template": {"spec": {
            "container": [{"name": "x", "image": "x", "security_context": {"privileged": True}}]}}}}},
    )  # fmt: skip
    yield "YARD_POD_4", "stock", "mount the node's disk", put(
        "kubernetes_deployment_v1", "spec.template.spec.volume", [{"name": "disk", "host_path": {"path": "/"}}]
    )  # fmt: skip
    yield "YARD_POD_4", "stock", "be root in a pod", put(
        "kubernetes_deployment_v1", "spec.template.spec.container.0.security_context.run_as_non_root", False
    )  # fmt: skip
    for kind in ("kubernetes_daemon_set_v1", "kubernetes_stateful_set_v1"):
        tagged: Document = {"template": {"spec": {"container": [{"name": "x", "image": "nginx:1"}]}}}
        yield "YARD_ECS_1", "stock", f"a {kind} that runs a tag", add(kind, spec=tagged)
    subject = [{"kind": "ServiceAccount", "name": "stock", "namespace": "stock"}]
    yield "YARD_POD_5", "stock", "make a service the cluster's administrator", add(
        "kubernetes_cluster_role_binding_v1",
        metadata={"name": "x"},
        role_ref={"api_group": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"},
        subject=subject,
    )  # fmt: skip
    yield "YARD_POD_5", "stock", "a role that may do everything", add(
        "kubernetes_cluster_role_v1",
        metadata={"name": "x"},
        rule=[{"api_groups": ["*"], "resources": ["*"], "verbs": ["*"]}],
    )  # fmt: skip
    yield "YARD_POD_5", "stock", "a role that reads every secret", add(
        "kubernetes_role_v1",
        metadata={"name": "x", "namespace": "stock"},
        rule=[{"api_groups": [""], "resources": ["secrets"], "verbs": ["get", "list"]}],
    )  # fmt: skip
    yield "YARD_POD_2", "stock", "pods for both halves of the world", put(
        "kubernetes_network_policy_v1",
        "spec.ingress.0.from",
        [{"ip_block": {"cidr": "0.0.0.0/1"}}, {"ip_block": {"cidr": "128.0.0.0/1"}}],
        name="network-policy",
    )  # fmt: skip
    yield "YARD_POD_7", "stock", "a rule for a port and anywhere", put(
        "kubernetes_network_policy_v1", "spec.egress", [{"ports": [{"port": "5432"}]}], name="namespace-policy"
    )  # fmt: skip
    yield "YARD_POD_2", "stock", "a daemon without a network policy", add(
        "kubernetes_daemon_set_v1", metadata={"namespace": "elsewhere"}, spec={}
    )  # fmt: skip
    yield "YARD_ALARM_1", "stock", "watch no pods", _no_alarms
    yield "YARD_POD_6", "stock", "do not scale pods", _no_scaling
    yield "YARD_EKS_1", "cluster", "a public API for both halves", put(
        "aws_eks_cluster", "vpc_config",
        {"endpoint_private_access": True, "endpoint_public_access": True,
         "public_access_cidrs": ["0.0.0.0/1", "128.0.0.0/1"]},
    )  # fmt: skip


def _no_alarms(document: Document) -> None:
    del document["resource"]["aws_cloudwatch_metric_alarm"]


def _no_scaling(document: Document) -> None:
    del document["resource"]["kubernetes_horizontal_pod_autoscaler_v2"]


def _fronts() -> Iterator[Row]:
    yield "YARD_WAF_1", "platform", "a second load balancer, of the oldest kind", add(
        "aws_elb", listener=[{"lb_port": 80, "lb_protocol": "http", "instance_port": 80, "instance_protocol": "http"}]
    )  # fmt: skip
    yield "YARD_WAF_1", "platform", "a second load balancer, that only passes on", add(
        "aws_lb", load_balancer_type="network", internal=False
    )  # fmt: skip
    yield "YARD_WAF_1", "platform", "a REST API without a firewall", add(
        "aws_api_gateway_stage", rest_api_id="x", deployment_id="y", stage_name="live"
    )  # fmt: skip
    yield "YARD_WAF_1", "stock", "pods behind a load balancer of their own", put(
        "kubernetes_service_v1", "spec.type", "LoadBalancer"
    )  # fmt: skip
    yield "YARD_WAF_1", "stock", "pods behind an ingress of their own", add(
        "kubernetes_ingress_v1",
        metadata={"name": "x", "namespace": "stock",
                  "annotations": {"alb.ingress.kubernetes.io/scheme": "internet-facing"}},
    )  # fmt: skip
    yield (
        "YARD_WAF_1",
        "shop",
        "run it beside everything on App Runner",
        add("aws_apprunner_service", service_name="x"),
    )
    yield "YARD_TLS_3", "edge", "serve CloudFront's own certificate", put(
        "aws_cloudfront_distribution", "viewer_certificate", {"cloudfront_default_certificate": True}
    )  # fmt: skip
    yield "YARD_TLS_3", "platform", "an API that takes TLS 1.0", add(
        "aws_apigatewayv2_domain_name", domain_name="a.example.com",
        domain_name_configuration={"certificate_arn": "c", "endpoint_type": "REGIONAL", "security_policy": "TLS_1_0"},
    )  # fmt: skip


def _stores() -> Iterator[Row]:
    yield (
        "YARD_DATA_4",
        "shop",
        "protect nothing in a protected environment",
        also(_told_protected, _protect_nothing),
    )
    yield "YARD_DATA_5", "shop", "let AWS delete everything", also(_told_protected, _protect_nothing)
    yield "YARD_ALARM_1", "shop", "watch queues alone", _only_queues
    yield "YARD_DATA_3", "shop", "make a website of the bucket", add(
        "aws_s3_bucket_website_configuration", bucket="x", index_document={"suffix": "index.html"}
    )  # fmt: skip
    yield "YARD_DATA_3", "shop", "let everybody read by a list of access", add(
        "aws_s3_bucket_acl", bucket="x", acl="public-read"
    )  # fmt: skip
    yield "YARD_DATA_3", "shop", "let everybody read in the bucket's own argument", put(
        "aws_s3_bucket", "acl", "public-read-write"
    )  # fmt: skip
    yield "YARD_DATA_3", "shop", "grant everybody by address", add(
        "aws_s3_bucket_acl", bucket="x", access_control_policy={"grant": [{"permission": "READ", "grantee": {
            "type": "Group", "uri": "http://acs.amazonaws.com/groups/global/AllUsers"}}]},
    )  # fmt: skip
    yield "YARD_DATA_1", "shop", "a bus that is not encrypted", add("aws_cloudwatch_event_bus", name="x")
    yield "YARD_DATA_1", "shop", "a topic that is not encrypted", add("aws_sns_topic", name="x")
    yield "YARD_DATA_1", "shop", "a disk that is not encrypted", add(
        "aws_ebs_volume", availability_zone="eu-west-1a", size=10
    )  # fmt: skip
    yield (
        "YARD_DATA_1",
        "shop",
        "a stream that is not encrypted",
        add("aws_kinesis_stream", name="x", shard_count=1),
    )
    yield (
        "YARD_DATA_1",
        "shop",
        "files that are not encrypted",
        add("aws_efs_file_system", creation_token="x"),
    )
    yield "YARD_DATA_1", "shop", "a parameter under AWS's key", add(
        "aws_ssm_parameter", name="/x", type="SecureString", value_wo="x"
    )  # fmt: skip
    yield (
        "YARD_DATA_1",
        "shop",
        "a warehouse that is not encrypted",
        add("aws_redshift_cluster", cluster_identifier="x"),
    )
    yield (
        "YARD_DATA_1",
        "shop",
        "a graph that is not encrypted",
        add("aws_neptune_cluster", cluster_identifier="x"),
    )
    yield "YARD_TLS_2", "shop", "take AWS's own parameters for the database", put(
        "aws_db_instance", "parameter_group_name", "default.postgres17"
    )  # fmt: skip
    yield "YARD_TLS_2", "shop", "a database without parameters", add("aws_db_instance", engine="mysql")
    yield "YARD_TLS_2", "shop", "a cluster without parameters", add("aws_rds_cluster", engine="aurora-mysql")
    yield "YARD_TLS_2", "shop", "a cache in plain text", add("aws_elasticache_cluster", engine="memcached")
    yield "YARD_DATA_9", "shop", "open the database inside its group", put(
        "aws_security_group", "ingress",
        [{"from_port": 5432, "to_port": 5432, "protocol": "tcp", "cidr_blocks": ["10.0.0.0/8"]}], "database",
    )  # fmt: skip


def _told_protected(document: Document) -> None:
    document.setdefault("locals", {})["judged"] = {"protected": True, "planned": False}


def _protect_nothing(document: Document) -> None:
    keys = ("deletion_protection", "deletion_protection_enabled", "enable_deletion_protection", "lifecycle",
            "deletion_window_in_days", "recovery_window_in_days")  # fmt: skip
    for named in document["resource"].values():
        for body in named.values():
            for key in keys:
                body.pop(key, None)


def _only_queues(document: Document) -> None:
    alarms = document["resource"]["aws_cloudwatch_metric_alarm"]
    document["resource"]["aws_cloudwatch_metric_alarm"] = {
        name: body for name, body in alarms.items() if body.get("namespace") == "AWS/SQS"
    }


def _places() -> Iterator[Row]:
    yield "YARD_REGION_1", "shop", "keep a copy of the table elsewhere", put(
        "aws_dynamodb_table", "replica", [{"region_name": "us-west-2"}]
    )  # fmt: skip
    yield "YARD_REGION_1", "shop", "keep a copy of the secret elsewhere", put(
        "aws_secretsmanager_secret", "replica", [{"region": "us-west-2"}]
    )  # fmt: skip
    yield "YARD_REGION_1", "edge", "put a bucket where CloudFront's parts are", also(
        _global_provider, add("aws_s3_bucket", bucket="x", provider="aws.global")
    )  # fmt: skip
    yield "YARD_REGION_1", "edge", "put a table where CloudFront's parts are", also(
        _global_provider, add("aws_dynamodb_table", name="x", hash_key="id", provider="aws.global")
    )  # fmt: skip
    yield "YARD_STATE_1", "shop", "keep the state on this machine", _backend({"local": {"path": "x.tfstate"}})
    yield (
        "YARD_STATE_1",
        "shop",
        "keep the state with somebody else",
        _backend({"http": {"address": "https://x"}}),
    )
    yield "YARD_TAG_1", "edge", "a second provider that tags nothing", also(_global_provider)
    yield (
        "YARD_TAG_2",
        "shop",
        "leave a tag empty on a resource",
        put("aws_security_group", "tags", {"Team": ""}),
    )
    yield "YARD_READ_1", "shop", "make it with CloudFormation", add(
        "aws_cloudformation_stack", name="x", template_body="{}"
    )  # fmt: skip
    yield "YARD_READ_1", "shop", "make it with Cloud Control", add(
        "aws_cloudcontrolapi_resource", type_name="AWS::S3::Bucket", desired_state="{}"
    )  # fmt: skip
    yield "YARD_READ_1", "shop", "make it with a program", add(
        "terraform_data", provisioner=[{"local-exec": {"command": "aws s3 mb s3://x"}}]
    )  # fmt: skip
    yield "YARD_READ_2", "shop", "make it in a module from elsewhere", _module


def _global_provider(document: Document) -> None:
    (first, *_) = document["provider"]["aws"]
    document["provider"]["aws"].append(
        {"alias": "global", "region": "us-east-1", "allowed_account_ids": first["allowed_account_ids"]}
    )


def _backend(settings: Document) -> Change:
    def change(document: Document) -> None:
        document["terraform"]["backend"] = settings

    return change


def _module(document: Document) -> None:
    document["module"] = {"bucket": {"source": "terraform-aws-modules/s3-bucket/aws", "version": "4.0.0"}}
