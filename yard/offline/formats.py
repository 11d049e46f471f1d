"""What the identifiers and ARNs of each resource type look like.

Templates: {name} is the resource's name; {account}, {region}, {partition}; {service} and {resource} come from the
type; {hex:17}, {upper:17}, {digits:10}, {mixed:6}, {octet} and {uuid} are made up. Any other field is an attribute of
the resource: {arn:last} is what follows its last colon, {cluster:tail} its first slash, {target_key_id:end} its last;
{path:path} is /platform/ or /, {url:host} is without https://, {name:rooted} has one slash in front.
Sources: "Service Authorization Reference" (ARN formats of each service) and the attribute and import sections of
each resource's page in the documentation of hashicorp/aws 6.25.0.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from typing import Any

from yard.offline.formats_of_stores import STORE_FORMATS

# For what no template can say: a function of the resource's attributes and of made-up text.
Value = Callable[[str], Any]
Random = Callable[[str, int, str], str]

_ARN = "arn:{partition}"
_EC2 = _ARN + ":ec2:{region}:{account}:"
_ELB = _ARN + ":elasticloadbalancing:{region}:{account}:"
_EKS = _ARN + ":eks:{region}:{account}:"
_ECS = _ARN + ":ecs:{region}:{account}:"
_API = _ARN + ":apigateway:{region}::/"


def _ec2(prefix: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"id": prefix + "-{hex:17}", "arn": _EC2 + kind + "/{id}", **more}


def _by_name(service: str, kind: str = "", **more: Any) -> dict[str, Any]:
    """Its id is its name, and so ends its ARN."""
    return {"id": "{name}", "arn": f"{_ARN}:{service}:{{region}}:{{account}}:{kind}{{name}}", **more}


def _by_arn(arn: str, **more: Any) -> dict[str, Any]:
    return {"id": "{arn}", "arn": arn, **more}


def _of_bucket(**more: Any) -> dict[str, Any]:
    return {"id": "{bucket}", **more}


def _domain_validation_options(value: Value, random: Random) -> list[dict[str, str]]:
    """One DNS record to prove each domain. Source: "Resource: aws_acm_certificate", domain_validation_options."""
    names = [value("domain_name"), *(value("subject_alternative_names") or [])]
    return [
        {
            "domain_name": name,
            "resource_record_name": f"_{random('hex', 32, f'{name}.name')}.{name.removeprefix('*.')}.",
            "resource_record_type": "CNAME",
            "resource_record_value": f"_{random('hex', 32, f'{name}.value')}.acm-validations.aws.",
        }
        for name in dict.fromkeys(name for name in names if isinstance(name, str))
    ]


def _certificate(value: Value, random: Random) -> list[dict[str, str]]:  # noqa: ARG001 - one form for all functions
    """Base64 of a PEM text, as "Resource: aws_eks_cluster" says of certificate_authority."""
    text = f"-----BEGIN CERTIFICATE-----\n{random('mixed', 64, 'certificate')}\n-----END CERTIFICATE-----\n"
    return [{"data": b64encode(text.encode()).decode()}]


def _issuer(value: Value, random: Random) -> list[dict[str, Any]]:
    """Source: "Amazon EKS User Guide, Create an IAM OIDC provider for your cluster"."""
    region = str(value("arn")).split(":")[3]
    return [
        {
            "oidc": [
                {
                    "issuer": f"https://oidc.eks.{region}.amazonaws.com/id/{random('hex', 32, 'issuer').upper()}"
                }
            ]
        }
    ]


def _function_version(value: Value, _: Random) -> str:
    """The first that is published, or what is not. Source: "Resource: aws_lambda_function", version."""
    return "1" if value("publish") else "$LATEST"


def _code_hash(value: Value, random: Random) -> str:
    """The base64 of the code's SHA-256, which its `source_code_hash` is too."""
    given = value("source_code_hash")
    return given if isinstance(given, str) and given else random("mixed", 43, "code") + "="


def _invoke(function: str) -> str:
    """Where API Gateway invokes a function. Source: "Resource: aws_lambda_function", invoke_arn."""
    return f"{_ARN}:apigateway:{{region}}:lambda:path/2015-03-31/functions/{function}/invocations"


