"""Everything that the mutation test breaks, one thing at a time, and the policy that has to catch it.

A mutation changes the JSON of one stack of a clean, protected environment: `shop` (a service with a table, a bucket, a
queue and a secret), `web` (a site), `platform`, `network`, `edge`, `state`, or `later`: what the stacks do not make
yet, in `later.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.policies.changes import (
    GITHUB,
    OTHER_ACCOUNT,
    QUOTES,
    Change,
    Document,
    Row,
    add,
    another,
    backend,
    call,
    container,
    declare,
    found,
    github,
    ingress,
    provider,
    put,
    second_provider,
    statement,
    tag,
    take,
    trust,
    variable,
)
from tests.policies.evasions import evasions


@dataclass(frozen=True)
class Mutation:
    """policy: the one that has to catch it. change: alters the stack's JSON in place."""

    what: str
    stack: str
    policy: str
    change: Change


def all_mutations() -> list[Mutation]:
    """Every mutation, in the order of the policies."""
    return [
        Mutation(what, stack, policy, change)
        for part in (
            _rights,
            _trust,
            _data,
            _protection,
            _containers,
            _services,
            _network,
            _edges,
            _databases,
            _fronts,
            _pods,
            _later,
            evasions,
        )
        for policy, stack, what, change in part()
    ]


TASK, EXECUTION = ("aws_iam_role_policy", "task-role"), ("aws_iam_role_policy", "execution-role")


