"""What the twins are told to make: one configuration of resource types that both providers know, and a change to it."""

from __future__ import annotations

import copy
import json
from typing import Any

REGION = "eu-west-1"
DOMAIN = "example.com"
# Stands for the id of the zone that each cloud has for it.
ZONE = "<zone>"
TAGS = {"Environment": "twin", "ManagedBy": "stackyard"}


def _trust(service: str) -> str:
    principal = {"Service": f"{service}.amazonaws.com"}
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _allow(action: str, resource: str, **more: Any) -> str:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource, **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _rule(port: int, cidr: str, protocol: str = "tcp") -> dict[str, Any]:
    return {
        "cidr_blocks": [cidr],
        "description": "",
        "from_port": port,
        "ipv6_cidr_blocks": [],
        "prefix_list_ids": [],
        "protocol": protocol,
        "security_groups": [],
        "self": False,
        "to_port": port,
    }


_NETWORK: dict[str, Any] = {
    "aws_vpc": {
        "main": {"cidr_block": "10.0.0.0/16", "enable_dns_hostnames": True, "tags": {"Name": "main"}},
    },
    "aws_subnet": {
        zone: {
            "vpc_id": "${aws_vpc.main.id}",
            "cidr_block": f"10.0.{number}.0/24",
            "availability_zone": f"eu-west-1{zone}",
            "map_public_ip_on_launch": zone == "a",
            "tags": {"Name": zone},
        }
        for number, zone in enumerate("ab")
    },
    "aws_internet_gateway": {"main": {"vpc_id": "${aws_vpc.main.id}", "tags": {"Name": "main"}}},
    "aws_eip": {"nat": {"tags": {"Name": "nat"}}},
    "aws_nat_gateway": {
        "main": {
            "allocation_id": "${aws_eip.nat.id}",
            "subnet_id": "${aws_subnet.a.id}",
            "tags": {"Name": "nat"},
        }
    },
    "aws_route_table": {"public": {"vpc_id": "${aws_vpc.main.id}", "tags": {"Name": "public"}}},
    "aws_route": {
        "internet": {
            "route_table_id": "${aws_route_table.public.id}",
            "destination_cidr_block": "0.0.0.0/0",
            "gateway_id": "${aws_internet_gateway.main.id}",
        }
    },
    "aws_route_table_association": {
        "a": {"route_table_id": "${aws_route_table.public.id}", "subnet_id": "${aws_subnet.a.id}"}
    },
    "aws_default_security_group": {"closed": {"vpc_id": "${aws_vpc.main.id}"}},
    "aws_security_group": {
        "tasks": {
            "name": "twin-tasks",
            "description": "Tasks",
            "vpc_id": "${aws_vpc.main.id}",
            "ingress": [_rule(8080, "10.0.0.0/16")],
            "egress": [_rule(443, "0.0.0.0/0")],
        }
    },
    "aws_vpc_endpoint": {
        "s3": {
            "vpc_id": "${aws_vpc.main.id}",
            "service_name": "com.amazonaws.eu-west-1.s3",
            "route_table_ids": ["${aws_route_table.public.id}"],
        }
    },
    "aws_flow_log": {
        "main": {
            "vpc_id": "${aws_vpc.main.id}",
            "traffic_type": "ALL",
            "log_destination": "${aws_cloudwatch_log_group.flow.arn}",
            "iam_role_arn": "${aws_iam_role.task.arn}",
        }
    },
}