FORMATS: dict[str, dict[str, Any]] = {
    **STORE_FORMATS,
    # Network
    "aws_vpc": _ec2(
        "vpc",
        "vpc",
        default_security_group_id="sg-{hex:17}",
        default_network_acl_id="acl-{hex:17}",
        default_route_table_id="rtb-{hex:17}",
        main_route_table_id="rtb-{hex:17}",
        dhcp_options_id="dopt-{hex:17}",
        enable_dns_hostnames=False,
        enable_network_address_usage_metrics=False,
    ),
    "aws_subnet": _ec2("subnet", "subnet"),
    "aws_internet_gateway": _ec2("igw", "internet-gateway"),
    "aws_egress_only_internet_gateway": {"id": "eigw-{hex:17}"},
    "aws_nat_gateway": {
        "id": "nat-{hex:17}",
        "association_id": "eipassoc-{hex:17}",
        "network_interface_id": "eni-{hex:17}",
    },
    "aws_eip": _ec2(
        "eipalloc",
        "elastic-ip",
        allocation_id="{id}",
        public_ip="203.0.113.{octet}",
        domain="vpc",
        network_border_group="{region}",
        public_ipv4_pool="amazon",
    ),
    "aws_route_table": _ec2("rtb", "route-table"),
    "aws_route": {"id": "r-{route_table_id}{digits:10}", "origin": "CreateRoute", "state": "active"},
    "aws_route_table_association": {"id": "rtbassoc-{hex:17}"},
    "aws_main_route_table_association": {"id": "rtbassoc-{hex:17}"},
    "aws_network_acl": _ec2("acl", "network-acl"),
    "aws_default_network_acl": _ec2("acl", "network-acl"),
    "aws_default_route_table": _ec2("rtb", "route-table"),
    "aws_security_group": _ec2("sg", "security-group", vpc_id="vpc-{hex:17}"),
    "aws_default_security_group": _ec2(
        "sg", "security-group", name="default", description="default VPC security group"
    ),
    "aws_security_group_rule": {"id": "sgrule-{digits:10}", "security_group_rule_id": "sgr-{hex:17}"},
    "aws_vpc_security_group_ingress_rule": _ec2("sgr", "security-group-rule", security_group_rule_id="{id}"),
    "aws_vpc_security_group_egress_rule": _ec2("sgr", "security-group-rule", security_group_rule_id="{id}"),
    "aws_vpc_endpoint": _ec2(
        "vpce", "vpc-endpoint", state="available", prefix_list_id="pl-{hex:8}", ip_address_type="ipv4"
    ),
    "aws_flow_log": _ec2("fl", "vpc-flow-log"),
    "aws_network_interface": _ec2("eni", "network-interface"),
    "aws_instance": _ec2("i", "instance"),
    "aws_launch_template": _ec2("lt", "launch-template", latest_version=1, default_version=1),
    # Load balancing and certificates
    "aws_lb": _by_arn(
        _ELB + "loadbalancer/app/{name}/{hex:16}",
        arn_suffix="{arn:tail}",
        dns_name="{name}-{digits:10}.{region}.elb.amazonaws.com",
        zone_id="{elb_zone}",
        ip_address_type="ipv4",
        internal=False,
        vpc_id="vpc-{hex:17}",
    ),
    "aws_lb_listener": _by_arn(_ELB + "listener/{load_balancer_arn:tail}/{hex:16}"),
    "aws_lb_listener_rule": _by_arn(_ELB + "listener-rule/{listener_arn:tail}/{hex:16}", priority=1),
    "aws_lb_listener_certificate": {"id": "{listener_arn}_{certificate_arn}"},
    "aws_lb_target_group": _by_arn(
        _ELB + "targetgroup/{name}/{hex:16}",
        arn_suffix="{arn:last}",
        ip_address_type="ipv4",
        load_balancing_algorithm_type="round_robin",
        protocol_version="HTTP1",
    ),
    "aws_lb_target_group_attachment": {"id": "{target_group_arn}-{digits:20}"},
    "aws_acm_certificate": _by_arn(
        _ARN + ":acm:{region}:{account}:certificate/{uuid}",
        status="PENDING_VALIDATION",
        type="AMAZON_ISSUED",
        renewal_eligibility="INELIGIBLE",
        key_algorithm="RSA_2048",
        domain_validation_options=_domain_validation_options,
    ),
    "aws_acm_certificate_validation": {"id": "2025-01-01 00:00:00 +0000 UTC"},
    # Containers and scaling
    "aws_ecs_cluster": _by_arn(_ECS + "cluster/{name}"),
    "aws_ecs_cluster_capacity_providers": {"id": "{cluster_name}"},
    "aws_ecs_capacity_provider": _by_arn(_ECS + "capacity-provider/{name}"),
    "aws_ecs_task_definition": {
        "id": "{family}",
        "revision": 1,
        "arn": _ECS + "task-definition/{family}:1",
        "arn_without_revision": _ECS + "task-definition/{family}",
        "network_mode": "bridge",
    },
    "aws_ecs_service": _by_arn(
        _ECS + "service/{cluster:tail}/{name}", launch_type="EC2", platform_version="LATEST"
    ),
    "aws_ecr_repository": _by_name(
        "ecr",
        "repository/",
        registry_id="{account}",
        repository_url="{account}.dkr.ecr.{region}.amazonaws.com/{name}",
    ),
    "aws_ecr_lifecycle_policy": {"id": "{repository}", "registry_id": "{account}"},
    "aws_ecr_repository_policy": {"id": "{repository}", "registry_id": "{account}"},
    "aws_appautoscaling_target": {
        "id": "{resource_id}",
        "arn": _ARN + ":application-autoscaling:{region}:{account}:scalable-target/{hex:20}",
        "role_arn": _ARN
        + ":iam::{account}:role/aws-service-role/{service_namespace}.application-autoscaling.amazonaws.com/"
        "AWSServiceRoleForApplicationAutoScaling",
    },
    "aws_appautoscaling_policy": {
        "id": "{name}",
        "arn": _ARN
        + ":autoscaling:{region}:{account}:scalingPolicy:{uuid}:resource/{service_namespace}/{resource_id}:"
        "policyName/{name}",
    },
    "aws_appautoscaling_scheduled_action": {
        "id": "{name}-{service_namespace}-{resource_id}",
        "arn": _ARN
        + ":autoscaling:{region}:{account}:scheduledAction:{uuid}:resource/{service_namespace}/{resource_id}:"
        "scheduledActionName/{name}",
    },
    "aws_eks_cluster": {
        "id": "{name}",
        "arn": _EKS + "cluster/{name}",
        "certificate_authority": _certificate,
        "endpoint": "https://{upper:32}.gr7.{region}.eks.amazonaws.com",
        "identity": _issuer,
        "platform_version": "eks.1",
    },
    "aws_eks_node_group": {
        "id": "{cluster_name}:{node_group_name}",
        "arn": _EKS + "nodegroup/{cluster_name}/{node_group_name}/{uuid}",
    },
    "aws_eks_fargate_profile": {
        "id": "{cluster_name}:{fargate_profile_name}",
        "arn": _EKS + "fargateprofile/{cluster_name}/{fargate_profile_name}/{uuid}",
    },
    "aws_eks_addon": {
        "id": "{cluster_name}:{addon_name}",
        "arn": _EKS + "addon/{cluster_name}/{addon_name}/{uuid}",
        "addon_version": "v1.0.0-eksbuild.1",
        "configuration_values": "",
    },
    "aws_eks_access_entry": {
        "id": "{cluster_name}:{principal_arn}",
        "access_entry_arn": _EKS + "access-entry/{cluster_name}/role/{account}/{principal_arn:end}/{uuid}",
        "user_name": "{principal_arn}",
    },
    "aws_eks_access_policy_association": {"id": "{cluster_name}#{principal_arn}#{policy_arn}"},
    "aws_eks_pod_identity_association": {
        "id": "{association_id}",
        "association_id": "a-{digits:17}",
        "association_arn": _EKS + "podidentityassociation/{cluster_name}/{association_id}",
    },
    # Data
    "aws_dynamodb_table": _by_name("dynamodb", "table/"),
    "aws_s3_bucket": {
        "id": "{bucket}",
        "arn": _ARN + ":s3:::{bucket}",
        "bucket_domain_name": "{bucket}.s3.amazonaws.com",
        "bucket_regional_domain_name": "{bucket}.s3.{region}.amazonaws.com",
        "bucket_region": "{region}",
        "hosted_zone_id": "Z3AQBSTGFYJSTF",
        "request_payer": "BucketOwner",
        "object_lock_enabled": False,
    },
    "aws_s3_bucket_acl": {"id": "{bucket},{acl}"},
    "aws_s3_bucket_cors_configuration": _of_bucket(),
    "aws_s3_bucket_lifecycle_configuration": _of_bucket(
        transition_default_minimum_object_size="all_storage_classes_128K"
    ),
    "aws_s3_bucket_logging": _of_bucket(),
    "aws_s3_bucket_notification": _of_bucket(),
    "aws_s3_bucket_object_lock_configuration": _of_bucket(),
    "aws_s3_bucket_ownership_controls": _of_bucket(),
    "aws_s3_bucket_policy": _of_bucket(),
    "aws_s3_bucket_public_access_block": _of_bucket(),
    "aws_s3_bucket_server_side_encryption_configuration": _of_bucket(),
    "aws_s3_bucket_versioning": _of_bucket(),
    "aws_s3_object": {"id": "{bucket}/{key}", "arn": _ARN + ":s3:::{bucket}/{key}", "etag": "{hex:32}"},
    # Messaging
    "aws_sqs_queue": {
        "id": "{url}",
        "url": "https://sqs.{region}.amazonaws.com/{account}/{name}",
        "arn": _ARN + ":sqs:{region}:{account}:{name}",
    },
    "aws_sqs_queue_policy": {"id": "{queue_url}"},
    "aws_sqs_queue_redrive_policy": {"id": "{queue_url}"},
    "aws_sqs_queue_redrive_allow_policy": {"id": "{queue_url}"},
    "aws_sns_topic": _by_arn(_ARN + ":sns:{region}:{account}:{name}", owner="{account}"),
    "aws_sns_topic_policy": {"id": "{arn}", "owner": "{account}"},
    "aws_sns_topic_subscription": _by_arn("{topic_arn}:{uuid}"),
    "aws_cloudwatch_event_bus": _by_name("events", "event-bus/"),
    "aws_cloudwatch_event_rule": {
        "id": "{event_bus_name}/{name}",
        "arn": _ARN + ":events:{region}:{account}:rule/{event_bus_name}/{name}",
    },
    "aws_cloudwatch_event_target": {
        "id": "{event_bus_name}-{rule}-{target_id}",
        "target_id": "terraform-{digits:26}",
    },
    "aws_cloudwatch_event_archive": _by_name("events", "archive/"),
    # Security
    "aws_iam_role": {
        "id": "{name}",
        "arn": _ARN + ":iam::{account}:role{path:path}{name}",
        "unique_id": "AROA{upper:17}",
        "create_date": "2025-01-01T00:00:00Z",
    },
    "aws_iam_role_policy": {"id": "{role}:{name}"},
    "aws_iam_role_policy_attachment": {"id": "{role}-{digits:26}"},
    "aws_iam_policy": _by_arn(_ARN + ":iam::{account}:policy{path:path}{name}", policy_id="ANPA{upper:17}"),
    "aws_iam_instance_profile": {
        "id": "{name}",
        "arn": _ARN + ":iam::{account}:instance-profile{path:path}{name}",
        "unique_id": "AIPA{upper:17}",
        "create_date": "2025-01-01T00:00:00Z",
    },
    "aws_iam_user": {
        "id": "{name}",
        "arn": _ARN + ":iam::{account}:user{path:path}{name}",
        "unique_id": "AIDA{upper:17}",
    },
    "aws_iam_openid_connect_provider": _by_arn(_ARN + ":iam::{account}:oidc-provider/{url:host}"),
    "aws_kms_key": {
        "id": "{uuid}",
        "key_id": "{id}",
        "arn": _ARN + ":kms:{region}:{account}:key/{id}",
        "multi_region": False,
        "rotation_period_in_days": 365,
    },
    "aws_kms_alias": {
        "id": "{name}",
        "arn": _ARN + ":kms:{region}:{account}:{name}",
        "target_key_arn": _ARN + ":kms:{region}:{account}:key/{target_key_id:end}",
    },
    "aws_secretsmanager_secret": _by_arn(_ARN + ":secretsmanager:{region}:{account}:secret:{name}-{mixed:6}"),
    "aws_secretsmanager_secret_version": {
        "id": "{secret_id}|{version_id}",
        "arn": "{secret_id}",
        "version_id": "terraform-{digits:26}",
        "version_stages": ["AWSCURRENT"],
    },
    "aws_scheduler_schedule_group": {
        "id": "{name}",
        "arn": _ARN + ":scheduler:{region}:{account}:schedule-group/{name}",
        "state": "ACTIVE",
    },
    "aws_scheduler_schedule": {
        "id": "{group_name}/{name}",
        "arn": _ARN + ":scheduler:{region}:{account}:schedule/{group_name}/{name}",
        "group_name": "default",
    },
    "aws_service_discovery_private_dns_namespace": {
        "id": "ns-{hex:17}",
        "arn": _ARN + ":servicediscovery:{region}:{account}:namespace/{id}",
        "hosted_zone": "Z{upper:20}",
    },
    "aws_service_discovery_service": {
        "id": "srv-{hex:17}",
        "arn": _ARN + ":servicediscovery:{region}:{account}:service/{id}",
        "namespace_id": "ns-{hex:17}",
        "type": "DNS_HTTP",
    },
    "aws_service_discovery_instance": {"id": "{instance_id}"},
    "aws_ssm_parameter": {
        "id": "{name}",
        "arn": _ARN + ":ssm:{region}:{account}:parameter{name:rooted}",
        "version": 1,
        "data_type": "text",
        "tier": "Standard",
    },
    # Observability
    "aws_cloudwatch_log_group": _by_name("logs", "log-group:", log_group_class="STANDARD"),
    "aws_cloudwatch_log_stream": _by_name("logs", "log-group:{log_group_name}:log-stream:"),
    "aws_cloudwatch_metric_alarm": {
        "id": "{alarm_name}",
        "arn": _ARN + ":cloudwatch:{region}:{account}:alarm:{alarm_name}",
        "evaluate_low_sample_count_percentiles": "",
    },
    "aws_cloudwatch_dashboard": {
        "id": "{dashboard_name}",
        "dashboard_arn": _ARN + ":cloudwatch::{account}:dashboard/{dashboard_name}",
    },
    # Backups
    "aws_backup_vault": _by_name("backup", "backup-vault:"),
    "aws_backup_vault_lock_configuration": {
        "id": "{backup_vault_name}",
        "backup_vault_arn": _ARN + ":backup:{region}:{account}:backup-vault:{backup_vault_name}",
    },
    "aws_backup_plan": {
        "id": "{uuid}",
        "arn": _ARN + ":backup:{region}:{account}:backup-plan:{id}",
        "version": "{mixed:48}",
    },
    "aws_backup_selection": {"id": "{uuid}"},
    # Costs
    "aws_ce_cost_allocation_tag": {"id": "{tag_key}", "type": "UserDefined"},
    "aws_budgets_budget": {
        "id": "{account}:{name}",
        "account_id": "{account}",
        "arn": _ARN + ":budgets::{account}:budget/{name}",
        "time_period_start": "2025-01-01_00:00",
    },
    # Edge
    "aws_route53_zone": {
        "id": "Z{upper:20}",
        "zone_id": "{id}",
        "arn": _ARN + ":route53:::hostedzone/{id}",
        "primary_name_server": "ns-1.awsdns-01.org",
        "name_servers": [
            "ns-1.awsdns-01.org",
            "ns-2.awsdns-02.co.uk",
            "ns-3.awsdns-03.com",
            "ns-4.awsdns-04.net",
        ],
    },
    "aws_route53_record": {"id": "{zone_id}_{name}_{type}", "fqdn": "{name}"},
    "aws_cloudfront_distribution": {
        "id": "E{upper:13}",
        "arn": _ARN + ":cloudfront::{account}:distribution/{id}",
        "domain_name": "d{hex:13}.cloudfront.net",
        "hosted_zone_id": "Z2FDTNDATAQYW2",
        "etag": "E{upper:13}",
        "status": "Deployed",
    },
    "aws_cloudfront_function": {
        "id": "{name}",
        "arn": _ARN + ":cloudfront::{account}:function/{name}",
        "etag": "E{upper:13}",
        "live_stage_etag": "E{upper:13}",
        "status": "UNASSOCIATED",
    },
    "aws_cloudfront_origin_access_control": {
        "id": "E{upper:13}",
        "arn": _ARN + ":cloudfront::{account}:origin-access-control/{id}",
        "etag": "E{upper:13}",
    },
    "aws_cloudfront_response_headers_policy": {
        "id": "{uuid}",
        "arn": _ARN + ":cloudfront::{account}:response-headers-policy/{id}",
        "etag": "E{upper:13}",
    },
    "aws_cloudfront_vpc_origin": {
        "id": "vo_{mixed:22}",
        "arn": _ARN + ":cloudfront::{account}:vpcorigin/{id}",
        "etag": "E{upper:13}",
    },
    "aws_cloudwatch_log_delivery": {
        "id": "{mixed:16}",
        "arn": _ARN + ":logs:{region}:{account}:delivery:{id}",
    },
    "aws_cloudwatch_log_delivery_destination": {
        "arn": _ARN + ":logs:{region}:{account}:delivery-destination:{name}",
        "delivery_destination_type": "S3",
    },
    "aws_cloudwatch_log_delivery_source": {
        "arn": _ARN + ":logs:{region}:{account}:delivery-source:{name}",
        "service": "cloudfront",
    },
    "aws_wafv2_web_acl_association": {"id": "{web_acl_arn},{resource_arn}"},
    "aws_wafv2_web_acl_logging_configuration": {"id": "{resource_arn}"},
    "aws_wafv2_web_acl": {
        "id": "{uuid}",
        "arn": _ARN + ":wafv2:{region}:{account}:regional/webacl/{name}/{id}",
        "lock_token": "{uuid}",
        "capacity": 1,
    },
    # Compute
    "aws_lambda_function": _by_name(
        "lambda",
        "function:",
        version=_function_version,
        last_modified="2025-01-01T00:00:00.000+0000",
        code_sha256=_code_hash,
        invoke_arn=_invoke("{arn}"),
        qualified_arn="{arn}:{version}",
        qualified_invoke_arn=_invoke("{arn}:{version}"),
        signing_job_arn="",
        signing_profile_version_arn="",
        source_code_size=1,
    ),
    "aws_lambda_event_source_mapping": {
        "id": "{uuid}",
        "uuid": "{id}",
        "arn": _ARN + ":lambda:{region}:{account}:event-source-mapping:{id}",
        "function_arn": "{function_name}",
        "last_processing_result": "",
        "state": "Enabled",
        "state_transition_reason": "USER_INITIATED",
    },
    "aws_lambda_permission": {"id": "{statement_id}", "statement_id": "terraform-{digits:26}"},
    "aws_lambda_provisioned_concurrency_config": {"id": "{function_name},{qualifier}"},
    "aws_cloudformation_stack": {
        "id": _ARN + ":cloudformation:{region}:{account}:stack/{name}/{uuid}",
        "outputs": {},
    },
    "aws_codedeploy_app": {
        "id": "{application_id}:{name}",
        "application_id": "{uuid}",
        "arn": _ARN + ":codedeploy:{region}:{account}:application:{name}",
        "github_account_name": "",
    },
    "aws_codedeploy_deployment_config": {
        "id": "{deployment_config_name}",
        "arn": _ARN + ":codedeploy:{region}:{account}:deploymentconfig:{deployment_config_name}",
        "deployment_config_id": "{uuid}",
    },
    "aws_codedeploy_deployment_group": {
        "id": "{deployment_group_id}",
        "arn": _ARN + ":codedeploy:{region}:{account}:deploymentgroup:{app_name}/{deployment_group_name}",
        "compute_platform": "Lambda",
        "deployment_group_id": "{uuid}",
    },
    "aws_apigatewayv2_api": {
        "id": "{hex:10}",
        "arn": _API + "apis/{id}",
        "api_endpoint": "https://{id}.execute-api.{region}.amazonaws.com",
        "execution_arn": _ARN + ":execute-api:{region}:{account}:{id}",
        "ip_address_type": "ipv4",
    },
    "aws_apigatewayv2_integration": {"id": "{hex:7}", "integration_response_selection_expression": ""},
    "aws_apigatewayv2_route": {"id": "{hex:7}"},
    "aws_apigatewayv2_stage": {
        "id": "{name}",
        "arn": _API + "apis/{api_id}/stages/{name}",
        "deployment_id": "{hex:6}",
        "execution_arn": _ARN + ":execute-api:{region}:{account}:{api_id}/{name}",
        "invoke_url": "https://{api_id}.execute-api.{region}.amazonaws.com/",
    },
    "aws_apigatewayv2_domain_name": {
        "id": "{domain_name}",
        "arn": _API + "domainnames/{domain_name}",
        "api_mapping_selection_expression": "$request.basepath",
    },
    "aws_apigatewayv2_api_mapping": {"id": "{hex:6}"},
}


