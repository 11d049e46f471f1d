"""What the AWS provider itself fills in for an argument that is not given: the bindings do not tell.

Without it a plan would leave out what is really going to be asked for, and would show a change where somebody writes
down the default. Source: what hashicorp/aws 3.39.0 plans for arguments that are not given (a test asks it), and the
argument references of the resources in the documentation of 6.25.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yard.offline.defaults_of_objects import DEFAULTS_OF_OBJECTS

_FORWARD: Mapping[str, Any] = {"forward.stickiness.enabled": False, "forward.target_group.weight": 1}
_REDIRECT: Mapping[str, Any] = {
    "redirect.host": "#{host}",
    "redirect.path": "/#{path}",
    "redirect.port": "#{port}",
    "redirect.protocol": "#{protocol}",
    "redirect.query": "#{query}",
}
_LOGIN: Mapping[str, Any] = {
    f"{kind}.{name}": value
    for kind in ("authenticate_cognito", "authenticate_oidc")
    for name, value in {
        "scope": "openid",
        "session_cookie_name": "AWSELBAuthSessionCookie",
        "session_timeout": 604800,
    }.items()
}


def _inside(block: str, defaults: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{block}.{path}": value for path, value in defaults.items()}


# Type -> argument (a dotted path into nested blocks) -> value.
DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "aws_appautoscaling_policy": {
        "policy_type": "StepScaling",
        "target_tracking_scaling_policy_configuration.disable_scale_in": False,
    },
    "aws_backup_plan": _inside(
        "rule",
        {
            "completion_window": 180,
            "enable_continuous_backup": False,
            "schedule_expression_timezone": "Etc/UTC",
            "start_window": 60,
        },
    ),
    "aws_budgets_budget": {"time_period_end": "2087-06-15_00:00"}
    | _inside(
        "cost_types",
        {
            "include_credit": True,
            "include_discount": True,
            "include_other_subscription": True,
            "include_recurring": True,
            "include_refund": True,
            "include_subscription": True,
            "include_support": True,
            "include_tax": True,
            "include_upfront": True,
            "use_amortized": False,
            "use_blended": False,
        },
    ),
    "aws_cloudwatch_event_rule": {"event_bus_name": "default", "force_destroy": False},
    "aws_cloudwatch_event_target": {"event_bus_name": "default", "force_destroy": False},
    "aws_cloudfront_distribution": {
        "default_cache_behavior.compress": False,
        "default_cache_behavior.min_ttl": 0,
        "http_version": "http2",
        "is_ipv6_enabled": False,
        "ordered_cache_behavior.compress": False,
        "ordered_cache_behavior.min_ttl": 0,
        "origin.connection_attempts": 3,
        "origin.connection_timeout": 10,
        "origin.custom_origin_config.origin_keepalive_timeout": 5,
        "origin.custom_origin_config.origin_read_timeout": 30,
        "origin.vpc_origin_config.origin_keepalive_timeout": 5,
        "origin.vpc_origin_config.origin_read_timeout": 30,
        "price_class": "PriceClass_All",
        "retain_on_delete": False,
        "staging": False,
        "viewer_certificate.minimum_protocol_version": "TLSv1",
        "wait_for_deployment": True,
    },
    "aws_cloudfront_function": {"publish": True},
    "aws_cloudfront_origin_access_control": {"description": "Managed by Terraform"},
    "aws_cloudwatch_log_group": {"retention_in_days": 0, "skip_destroy": False},
    "aws_cloudwatch_metric_alarm": {"actions_enabled": True, "treat_missing_data": "missing"},
    "aws_db_instance": {
        "auto_minor_version_upgrade": True,
        "copy_tags_to_snapshot": False,
        "delete_automated_backups": True,
        "monitoring_interval": 0,
        "performance_insights_enabled": False,
        "publicly_accessible": False,
        "skip_final_snapshot": False,
    },
    "aws_db_option_group": {"option_group_description": "Managed by Terraform"},
    "aws_db_parameter_group": {
        "description": "Managed by Terraform",
        "parameter.apply_method": "immediate",
        "skip_destroy": False,
    },
    "aws_db_proxy_default_target_group": {
        "connection_pool_config.connection_borrow_timeout": 120,
        "connection_pool_config.max_connections_percent": 100,
        "connection_pool_config.max_idle_connections_percent": 50,
    },
    "aws_db_subnet_group": {"description": "Managed by Terraform"},
    "aws_default_security_group": {"revoke_rules_on_delete": False},
    "aws_dynamodb_table": {"billing_mode": "PROVISIONED", "table_class": "STANDARD", "ttl.enabled": False},
    "aws_ecr_repository": {
        "image_tag_mutability": "MUTABLE",
        "encryption_configuration.encryption_type": "AES256",
    },
    "aws_ecs_service": {
        "deployment_controller.type": "ECS",
        "deployment_maximum_percent": 200,
        "deployment_minimum_healthy_percent": 100,
        "enable_ecs_managed_tags": False,
        "enable_execute_command": False,
        "network_configuration.assign_public_ip": False,
        "scheduling_strategy": "REPLICA",
        "wait_for_steady_state": False,
    },
    "aws_ecs_task_definition": {
        "skip_destroy": False,
        "track_latest": False,
        "volume.docker_volume_configuration.autoprovision": False,
        "volume.efs_volume_configuration.root_directory": "/",
    },
    "aws_eks_access_entry": {"type": "STANDARD"},
    "aws_eks_cluster": {
        "access_config.bootstrap_cluster_creator_admin_permissions": True,
        "bootstrap_self_managed_addons": True,
        "vpc_config.endpoint_private_access": False,
        "vpc_config.endpoint_public_access": True,
    },
    "aws_elasticache_replication_group": {"automatic_failover_enabled": False, "multi_az_enabled": False},
    "aws_elasticache_subnet_group": {"description": "Managed by Terraform"},
    "aws_elasticache_user": {"no_password_required": False},
    "aws_flow_log": {
        "destination_options.file_format": "plain-text",
        "destination_options.hive_compatible_partitions": False,
        "destination_options.per_hour_partition": False,
        "log_destination_type": "cloud-watch-logs",
        "max_aggregation_interval": 600,
    },
    "aws_iam_policy": {"path": "/"},
    "aws_iam_role": {"force_detach_policies": False, "max_session_duration": 3600, "path": "/"},
    "aws_kms_key": {
        "bypass_policy_lockout_safety_check": False,
        "customer_master_key_spec": "SYMMETRIC_DEFAULT",
        "enable_key_rotation": False,
        "is_enabled": True,
        "key_usage": "ENCRYPT_DECRYPT",
    },
    "aws_apigatewayv2_api": {
        "api_key_selection_expression": "$request.header.x-api-key",
        "route_selection_expression": "$request.method $request.path",
    },
    "aws_apigatewayv2_integration": {"connection_type": "INTERNET", "payload_format_version": "1.0"},
    "aws_apigatewayv2_route": {"api_key_required": False, "authorization_type": "NONE"},
    "aws_apigatewayv2_stage": {
        "auto_deploy": False,
        "default_route_settings.data_trace_enabled": False,
        "default_route_settings.detailed_metrics_enabled": False,
        "route_settings.data_trace_enabled": False,
        "route_settings.detailed_metrics_enabled": False,
    },
    "aws_codedeploy_app": {"compute_platform": "Server"},
    "aws_codedeploy_deployment_config": {
        "compute_platform": "Server",
        "traffic_routing_config.type": "AllAtOnce",
    },
    "aws_codedeploy_deployment_group": {
        "deployment_config_name": "CodeDeployDefault.OneAtATime",
        "deployment_style.deployment_option": "WITHOUT_TRAFFIC_CONTROL",
        "deployment_style.deployment_type": "IN_PLACE",
        "outdated_instances_strategy": "UPDATE",
        "alarm_configuration.ignore_poll_alarm_failure": False,
    },
    "aws_lambda_event_source_mapping": {"enabled": True},
    "aws_lambda_function": {
        "memory_size": 128,
        "package_type": "Zip",
        "publish": False,
        "reserved_concurrent_executions": -1,
        "skip_destroy": False,
        "timeout": 3,
    },
    "aws_lambda_provisioned_concurrency_config": {"skip_destroy": False},
    "aws_lb": {
        "access_logs.enabled": False,
        "client_keep_alive": 3600,
        "connection_logs.enabled": False,
        "desync_mitigation_mode": "defensive",
        "drop_invalid_header_fields": False,
        "enable_deletion_protection": False,
        "enable_http2": True,
        "enable_tls_version_and_cipher_suite_headers": False,
        "enable_waf_fail_open": False,
        "enable_xff_client_port": False,
        "enable_zonal_shift": False,
        "idle_timeout": 60,
        "load_balancer_type": "application",
        "preserve_host_header": False,
        "xff_header_processing_mode": "append",
    },
    "aws_lb_listener": _inside("default_action", {**_FORWARD, **_REDIRECT}),
    "aws_lb_listener_rule": _inside("action", {**_FORWARD, **_REDIRECT, **_LOGIN}),
    "aws_lb_target_group": {
        "deregistration_delay": "300",
        "health_check.enabled": True,
        "health_check.healthy_threshold": 3,
        "health_check.interval": 30,
        "health_check.port": "traffic-port",
        "health_check.protocol": "HTTP",
        "health_check.unhealthy_threshold": 3,
        "lambda_multi_value_headers_enabled": False,
        "proxy_protocol_v2": False,
        "slow_start": 0,
        "stickiness.cookie_duration": 86400,
        "stickiness.enabled": True,
        "target_type": "instance",
    },
    "aws_nat_gateway": {"connectivity_type": "public"},
    "aws_rds_cluster": {
        "copy_tags_to_snapshot": False,
        "delete_automated_backups": True,
        "enable_http_endpoint": False,
        "engine_mode": "provisioned",
        "skip_final_snapshot": False,
    },
    "aws_rds_cluster_instance": {
        "auto_minor_version_upgrade": True,
        "copy_tags_to_snapshot": False,
        "monitoring_interval": 0,
        "promotion_tier": 0,
    },
    "aws_rds_cluster_parameter_group": {
        "description": "Managed by Terraform",
        "parameter.apply_method": "immediate",
    },
    "aws_s3_bucket": {"force_destroy": False},
    "aws_s3_bucket_public_access_block": {
        "block_public_acls": False,
        "block_public_policy": False,
        "ignore_public_acls": False,
        "restrict_public_buckets": False,
    },
    "aws_scheduler_schedule": {
        "schedule_expression_timezone": "UTC",
        "state": "ENABLED",
        "target.ecs_parameters.network_configuration.assign_public_ip": False,
        "target.ecs_parameters.task_count": 1,
        "target.retry_policy.maximum_event_age_in_seconds": 86400,
        "target.retry_policy.maximum_retry_attempts": 185,
    },
    "aws_secretsmanager_secret": {"force_overwrite_replica_secret": False, "recovery_window_in_days": 30},
    "aws_security_group": {"description": "Managed by Terraform", "revoke_rules_on_delete": False},
    "aws_service_discovery_service": {"dns_config.routing_policy": "MULTIVALUE", "force_destroy": False},
    "aws_sns_topic": {"content_based_deduplication": False, "fifo_topic": False},
    "aws_sns_topic_subscription": {
        "confirmation_timeout_in_minutes": 1,
        "endpoint_auto_confirms": False,
        "raw_message_delivery": False,
    },
    "aws_sqs_queue": {
        "content_based_deduplication": False,
        "delay_seconds": 0,
        "fifo_queue": False,
        "max_message_size": 262144,
        "message_retention_seconds": 345600,
        "receive_wait_time_seconds": 0,
        "visibility_timeout_seconds": 30,
    },
    "aws_subnet": {
        "assign_ipv6_address_on_creation": False,
        "enable_dns64": False,
        "enable_resource_name_dns_a_record_on_launch": False,
        "enable_resource_name_dns_aaaa_record_on_launch": False,
        "ipv6_native": False,
        "map_public_ip_on_launch": False,
    },
    "aws_vpc": {"enable_dns_support": True, "instance_tenancy": "default"},
    "aws_vpc_endpoint": {"vpc_endpoint_type": "Gateway"},
    **DEFAULTS_OF_OBJECTS,
}


def with_defaults(type_name: str, proposed: dict[str, Any]) -> dict[str, Any]:
    """`proposed` with the defaults of `type_name` for what is not given, also inside the blocks that are."""
    for path, value in DEFAULTS.get(type_name, {}).items():
        proposed = _filled(proposed, path.split("."), value)
    return proposed


def _filled(values: Any, path: list[str], default: Any) -> Any:
    if isinstance(values, list):
        return [_filled(item, path, default) for item in values]
    if not isinstance(values, dict) or path[0] not in values:
        return values
    name, *rest = path
    before = values[name]
    after = _filled(before, rest, default) if rest else default if before is None else before
    return values if after is before else {**values, name: after}