_BALANCING: dict[str, Any] = {
    "aws_lb": {
        "main": {
            "name": "twin",
            "internal": True,
            "subnets": ["${aws_subnet.a.id}", "${aws_subnet.b.id}"],
            "security_groups": ["${aws_security_group.tasks.id}"],
            "idle_timeout": 30,
        }
    },
    "aws_lb_target_group": {
        "app": {
            "name": "twin-app",
            "port": 8080,
            "protocol": "HTTP",
            "target_type": "ip",
            "vpc_id": "${aws_vpc.main.id}",
            "deregistration_delay": 20,
            "health_check": {"path": "/health", "interval": 15, "matcher": "200"},
        }
    },
    "aws_lb_listener": {
        "http": {
            "load_balancer_arn": "${aws_lb.main.arn}",
            "port": 80,
            "protocol": "HTTP",
            "default_action": [
                {
                    "type": "fixed-response",
                    "fixed_response": {"content_type": "text/plain", "status_code": "404"},
                }
            ],
        }
    },
    "aws_lb_listener_rule": {
        "app": {
            "listener_arn": "${aws_lb_listener.http.arn}",
            "priority": 10,
            "action": [{"type": "forward", "target_group_arn": "${aws_lb_target_group.app.arn}"}],
            "condition": [{"path_pattern": {"values": ["/api/*"]}}],
        }
    },
    "aws_ecs_cluster": {
        "main": {"name": "twin", "setting": [{"name": "containerInsights", "value": "enabled"}]}
    },
    "aws_ecs_task_definition": {
        "app": {
            "family": "twin-app",
            "requires_compatibilities": ["FARGATE"],
            "network_mode": "awsvpc",
            "cpu": "256",
            "memory": "512",
            "execution_role_arn": "${aws_iam_role.task.arn}",
            "task_role_arn": "${aws_iam_role.task.arn}",
            "container_definitions": json.dumps(
                [
                    {
                        "name": "app",
                        "image": "app:1",
                        "essential": True,
                        "environment": [{"name": "PORT", "value": "8080"}],
                        "portMappings": [{"containerPort": 8080, "hostPort": 8080, "protocol": "tcp"}],
                    }
                ]
            ),
        }
    },
    "aws_ecs_service": {
        "app": {
            "name": "twin-app",
            "cluster": "${aws_ecs_cluster.main.id}",
            "task_definition": "${aws_ecs_task_definition.app.arn}",
            "desired_count": 2,
            "launch_type": "FARGATE",
            "network_configuration": {
                "subnets": ["${aws_subnet.a.id}"],
                "security_groups": ["${aws_security_group.tasks.id}"],
            },
            "load_balancer": [
                {
                    "target_group_arn": "${aws_lb_target_group.app.arn}",
                    "container_name": "app",
                    "container_port": 8080,
                }
            ],
            "depends_on": ["aws_lb_listener_rule.app"],
        }
    },
    "aws_appautoscaling_target": {
        "app": {
            "service_namespace": "ecs",
            "scalable_dimension": "ecs:service:DesiredCount",
            "resource_id": "service/${aws_ecs_cluster.main.name}/${aws_ecs_service.app.name}",
            "min_capacity": 1,
            "max_capacity": 4,
        }
    },
    "aws_appautoscaling_policy": {
        "cpu": {
            "name": "cpu",
            "policy_type": "TargetTrackingScaling",
            "resource_id": "${aws_appautoscaling_target.app.resource_id}",
            "scalable_dimension": "${aws_appautoscaling_target.app.scalable_dimension}",
            "service_namespace": "${aws_appautoscaling_target.app.service_namespace}",
            "target_tracking_scaling_policy_configuration": {
                "predefined_metric_specification": {
                    "predefined_metric_type": "ECSServiceAverageCPUUtilization"
                },
                "target_value": 60,
                "scale_in_cooldown": 300,
            },
        }
    },
    "aws_acm_certificate": {"main": {"domain_name": "twin.example.com", "validation_method": "DNS"}},
    "aws_ecr_repository": {
        "app": {
            "name": "twin-app",
            "image_tag_mutability": "IMMUTABLE",
            "image_scanning_configuration": {"scan_on_push": True},
        }
    },
    "aws_ecr_lifecycle_policy": {
        "app": {
            "repository": "${aws_ecr_repository.app.name}",
            "policy": json.dumps(
                {
                    "rules": [
                        {
                            "rulePriority": 1,
                            "description": "Keep ten",
                            "selection": {
                                "tagStatus": "any",
                                "countType": "imageCountMoreThan",
                                "countNumber": 10,
                            },
                            "action": {"type": "expire"},
                        }
                    ]
                }
            ),
        }
    },
}