def _rights() -> Iterator[Row]:
    yield "YARD_IAM_1", "shop", "allow every action on the tables", statement(*TASK, Action=["dynamodb:*"])
    yield "YARD_IAM_1", "shop", "allow every action", statement(*TASK, Action="*")
    yield "YARD_IAM_1", "shop", "allow reads by pattern", statement(*TASK, Action=["dynamodb:Get*"])
    yield "YARD_IAM_1", "shop", "allow all but one", statement(*TASK, Action=None, NotAction=["iam:*"])
    yield "YARD_IAM_2", "shop", "allow it on every resource", statement(*TASK, Resource=["*"])
    yield "YARD_IAM_2", "shop", "allow it on every table", statement(
        *TASK, Resource=["arn:aws:dynamodb:eu-west-1:111111111111:table/*"]
    )  # fmt: skip
    yield "YARD_IAM_2", "shop", "allow it on all but one", statement(
        *TASK, Resource=None, NotResource=["arn:aws:s3:::x"]
    )  # fmt: skip
    yield "YARD_IAM_2", "shop", "allow it in every account", statement(
        *TASK, Resource=["arn:aws:sqs:eu-west-1:*:orders"]
    )  # fmt: skip
    role = "arn:aws:iam::111111111111:role/admin"
    for action in ("iam:PassRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "sts:AssumeRole"):
        extra = {"Effect": "Allow", "Action": [action], "Resource": [role]}
        yield "YARD_IAM_3", "shop", f"let the code {action}", another(*TASK, extra)
    wide = {"Effect": "Allow", "Action": ["iam:*"], "Resource": [role]}
    yield "YARD_IAM_3", "shop", "let the start of tasks do all of IAM", another(*EXECUTION, wide)
    yield "YARD_IAM_5", "shop", "attach the administrator's policy", add(
        "aws_iam_role_policy_attachment",
        role="prod-shop-task",
        policy_arn="arn:aws:iam::aws:policy/AdministratorAccess",
    )  # fmt: skip
    yield "YARD_IAM_5", "shop", "give the role a power user's policy", put(
        "aws_iam_role", "managed_policy_arns", ["arn:aws:iam::aws:policy/PowerUserAccess"], "task-role"
    )  # fmt: skip
    yield "YARD_SEC_2", "shop", "write a secret's value", add(
        "aws_secretsmanager_secret_version", secret_id="s", secret_string="hunter2"
    )  # fmt: skip
    yield "YARD_SEC_2", "shop", "write a secure parameter's value", add(
        "aws_ssm_parameter", name="/shop/key", type="SecureString", value="hunter2"
    )  # fmt: skip


def _trust() -> Iterator[Row]:
    yield "YARD_IAM_4", "shop", "let everybody take the role", trust(Principal="*")
    yield "YARD_IAM_4", "shop", "let ECS take it for anybody", trust(Condition=None)
    yield "YARD_IAM_4", "shop", "let ECS take it for a stranger", trust(
        Condition={"StringEquals": {"aws:SourceAccount": OTHER_ACCOUNT}}
    )  # fmt: skip
    yield "YARD_IAM_4", "shop", "let another account take it", trust(
        Principal={"AWS": f"arn:aws:iam::{OTHER_ACCOUNT}:root"}
    )  # fmt: skip
    yield "YARD_IAM_4", "shop", "let two services take it", trust(
        Principal={"Service": ["ecs-tasks.amazonaws.com", "lambda.amazonaws.com"]}
    )  # fmt: skip
    yield "YARD_IAM_6", "shop", "trust every workflow on GitHub", github(None)
    yield "YARD_IAM_6", "shop", "trust every repository of an owner", github("repo:shop/*")
    yield "YARD_IAM_6", "shop", "trust a branch in place of an environment", github(
        "repo:shop/stackyard:ref:refs/heads/main"
    )  # fmt: skip
    yield "YARD_IAM_7", "shop", "let everybody use the key", statement("aws_kms_key", Principal="*")
    yield "YARD_IAM_7", "shop", "let another account use the key", statement(
        "aws_kms_key", Principal={"AWS": f"arn:aws:iam::{OTHER_ACCOUNT}:root"}
    )  # fmt: skip
    yield "YARD_IAM_7", "shop", "let CloudWatch use the key for anybody", statement(
        "aws_kms_key", index=1, Condition=None
    )  # fmt: skip
    public = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::x/*"}
    yield "YARD_IAM_7", "shop", "show the bucket to the world", another("aws_s3_bucket_policy", "", public)
    send = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sqs:SendMessage", "Resource": "*"}
    yield "YARD_IAM_7", "shop", "let everybody send messages", another("aws_sqs_queue_policy", "", send)
    yield "YARD_IAM_7", "platform", "take access logs from anybody's load balancer", statement(
        "aws_s3_bucket_policy", index=1, Condition=None
    )  # fmt: skip


def _data() -> Iterator[Row]:
    sse = "aws_s3_bucket_server_side_encryption_configuration"
    yield "YARD_DATA_1", "shop", "encrypt the table with AWS's key", put(
        "aws_dynamodb_table", "server_side_encryption.kms_key_arn", None
    )  # fmt: skip
    for kind in ("aws_cloudwatch_event_bus", "aws_cloudwatch_event_archive"):
        yield "YARD_DATA_1", "platform", f"do not encrypt {kind}", put(kind, "kms_key_identifier", None)
    yield "YARD_DATA_1", "shop", "do not encrypt the table", put(
        "aws_dynamodb_table", "server_side_encryption.enabled", False
    )  # fmt: skip
    yield "YARD_DATA_1", "shop", "do not encrypt the queue", put("aws_sqs_queue", "kms_master_key_id", None)
    yield "YARD_DATA_1", "shop", "encrypt the queue with AWS's key", put(
        "aws_sqs_queue", "kms_master_key_id", "alias/aws/sqs"
    )  # fmt: skip
    yield (
        "YARD_DATA_1",
        "shop",
        "do not encrypt the logs",
        put("aws_cloudwatch_log_group", "kms_key_id", None),
    )
    yield "YARD_DATA_1", "shop", "encrypt the secret with AWS's key", put(
        "aws_secretsmanager_secret", "kms_key_id", None
    )  # fmt: skip
    yield "YARD_DATA_1", "shop", "encrypt images with ECR's key", put(
        "aws_ecr_repository", "encryption_configuration", [{"encryption_type": "AES256"}]
    )  # fmt: skip
    yield "YARD_DATA_1", "shop", "encrypt the bucket with S3's key", put(
        sse, "rule", [{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}]
    )  # fmt: skip
    yield "YARD_DATA_1", "shop", "leave the bucket's encryption out", take(sse)
    yield "YARD_DATA_1", "state", "encrypt the states with S3's key", put(
        sse, "rule", [{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}]
    )  # fmt: skip
    yield "YARD_DATA_2", "shop", "keep no versions any more", put(
        "aws_s3_bucket_versioning", "versioning_configuration.status", "Suspended"
    )  # fmt: skip
    yield "YARD_DATA_2", "state", "keep no versions of states", take("aws_s3_bucket_versioning")
    yield "YARD_DATA_3", "shop", "let the bucket's policy be public", put(
        "aws_s3_bucket_public_access_block", "block_public_policy", False
    )  # fmt: skip
    yield "YARD_DATA_3", "state", "let the states be public", take("aws_s3_bucket_public_access_block")
    yield "YARD_DATA_3", "shop", "let objects have lists of access", put(
        "aws_s3_bucket_ownership_controls", "rule.object_ownership", "ObjectWriter"
    )  # fmt: skip
    yield "YARD_TLS_1", "shop", "answer plain HTTP for the bucket", take("aws_s3_bucket_policy")
    yield "YARD_TLS_1", "shop", "refuse plain HTTP for the bucket but not its objects", statement(
        "aws_s3_bucket_policy", Resource=["${aws_s3_bucket.bucket-images.arn}"]
    )  # fmt: skip
    yield "YARD_TLS_1", "platform", "refuse plain HTTP to one reader only", statement(
        "aws_s3_bucket_policy", Principal={"AWS": "arn:aws:iam::111111111111:root"}
    )  # fmt: skip
    yield "YARD_TLS_1", "shop", "answer plain HTTP for the queues", take("aws_sqs_queue_policy")
    yield "YARD_TLS_1", "state", "refuse HTTPS in place of HTTP", statement(
        "aws_s3_bucket_policy", Condition={"Bool": {"aws:SecureTransport": "true"}}
    )  # fmt: skip


def _protection() -> Iterator[Row]:
    for kind in (
        "aws_dynamodb_table",
        "aws_s3_bucket",
        "aws_kms_key",
        "aws_secretsmanager_secret",
        "aws_sqs_queue",
        "aws_ecr_repository",
    ):
        yield "YARD_DATA_4", "shop", f"let Terraform destroy {kind}", put(kind, "lifecycle", None)
    yield "YARD_DATA_4", "network", "let Terraform destroy the only thing protected", put(
        "aws_kms_key", "lifecycle", None
    )  # fmt: skip
    yield "YARD_DATA_4", "platform", "let Terraform destroy the access logs", put(
        "aws_s3_bucket", "lifecycle", None
    )  # fmt: skip
    yield "YARD_DATA_4", "platform", "let Terraform destroy the events", put(
        "aws_cloudwatch_event_archive", "lifecycle", None
    )  # fmt: skip
    yield "YARD_DATA_4", "state", "let Terraform destroy the states", put("aws_s3_bucket", "lifecycle", None)
    yield "YARD_DATA_5", "shop", "let AWS delete the table", put(
        "aws_dynamodb_table", "deletion_protection_enabled", False
    )  # fmt: skip
    yield "YARD_DATA_5", "platform", "let AWS delete the load balancer", put(
        "aws_lb", "enable_deletion_protection", False
    )  # fmt: skip
    yield "YARD_DATA_6", "shop", "empty the bucket to destroy it", put("aws_s3_bucket", "force_destroy", True)
    yield "YARD_DATA_6", "shop", "empty the image repository", put("aws_ecr_repository", "force_delete", True)
    yield "YARD_DATA_6", "shop", "delete the secret at once", put(
        "aws_secretsmanager_secret", "recovery_window_in_days", 0
    )  # fmt: skip
    yield "YARD_DATA_6", "network", "delete the key after a week", put(
        "aws_kms_key", "deletion_window_in_days", 7
    )  # fmt: skip
    yield "YARD_DATA_7", "shop", "do not back the table up", put(
        "aws_dynamodb_table", "point_in_time_recovery.enabled", False
    )  # fmt: skip


def _containers() -> Iterator[Row]:
    image = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/prod-shop"
    yield "YARD_SEC_1", "shop", "put an API key into a variable", variable("PAYMENT_API_KEY", "4242")
    yield "YARD_SEC_1", "shop", "hide an access key behind a harmless name", variable(
        "COLOUR", "AKIAIOSFODNN7EXAMPLE"
    )  # fmt: skip
    yield "YARD_SEC_1", "shop", "put a password into an address", variable(
        "DATABASE_URL", "postgresql://shop:hunter2@db.internal/shop"
    )  # fmt: skip
    yield "YARD_SEC_1", "shop", "pass a token on the command line", container(
        command=["serve", "--token", "ghp_" + "a1" * 18]
    )  # fmt: skip
    yield "YARD_ECS_1", "shop", "run whatever is latest", container(image=f"{image}:latest")
    yield "YARD_ECS_1", "shop", "run a tag", container(image=f"{image}:1.2.3")
    yield "YARD_ECS_1", "shop", "run what was never released", container(image=f"{image}:unreleased")
    yield "YARD_ECS_2", "shop", "let it write to its root", container(readonlyRootFilesystem=False)
    yield "YARD_ECS_2", "shop", "say nothing of its root", container(readonlyRootFilesystem=None)
    for user in ("root", "0", "0:10001"):
        yield "YARD_ECS_3", "shop", f"run it as {user}", container(user=user)
    yield "YARD_ECS_3", "shop", "run it as whoever the image says", container(user=None)
    yield "YARD_ECS_4", "shop", "make it privileged", container(privileged=True)
    yield "YARD_ECS_4", "shop", "give it a capability", container(
        linuxParameters={"capabilities": {"drop": ["ALL"], "add": ["SYS_PTRACE"]}}
    )  # fmt: skip
    yield "YARD_ECS_4", "shop", "let it keep its capabilities", container(linuxParameters={})
    yield (
        "YARD_ECS_4",
        "shop",
        "use the host's network",
        put("aws_ecs_task_definition", "network_mode", "host"),
    )
    yield "YARD_ECS_5", "shop", "send its logs nowhere", container(logConfiguration=None)


def _services() -> Iterator[Row]:
    service = "aws_ecs_service"
    yield "YARD_ECS_6", "shop", "leave a failed deployment", put(
        service, "deployment_circuit_breaker.rollback", False
    )  # fmt: skip
    yield "YARD_ECS_6", "shop", "retry for ever", put(service, "deployment_circuit_breaker", None)
    yield "YARD_ECS_6", "shop", "take half of the tasks away first", put(
        service, "deployment_minimum_healthy_percent", 50
    )  # fmt: skip
    yield "YARD_ALARM_1", "shop", "watch nothing", take("aws_cloudwatch_metric_alarm")
    yield "YARD_ECS_7", "shop", "do not scale", take("aws_appautoscaling_target")
    yield "YARD_ECS_7", "shop", "scale by nothing", take("aws_appautoscaling_policy")
    yield "YARD_ECS_7", "shop", "scale from two to two", put("aws_appautoscaling_target", "max_capacity", 2)
    subnet = "${data.terraform_remote_state.network.outputs.cross-stack-output-aws_subnetvpc_private-aid}"
    yield "YARD_ECS_8", "shop", "run in one zone", put(service, "network_configuration.subnets", [subnet])
    yield "YARD_ECS_8", "platform", "balance in one zone", put(
        "aws_lb", "subnets", [subnet.replace("private", "public")]
    )  # fmt: skip
    yield "YARD_LOG_1", "shop", "keep logs for ever", put("aws_cloudwatch_log_group", "retention_in_days", 0)
    yield "YARD_LOG_1", "network", "keep flow logs for 42 days", put(
        "aws_cloudwatch_log_group", "retention_in_days", 42
    )  # fmt: skip
    yield "YARD_COST_1", "platform", "spend without a budget", take("aws_budgets_budget")
    yield "YARD_COST_1", "platform", "tell nobody", put("aws_budgets_budget", "notification", [])
    yield "YARD_TAG_1", "shop", "leave the team out", tag("Team", None)
    yield "YARD_TAG_1", "network", "leave the service empty", tag("Service", "")
    yield "YARD_TAG_1", "platform", "claim that somebody manages it by hand", tag("ManagedBy", "hand")
    yield "YARD_TAG_2", "shop", "put another environment on a resource", put(
        "aws_security_group", "tags", {"Environment": "test"}
    )  # fmt: skip
    yield "CKV_AWS_7", "shop", "never change the key", put("aws_kms_key", "enable_key_rotation", False)
    yield "CKV_AWS_163", "shop", "do not scan images", put(
        "aws_ecr_repository", "image_scanning_configuration.scan_on_push", False
    )  # fmt: skip
    yield "CKV_AWS_51", "shop", "let tags of images move", put(
        "aws_ecr_repository", "image_tag_mutability", "MUTABLE"
    )  # fmt: skip
    yield "CKV_AWS_65", "platform", "measure no containers", put(
        "aws_ecs_cluster", "setting", [{"name": "containerInsights", "value": "disabled"}]
    )  # fmt: skip


def _network() -> Iterator[Row]:
    ssh = {"ip_protocol": "tcp", "from_port": 22, "to_port": 22}
    yield "YARD_NET_1", "shop", "open SSH to the world", ingress(cidr_ipv4="0.0.0.0/0", **ssh)
    yield "YARD_NET_1", "shop", "open SSH to the world by IPv6", ingress(cidr_ipv6="::/0", **ssh)
    yield "YARD_NET_1", "shop", "open SSH to half of the world", ingress(cidr_ipv4="0.0.0.0/1", **ssh)
    yield "YARD_NET_1", "shop", "open SSH inside the group, with cdktf's nulls", put(
        "aws_security_group",
        "ingress",
        [{"from_port": 22, "to_port": 22, "protocol": "tcp", "cidr_blocks": ["0.0.0.0/0"],
          "ipv6_cidr_blocks": None, "security_groups": None, "self": None, "prefix_list_ids": None}],
    )  # fmt: skip
    yield "YARD_NET_1", "network", "open the default group", put(
        "aws_default_security_group",
        "ingress",
        [{"from_port": 0, "to_port": 0, "protocol": "-1", "cidr_blocks": ["0.0.0.0/0"]}],
    )  # fmt: skip
    yield "YARD_NET_1", "platform", "open SSH on the load balancer", ingress(cidr_ipv4="0.0.0.0/0", **ssh)
    rule, balancer = "aws_vpc_security_group_ingress_rule", "load-balancer-in"
    yield "YARD_NET_3", "shop", "let in the whole private range", ingress(
        cidr_ipv4="10.0.0.0/8", ip_protocol="tcp", from_port=8080, to_port=8080
    )  # fmt: skip
    yield "YARD_NET_3", "shop", "open a port that nothing listens on", put(rule, "to_port", 9000, balancer)
    yield "YARD_NET_3", "shop", "open every port", put(rule, "from_port", 0, balancer)
    yield "YARD_NET_3", "shop", "open every protocol", put(rule, "ip_protocol", "-1", balancer)
    yield "YARD_NET_4", "shop", "call by every protocol", put(rule, "ip_protocol", "-1", "call-quotes")
    neighbour = "${data.terraform_remote_state.cross-stack-reference-input-prod-stock.outputs.cross-stack-output-group}"
    way = {"ip_protocol": "tcp", "from_port": 8080, "to_port": 8080}
    yield "YARD_NET_4", "shop", "let in a service that declares no call", ingress(
        referenced_security_group_id=neighbour, **way
    )  # fmt: skip
    yield "YARD_NET_4", "shop", "open a way into a service that it does not call", call(neighbour, 8080)
    yield "YARD_NET_4", "shop", "open another port of a service that it calls", call(QUOTES, 9090)
    yield "YARD_NET_4", "shop", "take the routes away and leave the gateway's way in", declare(routes=[])
    yield "YARD_NET_2", "shop", "give tasks public addresses", put(
        "aws_ecs_service", "network_configuration.assign_public_ip", True
    )  # fmt: skip
    yield "YARD_NET_2", "shop", "run tasks in a public subnet", _public_subnet
    yield "CKV_AWS_130", "network", "give addresses to all in the subnet", put(
        "aws_subnet", "map_public_ip_on_launch", True, "public"
    )  # fmt: skip
    yield "CKV2_AWS_11", "network", "log no flows", take("aws_flow_log")


def _public_subnet(document: Document) -> None:
    subnets = found(document, "aws_ecs_service")["network_configuration"]["subnets"]
    subnets[0] = subnets[0].replace("private", "public")


def _edges() -> Iterator[Row]:
    listener = "aws_lb_listener"
    yield "YARD_TLS_3", "platform", "take TLS 1.0", put(
        listener, "ssl_policy", "ELBSecurityPolicy-2016-08", "https"
    )  # fmt: skip
    yield "YARD_TLS_3", "platform", "take TLS 1.1", put(
        listener, "ssl_policy", "ELBSecurityPolicy-TLS13-1-1-2021-06", "https"
    )  # fmt: skip
    yield "YARD_TLS_3", "platform", "take AWS's default policy", put(listener, "ssl_policy", None, "https")
    answer = [
        {"type": "fixed-response", "fixed_response": {"content_type": "text/plain", "status_code": "200"}}
    ]
    yield "YARD_TLS_4", "platform", "answer plain HTTP", _http(answer)
    redirect = [{"type": "redirect", "redirect": {"protocol": "HTTP", "status_code": "HTTP_301"}}]
    yield "YARD_TLS_4", "platform", "redirect HTTP to HTTP", _http(redirect)
    yield "CKV_AWS_91", "platform", "keep no access logs", put("aws_lb", "access_logs.enabled", False)
    yield "CKV_AWS_131", "platform", "let malformed headers through", put(
        "aws_lb", "drop_invalid_header_fields", False
    )  # fmt: skip
    yield "YARD_REGION_1", "shop", "put the bucket into another region", put(
        "aws_s3_bucket", "region", "us-west-2"
    )  # fmt: skip
    yield "YARD_REGION_1", "network", "put a subnet into another region's zone", put(
        "aws_subnet", "availability_zone", "us-east-1a"
    )  # fmt: skip
    yield "YARD_REGION_1", "network", "reach another region's S3", put(
        "aws_vpc_endpoint", "service_name", "com.amazonaws.us-west-2.s3", "s3"
    )  # fmt: skip
    yield "YARD_REGION_1", "shop", "use another region's table", statement(
        *TASK, Resource=["arn:aws:dynamodb:us-west-2:111111111111:table/orders"]
    )  # fmt: skip
    yield "YARD_REGION_2", "shop", "add a provider for another region", second_provider("us-west-2")
    yield "YARD_REGION_2", "shop", "work in whatever account", provider(allowed_account_ids=None)
    yield "YARD_STATE_1", "shop", "do not encrypt the state", backend("encrypt", False)
    yield "YARD_STATE_1", "network", "encrypt the state with S3's key", backend("kms_key_id", None)
    yield "YARD_STATE_1", "platform", "do not lock the state", backend("use_lockfile", False)


def _http(actions: list[dict[str, Any]]) -> Change:
    """A listener on plain HTTP beside the one on HTTPS."""

    def change(document: Document) -> None:
        https = found(document, "aws_lb_listener", "https")
        document["resource"]["aws_lb_listener"]["http"] = {
            "load_balancer_arn": https["load_balancer_arn"],
            "port": 80,
            "protocol": "HTTP",
            "default_action": actions,
        }

    return change


def _fronts() -> Iterator[Row]:
    site, acl = "aws_cloudfront_distribution", "aws_wafv2_web_acl"
    yield "YARD_WAF_1", "edge", "take the firewall from the distribution", put(site, "web_acl_id", None)
    yield "YARD_WAF_1", "platform", "take the firewall from the load balancer", take(
        "aws_wafv2_web_acl_association"
    )  # fmt: skip
    yield "YARD_WAF_1", "platform", "put the firewall in front of something else", put(
        "aws_wafv2_web_acl_association", "resource_arn", "${aws_lb.other.arn}"
    )  # fmt: skip
    yield "YARD_WAF_2", "edge", "let the firewall count", put(acl, "rule.2.override_action", {"count": {}})
    yield "YARD_WAF_2", "platform", "let the firewall know no rules", put(acl, "rule", [])
    yield "YARD_LOG_2", "edge", "deliver no access logs", take("aws_cloudwatch_log_delivery_source")
    yield "YARD_LOG_2", "edge", "deliver them nowhere", put(
        "aws_cloudwatch_log_delivery", "delivery_source_name", "other"
    )  # fmt: skip
    yield "YARD_TLS_3", "edge", "take TLS 1.0 from viewers", put(
        site, "viewer_certificate.minimum_protocol_version", "TLSv1"
    )  # fmt: skip
    yield "CKV_AWS_34", "edge", "answer viewers without HTTPS", put(
        site, "default_cache_behavior.viewer_protocol_policy", "allow-all"
    )  # fmt: skip
    yield "YARD_EDGE_2", "edge", "reach the load balancer without HTTPS", put(
        site, "origin.0.custom_origin_config.origin_protocol_policy", "http-only"
    )  # fmt: skip
    yield "YARD_EDGE_1", "edge", "send no security headers", put(
        site, "default_cache_behavior.response_headers_policy_id", None
    )  # fmt: skip
    yield "YARD_EDGE_2", "edge", "read the bucket unsigned", put(
        site, "origin.1.origin_access_control_id", None
    )  # fmt: skip
    yield "YARD_DATA_3", "web", "make the bucket of a site public", put(
        "aws_s3_bucket_public_access_block", "block_public_policy", False
    )  # fmt: skip
    yield "YARD_EDGE_1", "edge", "let pages be framed", put(
        "aws_cloudfront_response_headers_policy", "security_headers_config.frame_options", None
    )  # fmt: skip
    yield "YARD_REGION_1", "edge", "keep CloudFront's key in another region", put(
        "aws_kms_key", "region", "us-west-2"
    )  # fmt: skip
    yield "YARD_IAM_7", "web", "let every distribution in the world read the site", statement(
        "aws_s3_bucket_policy", index=1, Condition=None
    )  # fmt: skip


POD = "spec.template.spec"
CONTAINER = f"{POD}.container.0"


def _pods() -> Iterator[Row]:
    """What checkov knows of Kubernetes, on a service of ours, and what only we do."""
    deployment = "kubernetes_deployment_v1"
    for policy, what, path, value in (
        ("CKV_K8S_8", "take the liveness probe out", f"{CONTAINER}.liveness_probe", None),
        ("CKV_K8S_9", "take the readiness probe out", f"{CONTAINER}.readiness_probe", None),
        ("CKV_K8S_10", "ask for no CPU", f"{CONTAINER}.resources.requests.cpu", None),
        ("CKV_K8S_11", "limit no CPU", f"{CONTAINER}.resources.limits.cpu", None),
        ("CKV_K8S_13", "ask for no memory", f"{CONTAINER}.resources.requests.memory", None),
        ("CKV_K8S_12", "limit no memory", f"{CONTAINER}.resources.limits.memory", None),
        ("CKV_K8S_14", "run what is newest", f"{CONTAINER}.image", "stock:latest"),
        (
            "CKV_K8S_15",
            "take an image that is there already",
            f"{CONTAINER}.image_pull_policy",
            "IfNotPresent",
        ),
        ("CKV_K8S_16", "be privileged", f"{CONTAINER}.security_context.privileged", True),
        ("CKV_K8S_17", "see the node's processes", f"{POD}.host_pid", True),
        ("CKV_K8S_18", "talk to the node's processes", f"{POD}.host_ipc", True),
        ("CKV_K8S_19", "be in the node's network", f"{POD}.host_network", True),
        ("CKV_K8S_20", "gain powers", f"{CONTAINER}.security_context.allow_privilege_escalation", True),
        ("CKV_K8S_22", "write everywhere", f"{CONTAINER}.security_context.read_only_root_filesystem", False),
        ("CKV_K8S_28", "keep raw sockets", f"{CONTAINER}.security_context.capabilities.drop", None),
        ("CKV_K8S_43", "run a tag", f"{CONTAINER}.image", "stock:1"),
    ):
        yield policy, "stock", f"pods {what}", put(deployment, path, value)
    yield (
        "CKV_K8S_21",
        "stock",
        "pods in the default namespace",
        put(deployment, "metadata.namespace", "default"),
    )
    yield (
        "YARD_POD_1",
        "stock",
        "a namespace for any pods",
        put("kubernetes_namespace_v1", "metadata.labels", {"name": "stock"}),
    )
    yield "YARD_POD_2", "stock", "pods without a network policy", take("kubernetes_network_policy_v1")
    yield (
        "YARD_POD_7",
        "stock",
        "pods that go to every store",
        put("kubernetes_network_policy_v1", "spec.policy_types", ["Ingress"], name="namespace-policy"),
    )
    yield (
        "YARD_POD_7",
        "stock",
        "pods that go everywhere",
        put(
            "kubernetes_network_policy_v1",
            "spec.egress.0.to.0.ip_block",
            {"cidr": "0.0.0.0/0"},
            name="namespace-policy",
        ),
    )
    yield (
        "YARD_POD_2",
        "stock",
        "pods for everybody",
        put(
            "kubernetes_network_policy_v1",
            "spec.ingress.0.from",
            [{"ip_block": {"cidr": "0.0.0.0/0"}}],
            name="network-policy",
        ),
    )
    yield (
        "YARD_IAM_4",
        "stock",
        "pods of any cluster take the role",
        statement("aws_iam_role", "task-role", key="assume_role_policy", Condition=None),
    )
    yield (
        "YARD_EKS_1",
        "cluster",
        "a public API",
        put("aws_eks_cluster", "vpc_config.endpoint_public_access", True),
    )
    yield (
        "YARD_EKS_2",
        "cluster",
        "no audit log",
        put("aws_eks_cluster", "enabled_cluster_log_types", ["api"]),
    )
    yield "CKV_AWS_58", "cluster", "secrets in plain text", put("aws_eks_cluster", "encryption_config", None)
    yield (
        "YARD_IAM_5",
        "cluster",
        "nodes that may do everything",
        put(
            "aws_iam_role_policy_attachment",
            "policy_arn",
            "arn:aws:iam::aws:policy/AdministratorAccess",
            "node-role",
        ),
    )


def _databases() -> Iterator[Row]:
    database, cache = "aws_db_instance", "aws_elasticache_replication_group"
    for policy, kind, argument, value in (
        ("YARD_DATA_1", database, "storage_encrypted", False),
        ("YARD_DATA_4", database, "lifecycle", None),
        ("YARD_DATA_5", database, "deletion_protection", False),
        ("YARD_DATA_6", database, "skip_final_snapshot", True),
        ("YARD_DATA_7", database, "backup_retention_period", 1),
        ("YARD_DATA_8", database, "multi_az", False),
        ("YARD_NET_2", database, "publicly_accessible", True),
        ("YARD_SEC_2", database, "password", "hunter2"),
        ("YARD_TLS_2", "aws_db_parameter_group", "parameter", []),
        ("YARD_DATA_4", cache, "lifecycle", None),
        ("YARD_DATA_1", cache, "kms_key_id", None),
        ("YARD_DATA_7", cache, "snapshot_retention_limit", 0),
        ("YARD_DATA_8", cache, "automatic_failover_enabled", False),
        ("YARD_DATA_8", cache, "num_cache_clusters", 1),
        ("YARD_SEC_2", cache, "auth_token", "hunter2hunter2hunter2"),
        ("YARD_TLS_2", cache, "transit_encryption_enabled", False),
    ):
        yield policy, "shop", f"{kind}: {argument} = {value}", put(kind, argument, value)
    yield "YARD_DATA_9", "shop", "open the database to everybody in the VPC", put(
        "aws_vpc_security_group_ingress_rule", "cidr_ipv4", "10.0.0.0/8", "database"
    )  # fmt: skip


def _later() -> Iterator[Row]:
    for policy, kind, argument, value in (
        ("YARD_NET_2", "aws_db_subnet_group", "subnet_ids", ["${aws_subnet.open.id}"]),
        ("YARD_LAMBDA_1", "aws_lambda_function", "timeout", None),
        ("YARD_LAMBDA_1", "aws_lambda_function", "reserved_concurrent_executions", -1),
        ("YARD_LAMBDA_2", "aws_codedeploy_deployment_group", "auto_rollback_configuration.enabled", False),
        ("YARD_LAMBDA_2", "aws_codedeploy_deployment_group", "alarm_configuration", None),
        ("YARD_LAMBDA_3", "aws_lambda_event_source_mapping", "function_response_types", []),
        (
            "YARD_ECS_1",
            "aws_lambda_function",
            "image_uri",
            "111111111111.dkr.ecr.eu-west-1.amazonaws.com/x:1",
        ),
        ("YARD_EKS_1", "aws_eks_cluster", "vpc_config.endpoint_public_access", True),
        ("YARD_EKS_1", "aws_eks_cluster", "vpc_config.endpoint_private_access", False),
        ("YARD_EKS_2", "aws_eks_cluster", "enabled_cluster_log_types", ["api"]),
    ):
        yield policy, "later", f"{kind}: {argument} = {value}", put(kind, argument, value)
    yield "YARD_SEC_1", "later", "put a token into a function's variable", put(
        "aws_lambda_function", "environment.0.variables", {"API_TOKEN": "x"}
    )  # fmt: skip
    yield "YARD_IAM_6", "later", "trust pull requests of the repository", statement(
        "aws_iam_role",
        "deploy",
        key="assume_role_policy",
        Condition={"StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com", f"{GITHUB}:sub": "repo:shop/x:pull_request"}},
    )  # fmt: skip