def _object_id(value: Value, random: Random) -> str:
    """Source: the Import sections in the documentation of hashicorp/kubernetes 2.38.0: NAMESPACE/NAME, or NAME."""
    metadata = (value("metadata") or [{}])[0]
    parts = (metadata.get(key) for key in ("namespace", "name"))
    return "/".join(part for part in parts if isinstance(part, str)) or random("hex", 17, "id")


# Provider -> what all its types have in common.
COMMON: dict[str, dict[str, Any]] = {"kubernetes": {"id": _object_id}}


def format_of(type_name: str, attribute: str) -> Any:
    """The template or function for an attribute; None where no table knows any."""
    known = FORMATS.get(type_name, {}).get(attribute)
    return known if known is not None else COMMON.get(type_name.partition("_")[0], {}).get(attribute)


# For attributes of any type that no entry above names: the first pattern that fits the whole name.
GENERIC: tuple[tuple[str, str], ...] = (
    ("region", "{region}"),
    ("(owner|account|registry)(_id)?|.*_(owner|account)_id", "{account}"),
    ("arn", "arn:{partition}:{service}:{region}:{account}:{resource}/{name}"),
    (".*_arn", "arn:{partition}:{service}:{region}:{account}:{resource}/{hex:17}"),
    ("name|bucket", "{generated}"),
    ("ipv6_.*|stream_.*|outpost_.*|carrier_.*|customer_owned_.*", ""),
    (".*vpc_id", "vpc-{hex:17}"),
    (".*subnet_id", "subnet-{hex:17}"),
    (".*security_group_id", "sg-{hex:17}"),
    (".*network_interface_id", "eni-{hex:17}"),
    (".*route_table_id", "rtb-{hex:17}"),
    ("availability_zone", "{region}a"),
    (".*(created?|modified|updated)(_(at|date|time|on))?|.*_(date|time|timestamp)", "2025-01-01T00:00:00Z"),
    ("status", "ACTIVE"),
    ("state", "available"),
    ("etag", "{hex:32}"),
    ("uid", "{uuid}"),
    ("resource_version", "{digits:8}"),
    (".*(private|public)_ip(_address)?", "203.0.113.{octet}"),
)