_REST: dict[str, Any] = {
    "aws_iam_role": {
        "task": {"name": "twin-task", "assume_role_policy": _trust("ecs-tasks"), "description": "Tasks"}
    },
    "aws_iam_role_policy": {
        "task": {
            "name": "tables",
            "role": "${aws_iam_role.task.id}",
            "policy": _allow("dynamodb:GetItem", "${aws_dynamodb_table.products.arn}"),
        }
    },
    "aws_iam_policy": {
        "queue": {"name": "twin-queue", "policy": _allow("sqs:SendMessage", "${aws_sqs_queue.orders.arn}")}
    },
    "aws_iam_role_policy_attachment": {
        "queue": {"role": "${aws_iam_role.task.name}", "policy_arn": "${aws_iam_policy.queue.arn}"}
    },
    "aws_kms_key": {
        "main": {"description": "Twin", "enable_key_rotation": True, "deletion_window_in_days": 7}
    },
    "aws_kms_alias": {"main": {"name": "alias/twin", "target_key_id": "${aws_kms_key.main.key_id}"}},
    "aws_cloudwatch_log_group": {
        "app": {"name": "/twin/app", "retention_in_days": 14, "kms_key_id": "${aws_kms_key.main.arn}"},
        "flow": {"name": "/twin/flow"},
    },
    "aws_cloudwatch_metric_alarm": {
        "deep": {
            "alarm_name": "twin-deep",
            "comparison_operator": "GreaterThanThreshold",
            "evaluation_periods": 2,
            "metric_name": "ApproximateNumberOfMessagesVisible",
            "namespace": "AWS/SQS",
            "period": 60,
            "statistic": "Maximum",
            "threshold": 100,
            "dimensions": {"QueueName": "${aws_sqs_queue.orders.name}"},
            "alarm_actions": ["${aws_sns_topic.events.arn}"],
        }
    },
    "aws_dynamodb_table": {
        "products": {
            "name": "twin-products",
            "billing_mode": "PAY_PER_REQUEST",
            "hash_key": "id",
            "range_key": "created",
            "attribute": [
                {"name": "id", "type": "S"},
                {"name": "created", "type": "N"},
                {"name": "category", "type": "S"},
            ],
            "global_secondary_index": [
                {"name": "by_category", "hash_key": "category", "projection_type": "ALL"}
            ],
            "ttl": {"attribute_name": "expires_at", "enabled": True},
            "point_in_time_recovery": {"enabled": True},
            "server_side_encryption": {"enabled": True, "kms_key_arn": "${aws_kms_key.main.arn}"},
            "stream_enabled": True,
            "stream_view_type": "NEW_IMAGE",
        }
    },
    "aws_sqs_queue": {
        "dead": {"name": "twin-dead", "message_retention_seconds": 1209600},
        "orders": {
            "name": "twin-orders",
            "visibility_timeout_seconds": 60,
            "receive_wait_time_seconds": 20,
            "kms_master_key_id": "alias/aws/sqs",
            "redrive_policy": '{"deadLetterTargetArn":"${aws_sqs_queue.dead.arn}","maxReceiveCount":5}',
        },
    },
    "aws_sqs_queue_policy": {
        "orders": {
            "queue_url": "${aws_sqs_queue.orders.id}",
            "policy": _allow(
                "sqs:SendMessage", "${aws_sqs_queue.orders.arn}", Principal={"Service": "sns.amazonaws.com"}
            ),
        }
    },
    "aws_sns_topic": {"events": {"name": "twin-events", "kms_master_key_id": "${aws_kms_key.main.arn}"}},
    "aws_sns_topic_policy": {
        "events": {
            "arn": "${aws_sns_topic.events.arn}",
            "policy": _allow(
                "sns:Publish", "${aws_sns_topic.events.arn}", Principal={"Service": "events.amazonaws.com"}
            ),
        }
    },
    "aws_sns_topic_subscription": {
        "orders": {
            "topic_arn": "${aws_sns_topic.events.arn}",
            "protocol": "sqs",
            "endpoint": "${aws_sqs_queue.orders.arn}",
            "raw_message_delivery": True,
        }
    },
    "aws_s3_bucket": {"images": {"bucket": "twin-images", "force_destroy": True}},
    "aws_s3_bucket_public_access_block": {
        "images": {
            "bucket": "${aws_s3_bucket.images.id}",
            "block_public_acls": True,
            "block_public_policy": True,
            "ignore_public_acls": True,
            "restrict_public_buckets": True,
        }
    },
    "aws_s3_bucket_policy": {
        "images": {
            "bucket": "${aws_s3_bucket.images.id}",
            "policy": _allow(
                "s3:GetObject", "${aws_s3_bucket.images.arn}/*", Principal={"AWS": "${aws_iam_role.task.arn}"}
            ),
            "depends_on": ["aws_s3_bucket_public_access_block.images"],
        }
    },
    "aws_s3_bucket_ownership_controls": {
        "images": {
            "bucket": "${aws_s3_bucket.images.id}",
            "rule": {"object_ownership": "BucketOwnerPreferred"},
            "depends_on": ["aws_s3_bucket_policy.images"],
        }
    },
    "aws_secretsmanager_secret": {
        "key": {"name": "twin/key", "kms_key_id": "${aws_kms_key.main.arn}", "recovery_window_in_days": 0}
    },
    "aws_secretsmanager_secret_version": {
        "key": {"secret_id": "${aws_secretsmanager_secret.key.id}", "secret_string": "hunter2"}
    },
    "aws_ssm_parameter": {"image": {"name": "/twin/image", "type": "String", "value": "app:1"}},
}

