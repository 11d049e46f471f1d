"""What the resources under test need around them: made once, when the first of them asks."""

from __future__ import annotations

import itertools
import json
from functools import cached_property
from typing import Any

from tests.yard.offline.handlers.life import REGION, Life
from yard.offline.handlers import Values


class World:
    """A network, keys, roles, a load balancer and a cluster in the emulated AWS; boto3 clients; fresh names."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self._numbers = itertools.count(1)
        self._networks = itertools.count(1)

    def aws(self, service: str) -> Any:
        return self.life.cloud.client(service)

    def name(self, prefix: str = "thing") -> str:
        return f"{prefix}-{next(self._numbers)}"

    def number(self) -> int:
        return 1000 + next(self._numbers)

    def cidr(self) -> str:
        """A range of the network that nothing else has."""
        return f"10.0.{next(self._networks)}.0/24"

    def policy(self, action: str, resource: str = "*", **principal: str) -> str:
        statement: dict[str, Any] = {
            "Sid": "One",
            "Effect": "Allow",
            "Action": [action],
            "Resource": [resource],
        }
        if principal:
            statement["Principal"] = principal
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    def trust(self, service: str = "ecs-tasks.amazonaws.com") -> str:
        statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": ["sts:AssumeRole"]}
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    def subnet(self, zone: str) -> str:
        state = self.life.create(
            "aws_subnet", vpc_id=self.vpc, cidr_block=self.cidr(), availability_zone=f"{REGION}{zone}"
        )
        return str(state["id"])

    def security_group(self) -> str:
        state = self.life.create("aws_security_group", name=self.name("group"), vpc_id=self.vpc)
        return str(state["id"])

    def bucket(self) -> str:
        return str(self.life.create("aws_s3_bucket", bucket=self.name("bucket"))["id"])

    def queue(self) -> Values:
        return self.life.create("aws_sqs_queue", name=self.name("queue"))

    def topic(self) -> Values:
        return self.life.create("aws_sns_topic", name=self.name("topic"))

    def role(self) -> str:
        state = self.life.create("aws_iam_role", name=self.name("role"), assume_role_policy=self.trust())
        return str(state["name"])

    def target_group(self) -> str:
        state = self.life.create(
            "aws_lb_target_group", name=self.name("targets"), port=80, protocol="HTTP", vpc_id=self.vpc
        )
        return str(state["arn"])

    def task_definition(self) -> str:
        containers = json.dumps([{"name": "app", "image": "app:1", "essential": True, "memory": 128}])
        state = self.life.create(
            "aws_ecs_task_definition", family=self.name("family"), container_definitions=containers
        )
        return str(state["arn"])

    @cached_property
    def vpc(self) -> str:
        return str(self.life.create("aws_vpc", cidr_block="10.0.0.0/16")["id"])

    @cached_property
    def subnets(self) -> list[str]:
        return [self.subnet("a"), self.subnet("b")]

    @cached_property
    def gateway(self) -> str:
        return str(self.life.create("aws_internet_gateway", vpc_id=self.vpc)["id"])

    def route_table(self) -> str:
        return str(self.life.create("aws_route_table", vpc_id=self.vpc)["id"])

    def address(self) -> str:
        return str(self.life.create("aws_eip", domain="vpc")["id"])

    @cached_property
    def key(self) -> Values:
        return self.life.create("aws_kms_key", description="World")

    @cached_property
    def cluster(self) -> Values:
        return self.life.create("aws_ecs_cluster", name=self.name("cluster"))

    @cached_property
    def load_balancer(self) -> str:
        state = self.life.create("aws_lb", name=self.name("balancer"), internal=True, subnets=self.subnets)
        return str(state["arn"])

    @cached_property
    def listener(self) -> str:
        return str(self.life.create("aws_lb_listener", **self.not_found(port=8080))["arn"])

    def not_found(self, port: int) -> Values:
        """The arguments of a listener that answers 404."""
        response = {"content_type": "text/plain", "message_body": "no", "status_code": "404"}
        action = {"type": "fixed-response", "fixed_response": [response]}
        return {
            "load_balancer_arn": self.load_balancer,
            "port": port,
            "protocol": "HTTP",
            "default_action": [action],
        }

    def scalable(self) -> Values:
        """What names the desired count of a new service."""
        service = self.life.create(
            "aws_ecs_service",
            name=self.name("service"),
            cluster=self.cluster["arn"],
            task_definition=self.task_definition(),
            desired_count=1,
        )
        return {
            "service_namespace": "ecs",
            "resource_id": f"service/{self.cluster['name']}/{service['name']}",
            "scalable_dimension": "ecs:service:DesiredCount",
        }

    def scalable_target(self) -> Values:
        what = self.scalable()
        self.life.create("aws_appautoscaling_target", min_capacity=1, max_capacity=4, **what)
        return what
