"""Which changes AWS or Kubernetes cannot make in place, so that Terraform must replace the resource.

The bindings do not tell. Source, for each type: its page in the documentation of hashicorp/aws 6.25.0
("Resource: aws_vpc" and so on), where an argument "forces a new resource" or the like, and `ForceNew` in the schema
of its source file where the page is silent.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yard.offline.values import Dynamic

REGION = "region"

# Every type of hashicorp/aws 6 that lives in a region is replaced when the region changes. Source: "AWS Provider,
# Enhanced Region Support".
ALWAYS = (REGION, "name_prefix")

# For types that are not listed below: what AWS can change for hardly anything.
USUALLY = (
    "name",
    "bucket",
    "vpc_id",
    "subnet_id",
    "cluster_identifier",
    "identifier",
    "key_name",
    "function_name",
)

# The same for objects of Kubernetes. Source: schema_metadata.go of hashicorp/kubernetes 2.38.0.
OF_OBJECTS = ("metadata.name", "metadata.namespace", "metadata.generate_name")

_SUB_BUCKET = ("bucket", "expected_bucket_owner")
_SCALABLE = ("resource_id", "scalable_dimension", "service_namespace")

# A dotted name is an argument of a nested block; Terraform is told the block.
REPLACED: dict[str, tuple[str, ...]] = {
    # Network
    "aws_vpc": (
        "cidr_block",
        "instance_tenancy",
        "ipv4_ipam_pool_id",
        "ipv4_netmask_length",
        "ipv6_netmask_length",
    ),
    "aws_vpc_ipv4_cidr_block_association": (
        "cidr_block",
        "vpc_id",
        "ipv4_ipam_pool_id",
        "ipv4_netmask_length",
    ),
    "aws_subnet": (
        "availability_zone",
        "availability_zone_id",
        "cidr_block",
        "ipv6_native",
        "outpost_arn",
        "vpc_id",
    ),
    "aws_internet_gateway": (),
    "aws_egress_only_internet_gateway": ("vpc_id",),
    "aws_nat_gateway": (
        "allocation_id",
        "availability_mode",
        "connectivity_type",
        "private_ip",
        "subnet_id",
        "vpc_id",
    ),
    "aws_eip": (
        "address",
        "customer_owned_ipv4_pool",
        "domain",
        "ipam_pool_id",
        "network_border_group",
        "public_ipv4_pool",
    ),
    "aws_route_table": ("vpc_id",),
    "aws_route": (
        "destination_cidr_block",
        "destination_ipv6_cidr_block",
        "destination_prefix_list_id",
        "route_table_id",
    ),
    "aws_route_table_association": ("gateway_id", "subnet_id"),
    "aws_main_route_table_association": ("vpc_id",),
    "aws_network_acl": ("vpc_id",),
    "aws_network_acl_rule": (
        "cidr_block",
        "egress",
        "from_port",
        "icmp_code",
        "icmp_type",
        "ipv6_cidr_block",
        "network_acl_id",
        "protocol",
        "rule_action",
        "rule_number",
        "to_port",
    ),
    "aws_default_security_group": ("vpc_id",),
    "aws_default_network_acl": ("default_network_acl_id",),
    "aws_default_route_table": ("default_route_table_id",),
    "aws_security_group": ("description", "name", "vpc_id"),
    "aws_security_group_rule": (
        "cidr_blocks",
        "from_port",
        "ipv6_cidr_blocks",
        "prefix_list_ids",
        "protocol",
        "security_group_id",
        "self",
        "source_security_group_id",
        "to_port",
        "type",
    ),
    "aws_vpc_security_group_ingress_rule": ("security_group_id",),
    "aws_vpc_security_group_egress_rule": ("security_group_id",),
    "aws_vpc_endpoint": (
        "resource_configuration_arn",
        "service_name",
        "service_network_arn",
        "service_region",
        "vpc_endpoint_type",
        "vpc_id",
    ),
    "aws_vpc_endpoint_policy": ("vpc_endpoint_id",),
    "aws_flow_log": (
        "deliver_cross_account_role",
        "destination_options",
        "eni_id",
        "iam_role_arn",
        "log_destination",
        "log_destination_type",
        "log_format",
        "max_aggregation_interval",
        "subnet_id",
        "traffic_type",
        "transit_gateway_attachment_id",
        "transit_gateway_id",
        "vpc_id",
    ),
    # Load balancing and certificates
    "aws_lb": ("customer_owned_ipv4_pool", "internal", "load_balancer_type", "name"),
    "aws_lb_listener": ("load_balancer_arn",),
    "aws_lb_listener_rule": ("listener_arn",),
    "aws_lb_listener_certificate": ("certificate_arn", "listener_arn"),
    "aws_lb_target_group": (
        "ip_address_type",
        "name",
        "port",
        "protocol",
        "protocol_version",
        "target_control_port",
        "target_type",
        "vpc_id",
    ),
    "aws_lb_target_group_attachment": ("availability_zone", "port", "target_group_arn", "target_id"),
    "aws_acm_certificate": (
        "certificate_authority_arn",
        "domain_name",
        "key_algorithm",
        "subject_alternative_names",
        "validation_method",
        "validation_option",
    ),
    "aws_acm_certificate_validation": ("certificate_arn", "validation_record_fqdns"),
    # Containers and scaling
    "aws_ecs_cluster": ("name",),
    "aws_ecs_cluster_capacity_providers": ("cluster_name",),
    "aws_ecs_capacity_provider": ("auto_scaling_group_provider.auto_scaling_group_arn", "name"),
    "aws_ecs_task_definition": (
        "container_definitions",
        "cpu",
        "enable_fault_injection",
        "ephemeral_storage",
        "execution_role_arn",
        "family",
        "ipc_mode",
        "memory",
        "network_mode",
        "pid_mode",
        "placement_constraints",
        "proxy_configuration",
        "requires_compatibilities",
        "runtime_platform",
        "task_role_arn",
        "volume",
    ),
    "aws_ecs_service": (
        "cluster",
        "deployment_controller.type",
        "iam_role",
        "launch_type",
        "name",
        "scheduling_strategy",
    ),
    "aws_ecr_repository": ("encryption_configuration", "name"),
    "aws_ecr_lifecycle_policy": ("policy", "repository"),
    "aws_ecr_repository_policy": ("repository",),
    "aws_appautoscaling_target": _SCALABLE,
    "aws_appautoscaling_policy": ("name", *_SCALABLE),
    "aws_appautoscaling_scheduled_action": ("name", *_SCALABLE),
    "aws_eks_cluster": (
        "access_config.bootstrap_cluster_creator_admin_permissions",
        "bootstrap_self_managed_addons",
        "kubernetes_network_config.ip_family",
        "kubernetes_network_config.service_ipv4_cidr",
        "name",
        "outpost_config",
        "role_arn",
    ),
    "aws_eks_node_group": (
        "ami_type",
        "capacity_type",
        "cluster_name",
        "disk_size",
        "instance_types",
        "node_group_name",
        "node_group_name_prefix",
        "node_role_arn",
        "remote_access",
        "subnet_ids",
    ),
    "aws_eks_fargate_profile": (
        "cluster_name",
        "fargate_profile_name",
        "pod_execution_role_arn",
        "selector",
        "subnet_ids",
    ),
    "aws_eks_addon": ("addon_name", "cluster_name"),
    "aws_eks_access_entry": ("cluster_name", "principal_arn", "type"),
    "aws_eks_access_policy_association": ("access_scope", "cluster_name", "policy_arn", "principal_arn"),
    "aws_eks_pod_identity_association": ("cluster_name", "namespace", "service_account"),
    # Data
    "aws_dynamodb_table": (
        "hash_key",
        "import_table",
        "local_secondary_index",
        "name",
        "range_key",
        "restore_date_time",
        "restore_source_name",
        "restore_source_table_arn",
        "restore_to_latest_time",
    ),
    "aws_dynamodb_table_item": ("hash_key", "range_key", "table_name"),
    "aws_s3_bucket": ("bucket", "bucket_prefix", "object_lock_enabled"),
    "aws_s3_bucket_acl": _SUB_BUCKET,
    "aws_s3_bucket_cors_configuration": _SUB_BUCKET,
    "aws_s3_bucket_lifecycle_configuration": _SUB_BUCKET,
    "aws_s3_bucket_logging": _SUB_BUCKET,
    "aws_s3_bucket_notification": ("bucket",),
    "aws_s3_bucket_object_lock_configuration": _SUB_BUCKET,
    "aws_s3_bucket_ownership_controls": ("bucket",),
    "aws_s3_bucket_policy": ("bucket",),
    "aws_s3_bucket_public_access_block": ("bucket",),
    "aws_s3_bucket_server_side_encryption_configuration": _SUB_BUCKET,
    "aws_s3_bucket_versioning": _SUB_BUCKET,
    "aws_s3_object": ("bucket", "key"),
    "aws_db_instance": (
        "availability_zone",
        "backup_target",
        "character_set_name",
        "custom_iam_instance_profile",
        "db_name",
        "engine",
        "identifier_prefix",
        "kms_key_id",
        "nchar_character_set_name",
        "restore_to_point_in_time",
        "s3_import",
        "snapshot_identifier",
        "storage_encrypted",
        "timezone",
        "username",
    ),
    "aws_db_option_group": ("engine_name", "major_engine_version", "name", "option_group_description"),
    "aws_db_parameter_group": ("description", "family", "name"),
    "aws_db_proxy": ("engine_family", "vpc_subnet_ids"),
    "aws_db_proxy_default_target_group": ("db_proxy_name",),
    "aws_db_proxy_target": (
        "db_cluster_identifier",
        "db_instance_identifier",
        "db_proxy_name",
        "target_group_name",
    ),
    "aws_db_subnet_group": ("name",),
    "aws_elasticache_replication_group": (
        "at_rest_encryption_enabled",
        "data_tiering_enabled",
        "global_replication_group_id",
        "kms_key_id",
        "network_type",
        "port",
        "preferred_cache_cluster_azs",
        "replication_group_id",
        "security_group_names",
        "snapshot_arns",
        "snapshot_name",
        "subnet_group_name",
    ),
    "aws_elasticache_serverless_cache": (
        "kms_key_id",
        "name",
        "snapshot_arns_to_restore",
        "subnet_ids",
    ),
    "aws_elasticache_subnet_group": ("name",),
    "aws_elasticache_user": ("engine", "user_id", "user_name"),
    "aws_elasticache_user_group": ("user_group_id",),
    "aws_rds_cluster": (
        "availability_zones",
        "cluster_identifier",
        "cluster_identifier_prefix",
        "cluster_scalability_type",
        "database_name",
        "db_subnet_group_name",
        "db_system_id",
        "engine",
        "engine_mode",
        "kms_key_id",
        "master_username",
        "restore_to_point_in_time",
        "s3_import",
        "snapshot_identifier",
        "source_region",
        "storage_encrypted",
    ),
    "aws_rds_cluster_instance": (
        "availability_zone",
        "cluster_identifier",
        "custom_iam_instance_profile",
        "db_subnet_group_name",
        "engine",
        "identifier",
        "identifier_prefix",
    ),
    "aws_rds_cluster_parameter_group": ("description", "family", "name"),
    # Messaging
    "aws_sqs_queue": ("fifo_queue", "name"),
    "aws_sqs_queue_policy": ("queue_url",),
    "aws_sqs_queue_redrive_policy": ("queue_url",),
    "aws_sqs_queue_redrive_allow_policy": ("queue_url",),
    "aws_sns_topic": ("fifo_topic", "name"),
    "aws_sns_topic_policy": ("arn",),
    "aws_sns_topic_subscription": ("endpoint", "protocol", "topic_arn"),
    "aws_cloudwatch_event_archive": ("event_source_arn", "name"),
    "aws_cloudwatch_event_bus": ("event_source_name", "name"),
    "aws_cloudwatch_event_rule": ("event_bus_name", "name"),
    "aws_cloudwatch_event_target": ("event_bus_name", "rule", "target_id"),
    # Security
    "aws_iam_role": ("name", "path"),
    "aws_iam_role_policy": ("name", "role"),
    "aws_iam_role_policy_attachment": ("policy_arn", "role"),
    "aws_iam_policy": ("description", "name", "path"),
    "aws_iam_instance_profile": ("name", "path"),
    "aws_iam_openid_connect_provider": ("url",),
    "aws_kms_key": (
        "custom_key_store_id",
        "customer_master_key_spec",
        "key_usage",
        "multi_region",
        "xks_key_id",
    ),
    "aws_kms_alias": ("name",),
    "aws_kms_key_policy": ("key_id",),
    "aws_secretsmanager_secret": ("name",),
    "aws_secretsmanager_secret_version": ("secret_id", "secret_binary", "secret_string"),
    "aws_secretsmanager_secret_policy": ("secret_arn",),
    "aws_secretsmanager_secret_rotation": ("secret_id",),
    "aws_ssm_parameter": ("name",),
    # Observability
    "aws_cloudwatch_log_group": ("log_group_class", "name"),
    "aws_cloudwatch_log_metric_filter": ("log_group_name", "name"),
    "aws_cloudwatch_log_subscription_filter": ("log_group_name", "name"),
    "aws_cloudwatch_metric_alarm": ("alarm_name",),
    "aws_cloudwatch_composite_alarm": ("alarm_name",),
    "aws_cloudwatch_dashboard": ("dashboard_name",),
    "aws_cloudwatch_log_delivery": ("delivery_destination_arn", "delivery_source_name"),
    "aws_cloudwatch_log_delivery_destination": ("delivery_destination_type", "name", "output_format"),
    "aws_cloudwatch_log_delivery_source": ("log_type", "name", "resource_arn"),
    # Costs
    "aws_backup_vault": ("kms_key_arn", "name"),
    "aws_backup_vault_lock_configuration": (
        "backup_vault_name",
        "changeable_for_days",
        "max_retention_days",
        "min_retention_days",
    ),
    "aws_backup_plan": ("name",),
    "aws_backup_selection": (
        "condition",
        "iam_role_arn",
        "name",
        "not_resources",
        "plan_id",
        "resources",
        "selection_tag",
    ),
    "aws_ce_cost_allocation_tag": ("tag_key",),
    "aws_budgets_budget": ("account_id", "name"),
    # Edge
    "aws_route53_record": ("name", "zone_id"),
    "aws_route53_zone": ("delegation_set_id", "name"),
    "aws_cloudfront_distribution": ("continuous_deployment_policy_id", "staging"),
    "aws_cloudfront_function": ("name",),
    "aws_cloudfront_origin_access_control": (),
    "aws_cloudfront_response_headers_policy": (),
    "aws_cloudfront_vpc_origin": (),
    "aws_wafv2_web_acl": ("name", "scope"),
    "aws_wafv2_web_acl_logging_configuration": ("log_destination_configs", "resource_arn"),
    "aws_wafv2_web_acl_association": ("resource_arn", "web_acl_arn"),
    # Schedules
    "aws_scheduler_schedule": ("group_name", "name"),
    "aws_scheduler_schedule_group": ("name",),
    # Service discovery
    "aws_service_discovery_private_dns_namespace": ("name", "vpc"),
    "aws_service_discovery_service": (
        "dns_config.namespace_id",
        "dns_config.routing_policy",
        "health_check_custom_config",
        "name",
        "namespace_id",
        "type",
    ),
    "aws_service_discovery_instance": ("instance_id", "service_id"),
    # Compute
    "aws_launch_template": ("name",),
    "aws_lambda_function": ("function_name", "package_type"),
    "aws_lambda_event_source_mapping": (
        "amazon_managed_kafka_event_source_config",
        "event_source_arn",
        "queues",
        "self_managed_event_source",
        "self_managed_kafka_event_source_config",
        "starting_position",
        "starting_position_timestamp",
        "topics",
    ),
    "aws_lambda_provisioned_concurrency_config": ("function_name", "qualifier"),
    "aws_cloudformation_stack": ("disable_rollback", "name", "on_failure", "timeout_in_minutes"),
    "aws_codedeploy_app": ("compute_platform",),
    "aws_codedeploy_deployment_config": (
        "compute_platform",
        "deployment_config_name",
        "minimum_healthy_hosts",
        "traffic_routing_config",
        "zonal_config",
    ),
    "aws_codedeploy_deployment_group": (),
    "aws_apigatewayv2_api": ("protocol_type",),
    "aws_apigatewayv2_integration": ("api_id", "integration_subtype", "integration_type"),
    "aws_apigatewayv2_route": ("api_id",),
    "aws_apigatewayv2_stage": ("api_id", "name"),
    "aws_apigatewayv2_domain_name": ("domain_name",),
    "aws_apigatewayv2_api_mapping": ("api_id", "domain_name"),
    "aws_lambda_permission": (
        "action",
        "event_source_token",
        "function_name",
        "principal",
        "qualifier",
        "source_account",
        "source_arn",
        "statement_id",
    ),
}

# Beside what replaces every object. Source: `ForceNew` in the schemas of hashicorp/kubernetes 2.38.0, and its plan.go.
REPLACED_OBJECTS: dict[str, tuple[str, ...]] = {
    "kubernetes_manifest": (
        "manifest.apiVersion",
        "manifest.kind",
        "manifest.metadata.name",
        "manifest.metadata.namespace",
    ),
    "kubernetes_cluster_role_binding_v1": ("role_ref",),
    "kubernetes_deployment_v1": ("spec.selector",),
    "kubernetes_pod_disruption_budget_v1": ("spec",),
    "kubernetes_role_binding_v1": ("role_ref",),
    "kubernetes_service_v1": ("spec.cluster_ip", "spec.cluster_ips", "spec.load_balancer_class"),
}

# Type and argument -> the one change (from, to) that AWS can make in place all the same. Source: "ModifyVpcTenancy",
# Amazon EC2 API Reference.
IN_PLACE: dict[tuple[str, str], tuple[Any, Any]] = {
    ("aws_vpc", "instance_tenancy"): ("dedicated", "default"),
}


def replaced_by(type_name: str, prior: dict[str, Any], planned: dict[str, Any]) -> Iterator[str]:
    """The attributes and blocks of `type_name` whose change from `prior` to `planned` forces a replacement."""
    found = []
    for path in _paths(type_name):
        name, _, rest = path.partition(".")
        if (
            name in planned
            and name not in found
            and _part(prior.get(name), rest) != _part(planned[name], rest)
            and IN_PLACE.get((type_name, path)) != (prior.get(name), planned[name])
        ):
            found.append(name)
    # Not given any more: whatever prefix made the name, the name stays.
    return (name for name in found if name != "name_prefix" or planned[name] is not None)


def _paths(type_name: str) -> tuple[str, ...]:
    if type_name.startswith("kubernetes_"):
        return (*OF_OBJECTS, *REPLACED_OBJECTS.get(type_name, ()))
    return (*ALWAYS, *REPLACED.get(type_name, USUALLY))


def _part(value: Any, path: str) -> Any:
    """What `path` names inside a nested block or a value of any type, one value for each of its elements."""
    if not path:
        return value
    if isinstance(value, Dynamic):
        return _part(value.value, path)
    name, _, rest = path.partition(".")
    if isinstance(value, list):
        return [_part(item, path) for item in value]
    return _part(value.get(name), rest) if isinstance(value, dict) else None