# Source: "Elastic Load Balancing endpoints and quotas" (Application Load Balancers, Route 53 hosted zone ids).
LOAD_BALANCER_ZONES = {
    "ap-northeast-1": "Z14GRHDCWA56QT",
    "ap-southeast-1": "Z1LMS91P8CMLE5",
    "ap-southeast-2": "Z1GM3OXH4ZPM65",
    "ca-central-1": "ZQSVJUPU6J1EY",
    "eu-central-1": "Z215JYRZR1TBD5",
    "eu-north-1": "Z23TAZ6LKFMNIO",
    "eu-west-1": "Z32O12XQLNTSW2",
    "eu-west-2": "ZHURV8PSTC4K8",
    "eu-west-3": "Z3Q77PNBQS71R4",
    "us-east-1": "Z35SXDOTRQ7X7K",
    "us-east-2": "Z3AADJGX6KTTL2",
    "us-west-1": "Z368ELLRRE2KJ0",
    "us-west-2": "Z1H1FL5HABSF5",
}


def zone_id_of_load_balancers(region: str) -> str:
    """The Route 53 zone that aliases to a load balancer in `region` name; Ireland's for a region not listed."""
    return LOAD_BALANCER_ZONES.get(region, LOAD_BALANCER_ZONES["eu-west-1"])