_CALLS: dict[str, Any] = {
    "aws_service_discovery_private_dns_namespace": {
        "main": {"name": "twin.internal", "vpc": "${aws_vpc.main.id}", "description": "Calls"}
    },
    "aws_service_discovery_service": {
        "quotes": {
            "name": "quotes",
            "dns_config": {
                "namespace_id": "${aws_service_discovery_private_dns_namespace.main.id}",
                "routing_policy": "MULTIVALUE",
                "dns_records": [{"type": "A", "ttl": 10}],
            },
            "health_check_custom_config": {"failure_threshold": 1},
        },
        "alias": {
            "name": "alias",
            "dns_config": {
                "namespace_id": "${aws_service_discovery_private_dns_namespace.main.id}",
                "routing_policy": "WEIGHTED",
                "dns_records": [{"type": "A", "ttl": 10}],
            },
        },
    },
}

_PROOF = "${tolist(aws_acm_certificate.main.domain_validation_options)[0].%s}"
_ENTRANCE: dict[str, Any] = {
    "aws_route53_record": {
        "proof": {
            "zone_id": ZONE,
            "name": _PROOF % "resource_record_name",
            "type": _PROOF % "resource_record_type",
            "records": [_PROOF % "resource_record_value"],
            "ttl": 300,
            "allow_overwrite": True,
        },
        "alias": {
            "zone_id": ZONE,
            "name": f"twin.{DOMAIN}",
            "type": "A",
            "alias": {
                "name": "${aws_lb.main.dns_name}",
                "zone_id": "${aws_lb.main.zone_id}",
                "evaluate_target_health": True,
            },
        },
        "owner": {
            "zone_id": ZONE,
            "name": "owner",
            "type": "TXT",
            "records": ["team=platform", "v=1"],
            "ttl": 60,
        },
    },
    "aws_acm_certificate_validation": {
        "main": {
            "certificate_arn": "${aws_acm_certificate.main.arn}",
            "validation_record_fqdns": ["${aws_route53_record.proof.fqdn}"],
        }
    },
    "aws_iam_openid_connect_provider": {
        "tokens": {
            "url": "https://tokens.example.com",
            "client_id_list": ["sts.amazonaws.com"],
            "thumbprint_list": ["a" * 40],
        }
    },
}

_STORES: dict[str, Any] = {
    "aws_launch_template": {
        "nodes": {
            "name": "twin-nodes",
            "description": "Nodes",
            "update_default_version": True,
            "metadata_options": {
                "http_endpoint": "enabled",
                "http_tokens": "required",
                "http_put_response_hop_limit": 1,
            },
            "monitoring": {"enabled": True},
            "block_device_mappings": [
                {
                    "device_name": "/dev/xvda",
                    "ebs": {
                        "volume_type": "gp3",
                        "volume_size": 50,
                        "encrypted": "true",
                        "delete_on_termination": "true",
                    },
                }
            ],
            "vpc_security_group_ids": ["${aws_security_group.tasks.id}"],
            "tag_specifications": [{"resource_type": "instance", "tags": {"Name": "nodes"}}],
        }
    },
    "aws_db_option_group": {
        "tls": {
            "name": "twin-tls",
            "option_group_description": "TLS",
            "engine_name": "oracle-se2",
            "major_engine_version": "19",
            "option": [
                {
                    "option_name": "SSL",
                    "port": 2484,
                    "vpc_security_group_memberships": ["${aws_security_group.tasks.id}"],
                    "option_settings": [{"name": "SQLNET.SSL_VERSION", "value": "1.2"}],
                }
            ],
        }
    },
    "aws_db_proxy": {
        "app": {
            "name": "twin-app",
            "engine_family": "POSTGRESQL",
            "role_arn": "${aws_iam_role.task.arn}",
            "require_tls": True,
            "idle_client_timeout": 900,
            "vpc_subnet_ids": ["${aws_subnet.a.id}", "${aws_subnet.b.id}"],
            "vpc_security_group_ids": ["${aws_security_group.tasks.id}"],
            "auth": [
                {
                    "auth_scheme": "SECRETS",
                    "iam_auth": "DISABLED",
                    "secret_arn": "${aws_secretsmanager_secret.key.arn}",
                }
            ],
        }
    },
    "aws_db_proxy_default_target_group": {
        "app": {
            "db_proxy_name": "${aws_db_proxy.app.name}",
            "connection_pool_config": {"max_connections_percent": 90, "connection_borrow_timeout": 30},
        }
    },
    "aws_db_instance": {
        "app": {
            "identifier": "twin-app",
            "engine": "postgres",
            "instance_class": "db.t4g.micro",
            "allocated_storage": 20,
            "backup_retention_period": 7,
            "username": "dbadmin",
            "password": "correct-horse",
            "skip_final_snapshot": True,
        }
    },
    "aws_db_proxy_target": {
        "app": {
            "db_proxy_name": "${aws_db_proxy.app.name}",
            "target_group_name": "${aws_db_proxy_default_target_group.app.name}",
            "db_instance_identifier": "${aws_db_instance.app.identifier}",
        }
    },
}

