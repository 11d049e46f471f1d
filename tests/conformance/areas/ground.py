"""What several areas stand on: a network, a key, a role, a queue, a topic, a load balancer."""

from __future__ import annotations

from typing import Any

from .area import REGION, trust


def rule(port: int, cidr: str, protocol: str = "tcp") -> dict[str, Any]:
    """A rule of a security group, with everything that an attribute of its kind must say."""
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


NETWORK: dict[str, Any] = {
    "aws_vpc": {
        "main": {"cidr_block": "10.0.0.0/16", "enable_dns_hostnames": True, "tags": {"Name": "main"}},
    },
    "aws_subnet": {
        zone: {
            "vpc_id": "${aws_vpc.main.id}",
            "cidr_block": f"10.0.{number}.0/24",
            "availability_zone": f"{REGION}{zone}",
            "map_public_ip_on_launch": zone == "a",
            "tags": {"Name": zone},
        }
        for number, zone in enumerate("ab")
    },
    "aws_security_group": {
        "tasks": {
            "name": "twin-tasks",
            "description": "Tasks",
            "vpc_id": "${aws_vpc.main.id}",
            "ingress": [rule(8080, "10.0.0.0/16")],
            "egress": [rule(443, "0.0.0.0/0")],
        }
    },
}
SUBNETS = ["${aws_subnet.a.id}", "${aws_subnet.b.id}"]
BALANCER: dict[str, Any] = {
    "aws_lb": {
        "main": {
            "name": "twin",
            "internal": True,
            "subnets": SUBNETS,
            "security_groups": ["${aws_security_group.tasks.id}"],
            "idle_timeout": 30,
        }
    },
}
BALANCED: dict[str, Any] = {
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
}
KEY: dict[str, Any] = {
    "aws_kms_key": {
        "main": {"description": "Twin", "enable_key_rotation": True, "deletion_window_in_days": 7}
    },
}
ROLE: dict[str, Any] = {
    "aws_iam_role": {
        "task": {"name": "twin-task", "assume_role_policy": trust("ecs-tasks"), "description": "Tasks"}
    },
}
QUEUES: dict[str, Any] = {
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
}
TOPIC: dict[str, Any] = {
    "aws_sns_topic": {"events": {"name": "twin-events", "kms_master_key_id": "alias/aws/sns"}}
}
LOGS: dict[str, Any] = {"aws_cloudwatch_log_group": {"app": {"name": "/twin/app", "retention_in_days": 14}}}
