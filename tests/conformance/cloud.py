"""What boto3 says is in an emulated AWS, in a form in which two clouds with different identifiers can be compared."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from typing import Any

import boto3
from botocore.config import Config

from .twin import REGION

Client = Callable[[str], Any]
# service -> operations without arguments -> where in the answer the things are.
LISTS: dict[str, dict[str, str]] = {
    "ec2": {
        "describe_vpcs": "Vpcs",
        "describe_subnets": "Subnets",
        "describe_internet_gateways": "InternetGateways",
        "describe_addresses": "Addresses",
        "describe_nat_gateways": "NatGateways",
        "describe_route_tables": "RouteTables",
        "describe_security_groups": "SecurityGroups",
        "describe_vpc_endpoints": "VpcEndpoints",
        "describe_flow_logs": "FlowLogs",
        "describe_launch_templates": "LaunchTemplates",
    },
    "elbv2": {"describe_load_balancers": "LoadBalancers", "describe_target_groups": "TargetGroups"},
    "acm": {"list_certificates": "CertificateSummaryList"},
    "ecr": {"describe_repositories": "repositories"},
    "logs": {"describe_log_groups": "logGroups"},
    "cloudwatch": {"describe_alarms": "MetricAlarms"},
    "secretsmanager": {"list_secrets": "SecretList"},
    "servicediscovery": {"list_namespaces": "Namespaces", "list_services": "Services"},
    "rds": {
        "describe_db_instances": "DBInstances",
        "describe_db_proxies": "DBProxies",
    },
    "ssm": {"describe_parameters": "Parameters"},
    "kms": {"list_aliases": "Aliases"},
    "sns": {"list_subscriptions": "Subscriptions"},
    "iam": {"list_roles": "Roles"},
}
# What AWS makes up. Order matters: the longest first.
MADE_UP = (
    (r"http://127\.0\.0\.1:\d+", "<endpoint>"),
    (r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[\w.:+-]*", "<time>"),
    (r"(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", "<uuid>"),
    (r"\b(mrk-)?[0-9a-f]{32}\b", "<hash>"),
    (r"\b([a-z]+)-[0-9a-f]{8,17}\b", r"<\1>"),
    (r"\b(ns|srv)-[a-z0-9]{8,20}\b", r"<\1>"),
    (r"\b(prx|prx-tg)-[a-z0-9]{17}\b", r"<\1>"),
    (r"\bdb-proxy-[a-z0-9]{12}\b", "db-proxy-<id>"),
    (r"/hostedzone/[A-Z0-9]+\b", "/hostedzone/<id>"),
    (r"/[0-9a-f]{16}\b", "/<id>"),
    (r"(secret:[\w/]+)-[A-Za-z]{6}\b", r"\1-<id>"),
    (r"\bA[A-Z0-9]{20}\b", "<unique id>"),
    (r"scalable-target/\w+", "scalable-target/<id>"),
    (r"ecs-svc/\d+", "ecs-svc/<id>"),
    (r"(listener-rule/.*)/\d+$", r"\1/<id>"),
    (r"\b\d+\.\d+\.\d+\.\d+\b(?!/)", "<address>"),
    (r"-\d+(?=\.[\w-]+\.elb\.amazonaws)", "-<id>"),
)
# Times, and what is drawn by lot.
LEFT_OUT = re.compile(
    r"(Date|Time|Timestamp|At|On|NotAfter|NotBefore)$"
    r"|^(ResponseMetadata|creationTime|RequestId|CreatorRequestId|SecretVersionsToStages|Serial|SubscriptionArn)$"
)
# A certificate's, which moto issues by itself after a minute.
STATES = {"ISSUED", "PENDING_VALIDATION", "SUCCESS"}


def describe(endpoint: str) -> dict[str, Any]:
    """Operation -> what it answers, sorted, with whatever AWS makes up replaced by a mark of its kind."""
    client = client_of(endpoint)
    found = {
        f"{service}.{operation}": getattr(client(service), operation)().get(key, [])
        for service, operations in LISTS.items()
        for operation, key in operations.items()
    }
    found |= {name: list(read(client)) for name, read in READERS.items()}
    return {name: sorted((normal(item) for item in items), key=_text) for name, items in found.items()}


def client_of(endpoint: str) -> Client:
    """Service -> a client of it, each made once."""
    make: Any = boto3.client  # its types want the name of the service to be a literal

    @cache
    def client(service: str) -> Any:
        return make(
            service,
            endpoint_url=endpoint,
            region_name=REGION,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
            config=Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}),
        )

    return client


def normal(value: Any) -> Any:
    """`value` without times and order, with made-up identifiers replaced and JSON documents read."""
    if isinstance(value, Mapping):
        kept = {str(key): item for key, item in value.items() if not LEFT_OUT.search(str(key))}
        return {normal(key): normal(item) for key, item in sorted(kept.items())}
    if isinstance(value, list | tuple):
        pairs = [pair for pair in map(_pair, value) if pair]
        if value and len(pairs) == len(value):
            return normal(dict(pairs))
        return sorted((normal(item) for item in value), key=_text)
    if not isinstance(value, str):
        return value if isinstance(value, int | float | bool | None) else str(value)
    if value[:1] in "{[":
        try:
            return normal(json.loads(value))
        except ValueError:
            pass
    if value in STATES:
        return "<state>"
    for pattern, mark in MADE_UP:
        value = re.sub(pattern, mark, value)
    return value


def _pair(item: Any) -> tuple[str, Any] | None:
    """A tag or an attribute: AWS writes both as a key and a value."""
    if isinstance(item, Mapping) and {str(key).lower() for key in item} == {"key", "value"}:
        by_name = {str(key).lower(): value for key, value in item.items()}
        return str(by_name["key"]), by_name["value"]
    return None


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _listeners(client: Client) -> Iterator[Any]:
    elb = client("elbv2")
    for balancer in elb.describe_load_balancers()["LoadBalancers"]:
        arn = balancer["LoadBalancerArn"]
        yield elb.describe_load_balancer_attributes(LoadBalancerArn=arn)
        yield elb.describe_tags(ResourceArns=[arn])["TagDescriptions"]
        for listener in elb.describe_listeners(LoadBalancerArn=arn)["Listeners"]:
            yield listener
            yield elb.describe_rules(ListenerArn=listener["ListenerArn"])["Rules"]


def _target_groups(client: Client) -> Iterator[Any]:
    elb = client("elbv2")
    for group in elb.describe_target_groups()["TargetGroups"]:
        yield elb.describe_target_group_attributes(TargetGroupArn=group["TargetGroupArn"])
        yield elb.describe_tags(ResourceArns=[group["TargetGroupArn"]])["TagDescriptions"]


def _ecs(client: Client) -> Iterator[Any]:
    ecs = client("ecs")
    for cluster in ecs.list_clusters()["clusterArns"]:
        yield ecs.describe_clusters(clusters=[cluster], include=["SETTINGS", "TAGS"])["clusters"]
        for service in ecs.list_services(cluster=cluster)["serviceArns"]:
            yield ecs.describe_services(cluster=cluster, services=[service], include=["TAGS"])["services"]
    for task in ecs.list_task_definitions(status="ACTIVE")["taskDefinitionArns"]:
        yield ecs.describe_task_definition(taskDefinition=task, include=["TAGS"])


def _scaling(client: Client) -> Iterator[Any]:
    scaling = client("application-autoscaling")
    yield scaling.describe_scalable_targets(ServiceNamespace="ecs")["ScalableTargets"]
    yield scaling.describe_scaling_policies(ServiceNamespace="ecs")["ScalingPolicies"]


def _roles(client: Client) -> Iterator[Any]:
    iam = client("iam")
    for role in iam.list_roles()["Roles"]:
        name = role["RoleName"]
        yield iam.get_role(RoleName=name)["Role"]
        yield iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
        for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
            answer = iam.get_role_policy(RoleName=name, PolicyName=policy)
            yield {key: answer[key] for key in ("RoleName", "PolicyName", "PolicyDocument")}


def _policies(client: Client) -> Iterator[Any]:
    iam = client("iam")
    for policy in iam.list_policies(Scope="Local")["Policies"]:
        yield iam.get_policy(PolicyArn=policy["Arn"])["Policy"]
        version = policy["DefaultVersionId"]
        yield iam.get_policy_version(PolicyArn=policy["Arn"], VersionId=version)["PolicyVersion"]["Document"]


def _keys(client: Client) -> Iterator[Any]:
    kms = client("kms")
    for key in kms.list_keys()["Keys"]:
        about = kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]
        yield about
        if about["KeyState"] == "Enabled":
            yield kms.get_key_rotation_status(KeyId=key["KeyId"])["KeyRotationEnabled"]
            yield kms.get_key_policy(KeyId=key["KeyId"], PolicyName="default")["Policy"]
            yield kms.list_resource_tags(KeyId=key["KeyId"])["Tags"]


def _logs(client: Client) -> Iterator[Any]:
    logs = client("logs")
    for group in logs.describe_log_groups()["logGroups"]:
        yield {group["logGroupName"]: logs.list_tags_log_group(logGroupName=group["logGroupName"])["tags"]}


def _tables(client: Client) -> Iterator[Any]:
    dynamodb = client("dynamodb")
    for name in dynamodb.list_tables()["TableNames"]:
        table = dynamodb.describe_table(TableName=name)["Table"]
        yield table
        yield dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
        yield dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
        yield dynamodb.list_tags_of_resource(ResourceArn=table["TableArn"])["Tags"]


def _queues(client: Client) -> Iterator[Any]:
    sqs = client("sqs")
    for url in sqs.list_queues().get("QueueUrls", []):
        yield sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        yield sqs.list_queue_tags(QueueUrl=url).get("Tags", {})


def _topics(client: Client) -> Iterator[Any]:
    sns = client("sns")
    for topic in sns.list_topics()["Topics"]:
        yield sns.get_topic_attributes(TopicArn=topic["TopicArn"])["Attributes"]
        yield sns.list_tags_for_resource(ResourceArn=topic["TopicArn"])["Tags"]
    for subscription in sns.list_subscriptions()["Subscriptions"]:
        yield sns.get_subscription_attributes(SubscriptionArn=subscription["SubscriptionArn"])["Attributes"]


def _buckets(client: Client) -> Iterator[Any]:
    s3 = client("s3")
    for bucket in s3.list_buckets()["Buckets"]:
        name = bucket["Name"]
        yield name
        yield s3.get_bucket_location(Bucket=name)["LocationConstraint"]
        yield s3.get_bucket_versioning(Bucket=name).get("Status")
        yield s3.get_bucket_policy(Bucket=name)["Policy"]
        yield s3.get_bucket_ownership_controls(Bucket=name)["OwnershipControls"]
        yield s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
        yield s3.get_bucket_tagging(Bucket=name)["TagSet"]


def _secrets(client: Client) -> Iterator[Any]:
    secrets = client("secretsmanager")
    for secret in secrets.list_secrets()["SecretList"]:
        yield secrets.get_secret_value(SecretId=secret["Name"])["SecretString"]


def _parameters(client: Client) -> Iterator[Any]:
    ssm = client("ssm")
    for parameter in ssm.describe_parameters()["Parameters"]:
        yield ssm.get_parameter(Name=parameter["Name"])["Parameter"]
        tags = ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId=parameter["Name"])
        yield tags["TagList"]


def _repositories(client: Client) -> Iterator[Any]:
    ecr = client("ecr")
    for repository in ecr.describe_repositories()["repositories"]:
        yield ecr.get_lifecycle_policy(repositoryName=repository["repositoryName"])["lifecyclePolicyText"]
        yield ecr.list_tags_for_resource(resourceArn=repository["repositoryArn"])["tags"]


def _certificates(client: Client) -> Iterator[Any]:
    acm = client("acm")
    for certificate in acm.list_certificates()["CertificateSummaryList"]:
        yield acm.describe_certificate(CertificateArn=certificate["CertificateArn"])["Certificate"]
        yield acm.list_tags_for_certificate(CertificateArn=certificate["CertificateArn"])["Tags"]


def _records(client: Client) -> Iterator[Any]:
    route53 = client("route53")
    for zone in route53.list_hosted_zones()["HostedZones"]:
        yield route53.list_resource_record_sets(HostedZoneId=zone["Id"])["ResourceRecordSets"]


def _templates(client: Client) -> Iterator[Any]:
    ec2 = client("ec2")
    for template in ec2.describe_launch_templates()["LaunchTemplates"]:
        id_ = template["LaunchTemplateId"]
        yield ec2.describe_launch_template_versions(LaunchTemplateId=id_)["LaunchTemplateVersions"]
        yield ec2.describe_tags(Filters=[{"Name": "resource-id", "Values": [id_]}])["Tags"]


def _providers(client: Client) -> Iterator[Any]:
    iam = client("iam")
    for provider in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]:
        yield iam.get_open_id_connect_provider(OpenIDConnectProviderArn=provider["Arn"])


def _proxies(client: Client) -> Iterator[Any]:
    rds = client("rds")
    for proxy in rds.describe_db_proxies()["DBProxies"]:
        name = proxy["DBProxyName"]
        yield rds.describe_db_proxy_target_groups(DBProxyName=name)["TargetGroups"]
        yield rds.describe_db_proxy_targets(DBProxyName=name)["Targets"]
        yield rds.list_tags_for_resource(ResourceName=proxy["DBProxyArn"])["TagList"]


def _options(client: Client) -> Iterator[Any]:
    rds = client("rds")
    with suppress(rds.exceptions.OptionGroupNotFoundFault):  # moto tells of one only that is named
        (group,) = rds.describe_option_groups(OptionGroupName="twin-tls")["OptionGroupsList"]
        yield group
        yield rds.list_tags_for_resource(ResourceName=group["OptionGroupArn"])["TagList"]


READERS: dict[str, Callable[[Client], Iterator[Any]]] = {
    "listeners": _listeners,
    "target groups": _target_groups,
    "ecs": _ecs,
    "scaling": _scaling,
    "roles": _roles,
    "policies": _policies,
    "keys": _keys,
    "log groups": _logs,
    "tables": _tables,
    "queues": _queues,
    "topics": _topics,
    "buckets": _buckets,
    "secrets": _secrets,
    "parameters": _parameters,
    "repositories": _repositories,
    "certificates": _certificates,
    "records": _records,
    "launch templates": _templates,
    "identity providers": _providers,
    "proxies": _proxies,
    "options": _options,
}