RESOURCES: dict[str, Any] = {**_NETWORK, **_BALANCING, **_REST, **_CALLS, **_ENTRANCE, **_STORES}
TYPES = sorted(RESOURCES)

# What changes later: type -> name -> arguments that are given another value.
CHANGE: dict[str, dict[str, dict[str, Any]]] = {
    "aws_vpc": {"main": {"tags": {"Name": "other", "Owner": "platform"}}},
    "aws_subnet": {"a": {"map_public_ip_on_launch": False}},
    "aws_security_group": {
        "tasks": {
            "ingress": [_rule(8081, "10.0.0.0/16"), _rule(9090, "10.0.1.0/24")],
            "tags": {"Name": "tasks"},
        }
    },
    "aws_lb": {"main": {"idle_timeout": 90}},
    "aws_lb_target_group": {
        "app": {
            "deregistration_delay": 45,
            "health_check": {"path": "/ready", "interval": 20, "matcher": "200"},
        }
    },
    "aws_lb_listener_rule": {
        "app": {"priority": 20, "condition": [{"path_pattern": {"values": ["/api/v2/*", "/v2"]}}]}
    },
    "aws_ecs_task_definition": {"app": {"cpu": "512", "memory": "1024"}},
    "aws_ecs_service": {"app": {"desired_count": 3}},
    "aws_appautoscaling_target": {"app": {"max_capacity": 8}},
    "aws_ecr_repository": {"app": {"image_tag_mutability": "MUTABLE"}},
    "aws_iam_role": {"task": {"description": "Other tasks", "max_session_duration": 7200}},
    "aws_iam_role_policy": {"task": {"policy": _allow("dynamodb:*", "${aws_dynamodb_table.products.arn}")}},
    "aws_iam_policy": {"queue": {"policy": _allow("sqs:*", "${aws_sqs_queue.orders.arn}")}},
    "aws_kms_key": {"main": {"description": "Other twin"}},
    "aws_cloudwatch_log_group": {"app": {"retention_in_days": 30}},
    "aws_cloudwatch_metric_alarm": {"deep": {"threshold": 200}},
    "aws_dynamodb_table": {
        "products": {"tags": {"Name": "products"}, "ttl": {"attribute_name": "expires_at", "enabled": False}}
    },
    "aws_sqs_queue": {"orders": {"visibility_timeout_seconds": 90, "tags": {"Name": "orders"}}},
    "aws_service_discovery_service": {"quotes": {"description": "Prices"}},
    "aws_route53_record": {"owner": {"records": ["team=network"], "ttl": 120}},
    "aws_iam_openid_connect_provider": {"tokens": {"thumbprint_list": ["b" * 40]}},
    "aws_launch_template": {"nodes": {"monitoring": {"enabled": False}, "tags": {"Name": "nodes"}}},
    "aws_db_option_group": {"tls": {"tags": {"Name": "tls"}}},
    "aws_db_proxy": {"app": {"tags": {"Name": "app"}}},
    "aws_db_proxy_default_target_group": {
        "app": {
            "connection_pool_config": {"max_connections_percent": 80, "connection_borrow_timeout": 60},
        }
    },
    "aws_sns_topic": {"events": {"display_name": "Events"}},
    "aws_secretsmanager_secret_version": {"key": {"secret_string": "hunter3"}},
    "aws_ssm_parameter": {"image": {"value": "app:2"}},
}


def changed() -> dict[str, Any]:
    """RESOURCES after the change."""
    result = copy.deepcopy(RESOURCES)
    for kind, named in CHANGE.items():
        for name, arguments in named.items():
            result[kind][name] |= arguments
    return result
