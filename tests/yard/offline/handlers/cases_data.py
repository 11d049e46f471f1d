"""Where data is kept and what guards it: DynamoDB, S3, SQS, SNS, secrets, parameters, roles, keys, logs, alarms."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.yard.offline.handlers.case import Case
from tests.yard.offline.handlers.world import World
from yard.offline.handlers import Values

READ, WRITE = "s3:GetObject", "s3:PutObject"


def on_bucket(operation: str, *path: str | int) -> Callable[[World, Values], Any]:
    def see(world: World, state: Values) -> Any:
        found = getattr(world.aws("s3"), operation)(Bucket=state["bucket"])
        for step in path:
            found = found[step]
        return found

    return see


def table(world: World) -> Values:
    return {
        "name": world.name("table"),
        "billing_mode": "PAY_PER_REQUEST",
        "hash_key": "id",
        "attribute": [{"name": "id", "type": "S"}, {"name": "category", "type": "S"}],
        "global_secondary_index": [
            {"name": "by_category", "hash_key": "category", "range_key": "id", "projection_type": "ALL"}
        ],
        "point_in_time_recovery": [{"enabled": True}],
        "server_side_encryption": [{"enabled": True, "kms_key_arn": world.key["arn"]}],
        "ttl": [{"enabled": True, "attribute_name": "expires_at"}],
        "stream_enabled": True,
        "stream_view_type": "KEYS_ONLY",
        "deletion_protection_enabled": True,
        "tags": {"Team": "merchandising"},
    }


def see_table(world: World, state: Values) -> Any:
    dynamodb, name = world.aws("dynamodb"), state["name"]
    found = dynamodb.describe_table(TableName=name)["Table"]
    expiry = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    backups = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    return {
        "key": found["KeySchema"],
        "indexes": sorted(index["IndexName"] for index in found.get("GlobalSecondaryIndexes", [])),
        "billing": found["BillingModeSummary"]["BillingMode"],
        "encrypted": found["SSEDescription"]["KMSMasterKeyArn"] == world.key["arn"],
        "stream": found.get("StreamSpecification", {}).get("StreamViewType"),
        "protected": found["DeletionProtectionEnabled"],
        "expires": expiry["TimeToLiveStatus"] == "ENABLED" and expiry["AttributeName"],
        "recovery": backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"],
    }


TABLE = {
    "key": [{"AttributeName": "id", "KeyType": "HASH"}],
    "indexes": ["by_category"],
    "billing": "PAY_PER_REQUEST",
    "encrypted": True,
    "stream": "KEYS_ONLY",
    "protected": True,
    "expires": "expires_at",
    "recovery": "ENABLED",
}


def bucket_policy(world: World) -> Values:
    bucket = world.bucket()
    return {"bucket": bucket, "policy": world.policy(READ, f"arn:aws:s3:::{bucket}/*", AWS="*")}


def log_bucket(world: World) -> Values:
    logs = world.bucket()
    policy = world.policy(WRITE, f"arn:aws:s3:::{logs}/s3/*", Service="logging.s3.amazonaws.com")
    world.life.create("aws_s3_bucket_policy", bucket=logs, policy=policy)
    return {"bucket": world.bucket(), "target_bucket": logs, "target_prefix": "s3/"}


def encryption(algorithm: str, **more: Any) -> Values:
    return {"rule": [{"apply_server_side_encryption_by_default": [{"sse_algorithm": algorithm, **more}]}]}


def lifecycle(days: int) -> list[Values]:
    return [
        {
            "id": "clean-up",
            "status": "Enabled",
            "filter": [{"prefix": ""}],
            "expiration": [{"days": days}],
            "noncurrent_version_expiration": [{"noncurrent_days": 30}],
            "abort_incomplete_multipart_upload": [{"days_after_initiation": 7}],
        },
        {
            "id": "archive",
            "status": "Disabled",
            "filter": [{"prefix": "old/"}],
            "transition": [{"days": 30, "storage_class": "GLACIER"}],
        },
    ]


def queue_attributes(world: World, state: Values) -> Any:
    url = state.get("queue_url") or state["id"]
    return world.aws("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]


def redrive(world: World) -> str:
    return json.dumps({"deadLetterTargetArn": world.queue()["arn"], "maxReceiveCount": 5})


def topic_attribute(name: str) -> Callable[[World, Values], Any]:
    return lambda world, state: world.aws("sns").get_topic_attributes(TopicArn=state["arn"])["Attributes"][
        name
    ]


def action_of(document: Any) -> Any:
    found = document if isinstance(document, dict) else json.loads(document)
    return found["Statement"][0]["Action"]


def topic_policy(world: World) -> Values:
    topic = world.topic()["arn"]
    return {"arn": topic, "policy": world.policy("sns:Publish", topic, AWS="*")}


def queue_policy(world: World) -> Values:
    queue = world.queue()
    return {"queue_url": queue["id"], "policy": world.policy("sqs:SendMessage", queue["arn"], AWS="*")}


def subscription(world: World) -> Values:
    return {
        "topic_arn": world.topic()["arn"],
        "protocol": "sqs",
        "endpoint": world.queue()["arn"],
        "raw_message_delivery": True,
    }


def see_secret(world: World, state: Values) -> Any:
    found = world.aws("secretsmanager").describe_secret(SecretId=state["id"])
    return found["Name"] == state["name"], found["Description"]


def see_version(world: World, state: Values) -> Any:
    found = world.aws("secretsmanager").get_secret_value(SecretId=state["secret_id"])
    return found["SecretString"]


def see_parameter(world: World, state: Values) -> Any:
    found = world.aws("ssm").get_parameter(Name=state["name"], WithDecryption=True)["Parameter"]
    return found["Type"], found["Value"], found["Version"]


def see_role(world: World, state: Values) -> Any:
    role = world.aws("iam").get_role(RoleName=state["name"])["Role"]
    trusted = role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["Service"]
    return role["Path"], role["Description"], role["MaxSessionDuration"], trusted


def see_role_policy(world: World, state: Values) -> Any:
    found = world.aws("iam").get_role_policy(RoleName=state["role"], PolicyName=state["name"])
    return action_of(found["PolicyDocument"])


def see_policy(world: World, state: Values) -> Any:
    iam = world.aws("iam")
    version = iam.get_policy(PolicyArn=state["arn"])["Policy"]["DefaultVersionId"]
    found = iam.get_policy_version(PolicyArn=state["arn"], VersionId=version)
    return action_of(found["PolicyVersion"]["Document"])


def see_attachment(world: World, state: Values) -> Any:
    found = world.aws("iam").list_attached_role_policies(RoleName=state["role"])["AttachedPolicies"]
    return [policy["PolicyArn"] == state["policy_arn"] for policy in found]


def attachment(world: World) -> Values:
    policy = world.life.create("aws_iam_policy", name=world.name("policy"), policy=world.policy(READ))
    return {"role": world.role(), "policy_arn": policy["arn"]}


def see_key(world: World, state: Values) -> Any:
    kms = world.aws("kms")
    rotation = kms.get_key_rotation_status(KeyId=state["id"])["KeyRotationEnabled"]
    metadata = kms.describe_key(KeyId=state["id"])["KeyMetadata"]
    return metadata["Description"], metadata["KeyState"], rotation


def see_alias(world: World, state: Values) -> Any:
    return world.aws("kms").describe_key(KeyId=state["name"])["KeyMetadata"]["KeyId"] == world.key["id"]


def see_log_group(world: World, state: Values) -> Any:
    found = world.aws("logs").describe_log_groups(logGroupNamePrefix=state["name"])["logGroups"]
    return [(group.get("retentionInDays"), "kmsKeyId" in group) for group in found]


def see_alarm(world: World, state: Values) -> Any:
    alarm = world.aws("cloudwatch").describe_alarms(AlarmNames=[state["alarm_name"]])["MetricAlarms"][0]
    return alarm["Threshold"], alarm["Dimensions"]


def alarm(world: World) -> Values:
    return {
        "alarm_name": world.name("alarm"),
        "comparison_operator": "GreaterThanThreshold",
        "evaluation_periods": 2,
        "metric_name": "CPUUtilization",
        "namespace": "AWS/ECS",
        "period": 60,
        "statistic": "Average",
        "threshold": 80,
        "dimensions": {"ClusterName": "one"},
        "alarm_actions": [world.topic()["arn"]],
        "tags": {"Team": "platform"},
    }


BLOCKED = {
    "block_public_acls": True,
    "block_public_policy": True,
    "ignore_public_acls": True,
    "restrict_public_buckets": True,
}
DIMENSION = {"Name": "ClusterName", "Value": "one"}

CASES = {
    "aws_dynamodb_table": Case(
        table,
        see_table,
        TABLE,
        {
            "deletion_protection_enabled": False,
            "global_secondary_index": [],
            "ttl": [{"enabled": False, "attribute_name": ""}],
            "point_in_time_recovery": [{"enabled": False}],
            "attribute": [{"name": "id", "type": "S"}],
        },
        {**TABLE, "protected": False, "indexes": [], "expires": False, "recovery": "DISABLED"},
    ),
    "aws_s3_bucket": Case(
        lambda world: {"bucket": world.name("bucket"), "tags": {"Team": "merchandising"}},
        on_bucket("get_bucket_location", "LocationConstraint"),
        "eu-west-1",
    ),
    "aws_s3_bucket_versioning": Case(
        lambda world: {"bucket": world.bucket(), "versioning_configuration": [{"status": "Enabled"}]},
        on_bucket("get_bucket_versioning", "Status"),
        "Enabled",
        {"versioning_configuration": [{"status": "Suspended"}]},
        "Suspended",
        stays=True,
    ),
    "aws_s3_bucket_server_side_encryption_configuration": Case(
        lambda world: {"bucket": world.bucket(), **encryption("AES256")},
        lambda world, state: on_bucket(
            "get_bucket_encryption", "ServerSideEncryptionConfiguration", "Rules", 0
        )(world, state)["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"],
        "AES256",
        lambda world: encryption("aws:kms", kms_master_key_id=world.key["arn"]),
        "aws:kms",
    ),
    "aws_s3_bucket_public_access_block": Case(
        lambda world: {"bucket": world.bucket(), **BLOCKED},
        lambda world, state: sorted(
            on_bucket("get_public_access_block", "PublicAccessBlockConfiguration")(world, state).values()
        ),
        [True] * 4,
        {"block_public_policy": False},
        [False, True, True, True],
    ),
    "aws_s3_bucket_policy": Case(
        bucket_policy,
        lambda world, state: action_of(on_bucket("get_bucket_policy", "Policy")(world, state)),
        [READ],
        lambda world: {"policy": world.policy(WRITE, AWS="*")},
        [WRITE],
    ),
    "aws_s3_bucket_lifecycle_configuration": Case(
        lambda world: {"bucket": world.bucket(), "rule": lifecycle(365)},
        on_bucket("get_bucket_lifecycle_configuration", "Rules", 0, "Expiration", "Days"),
        365,
        {"rule": lifecycle(30)},
        30,
    ),
    "aws_s3_bucket_ownership_controls": Case(
        lambda world: {"bucket": world.bucket(), "rule": [{"object_ownership": "BucketOwnerEnforced"}]},
        on_bucket("get_bucket_ownership_controls", "OwnershipControls", "Rules", 0, "ObjectOwnership"),
        "BucketOwnerEnforced",
        {"rule": [{"object_ownership": "ObjectWriter"}]},
        "ObjectWriter",
    ),
    "aws_s3_bucket_logging": Case(
        log_bucket,
        on_bucket("get_bucket_logging", "LoggingEnabled", "TargetPrefix"),
        "s3/",
    ),
    "aws_sqs_queue": Case(
        lambda world: {
            "name": world.name("queue"),
            "visibility_timeout_seconds": 60,
            "sqs_managed_sse_enabled": True,
            "redrive_policy": redrive(world),
            "tags": {"Team": "merchandising"},
        },
        lambda world, state: (
            queue_attributes(world, state)["VisibilityTimeout"],
            json.loads(queue_attributes(world, state)["RedrivePolicy"])["maxReceiveCount"],
            queue_attributes(world, state)["MaximumMessageSize"],
        ),
        ("60", 5, "262144"),
        {"visibility_timeout_seconds": 90},
        ("90", 5, "262144"),
    ),
    "aws_sqs_queue_policy": Case(
        queue_policy,
        lambda world, state: action_of(queue_attributes(world, state)["Policy"]),
        ["sqs:SendMessage"],
        lambda world: {"policy": world.policy("sqs:ReceiveMessage", AWS="*")},
        ["sqs:ReceiveMessage"],
    ),
    "aws_sqs_queue_redrive_policy": Case(
        lambda world: {"queue_url": world.queue()["id"], "redrive_policy": redrive(world)},
        lambda world, state: queue_attributes(world, state)["RedrivePolicy"] == state["redrive_policy"],
        True,
        lambda world: {"redrive_policy": redrive(world)},
        True,
    ),
    "aws_sns_topic": Case(
        lambda world: {"name": world.name("topic"), "display_name": "One", "tags": {"Team": "platform"}},
        topic_attribute("DisplayName"),
        "One",
        {"display_name": "Two"},
        "Two",
    ),
    "aws_sns_topic_policy": Case(
        topic_policy,
        lambda world, state: action_of(topic_attribute("Policy")(world, state)),
        ["sns:Publish"],
        lambda world: {"policy": world.policy("sns:Subscribe", AWS="*")},
        ["sns:Subscribe"],
        stays=True,
    ),
    "aws_sns_topic_subscription": Case(
        subscription,
        lambda world, state: world.aws("sns").get_subscription_attributes(SubscriptionArn=state["arn"])[
            "Attributes"
        ]["RawMessageDelivery"],
        "true",
        {"raw_message_delivery": False},
        "false",
    ),
    "aws_secretsmanager_secret": Case(
        lambda world: {
            "name": world.name("secret"),
            "description": "One",
            "kms_key_id": world.key["arn"],
            "recovery_window_in_days": 7,
            "tags": {"Team": "merchandising"},
        },
        see_secret,
        (True, "One"),
        {"description": "Two"},
        (True, "Two"),
    ),
    "aws_secretsmanager_secret_version": Case(
        lambda world: {
            "secret_id": world.life.create("aws_secretsmanager_secret", name=world.name("secret"))["id"],
            "secret_string": "hush",
        },
        see_version,
        "hush",
        stays=True,
    ),
    "aws_ssm_parameter": Case(
        lambda world: {"name": f"/{world.name()}", "type": "SecureString", "value": "a", "tags": {"a": "b"}},
        see_parameter,
        ("SecureString", "a", 1),
        {"value": "b"},
        ("SecureString", "b", 2),
    ),
    "aws_iam_role": Case(
        lambda world: {
            "name": world.name("role"),
            "path": "/tasks/",
            "description": "One",
            "assume_role_policy": world.trust(),
            "tags": {"Team": "merchandising"},
        },
        see_role,
        ("/tasks/", "One", 3600, "ecs-tasks.amazonaws.com"),
        lambda world: {
            "description": "Two",
            "max_session_duration": 7200,
            "assume_role_policy": world.trust("lambda.amazonaws.com"),
        },
        ("/tasks/", "Two", 7200, "lambda.amazonaws.com"),
    ),
    "aws_iam_role_policy": Case(
        lambda world: {"role": world.role(), "name": "rights", "policy": world.policy(READ)},
        see_role_policy,
        [READ],
        lambda world: {"policy": world.policy(WRITE)},
        [WRITE],
    ),
    "aws_iam_policy": Case(
        lambda world: {"name": world.name("policy"), "policy": world.policy(READ), "tags": {"a": "b"}},
        see_policy,
        [READ],
        lambda world: {"policy": world.policy(WRITE)},
        [WRITE],
    ),
    "aws_iam_role_policy_attachment": Case(attachment, see_attachment, [True]),
    "aws_kms_key": Case(
        lambda world: {
            "description": "One",
            "enable_key_rotation": True,
            "deletion_window_in_days": 7,
            "policy": world.policy("kms:*", AWS="arn:aws:iam::123456789012:root"),
            "tags": {"Team": "merchandising"},
        },
        see_key,
        ("One", "Enabled", True),
        {"description": "Two", "enable_key_rotation": False},
        ("Two", "Enabled", False),
    ),
    "aws_kms_alias": Case(
        lambda world: {
            "name": f"alias/{world.name()}",
            "target_key_id": world.life.create("aws_kms_key", description="Other")["id"],
        },
        see_alias,
        False,
        lambda world: {"target_key_id": world.key["id"]},
        True,
    ),
    "aws_cloudwatch_log_group": Case(
        lambda world: {"name": f"/{world.name()}/", "retention_in_days": 7, "tags": {"Team": "platform"}},
        see_log_group,
        [(7, False)],
        lambda world: {"retention_in_days": 30, "kms_key_id": world.key["arn"]},
        [(30, True)],
    ),
    "aws_cloudwatch_metric_alarm": Case(
        alarm, see_alarm, (80.0, [DIMENSION]), {"threshold": 90}, (90.0, [DIMENSION])
    ),
}
