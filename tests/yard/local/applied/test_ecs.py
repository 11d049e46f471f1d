"""What runs here is what Terraform's state says, not what the YAML says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.yard.local.state import (
    DEFINITION,
    GROUP,
    SECRET,
    container,
    definition,
    listener,
    resource,
    rule,
    service,
    state,
    target_group,
)
from yard.config import YardError
from yard.local.applied import applied


def test_a_task_runs_the_command_environment_and_secrets_of_its_applied_definition() -> None:
    states = [state(definition(), service(), target_group())]

    task = applied(states).services["catalog"].task

    assert task.definition == DEFINITION
    assert task.command == ("gunicorn", "catalog:create_app()")
    assert task.environment == {"PORT": "8080", "TABLE_PRODUCTS": "local-products"}
    assert task.secrets == {"SIGNING_KEY": SECRET}


def test_health_is_told_as_the_target_group_says() -> None:
    states = [state(definition(), service(), target_group(matcher="200-204"))]

    found = applied(states).services["catalog"]

    assert found.health_check is not None
    assert found.health_check.model_dump() == {
        "path": "/health/ready",
        "codes": "200-204",
        "interval_seconds": 15,
        "timeout_seconds": 4,
        "healthy_threshold": 2,
        "unhealthy_threshold": 3,
    }
    assert (found.grace_period_seconds, found.deregistration_delay_seconds) == (60, 30)


@pytest.mark.parametrize(("desired", "minimum", "count"), [(1, 3, 3), (2, 1, 2), (0, 0, 0)])
def test_as_many_tasks_run_as_the_service_or_its_autoscaling_asks_for(
    desired: int, minimum: int, count: int
) -> None:
    scaling = resource(
        "aws_appautoscaling_target",
        "scaling",
        resource_id="service/local/local-catalog",
        min_capacity=minimum,
    )

    found = applied([state(definition(), service(desired_count=desired), scaling)])

    assert found.services["catalog"].count == count


@pytest.mark.parametrize(
    "name", [DEFINITION, DEFINITION.rsplit(":", 1)[0], "local-catalog", "local-catalog:3"]
)
def test_a_service_finds_its_task_definition_by_every_name_that_ecs_takes(name: str) -> None:
    found = applied([state(definition(), service(task_definition=name))])

    assert found.services["catalog"].task.definition == DEFINITION


def test_a_service_and_its_listener_may_lie_in_different_stacks() -> None:
    platform = state(listener(), resource("aws_lb", "balancer", idle_timeout=75))
    catalog = state(definition(), service(), target_group(), rule(10, "/api/catalog", "/api/catalog/*"))

    found = applied([platform, catalog])

    assert found.routes(GROUP) == ["/api/catalog", "/api/catalog/*"]
    assert found.idle_timeout_seconds == 75
    assert (found.default.status, found.default.body) == (404, "{}")


def test_rules_come_in_order_of_priority() -> None:
    found = applied([state(listener(), rule(20, "/b"), rule(3, "/a"))])

    assert [entry.priority for entry in found.rules] == [3, 20]


def test_rules_are_those_of_the_https_listener_where_the_other_only_redirects_to_it() -> None:
    redirect = {
        "type": "redirect",
        "redirect": [{"protocol": "HTTPS", "port": "443", "status_code": "HTTP_301"}],
    }
    plain = listener(arn="arn:plain", default_action=[redirect])
    secure = listener(protocol="HTTPS")

    found = applied([state(plain, secure, rule(1, "/a"))])

    assert found.default.kind == "fixed-response"
    assert len(found.rules) == 1


def test_a_weighted_forward_keeps_its_weights() -> None:
    forward = {"target_group": [{"arn": GROUP, "weight": 90}, {"arn": "arn:canary", "weight": 10}]}
    states = [state(listener(), rule(1, "/a", action=[{"type": "forward", "forward": [forward]}]))]

    assert applied(states).rules[0].action.targets == {GROUP: 90, "arn:canary": 10}


def test_a_query_condition_holds_where_any_of_its_pairs_does() -> None:
    condition = [{"query_string": [{"key": "v", "value": "1"}, {"key": "", "value": "beta*"}]}]
    states = [state(listener(), rule(1, condition=condition))]

    assert applied(states).rules[0].conditions[0].patterns == ("v=1", "=beta*")


def test_sidecars_are_left_out() -> None:
    sidecar = container(name="collector", command=["collect"])
    states = [state(definition(sidecar, container()), service())]

    assert applied(states).services["catalog"].task.command == ("gunicorn", "catalog:create_app()")


def test_resources_of_child_modules_count() -> None:
    nested: dict[str, Any] = {
        "values": {"root_module": {"child_modules": [{"resources": [definition(), service()]}]}}
    }

    assert list(applied([nested]).services) == ["catalog"]


def test_nothing_applied_means_nothing_to_run() -> None:
    assert applied([{}, {"format_version": "1.0"}]).services == {}


def test_a_container_without_a_command_is_refused() -> None:
    states = [state(definition(container(command=None)), service())]

    with pytest.raises(YardError) as refused:
        applied(states)

    assert str(refused.value) == (
        "aws_ecs_task_definition.task: container catalog has no command, so it runs what its image says, and there is"
        " no image on this machine. Set `command` in apps/catalog/service.yaml."
    )


def test_a_service_without_its_task_definition_is_refused() -> None:
    with pytest.raises(YardError) as refused:
        applied([state(service(task_definition="arn:elsewhere"))])

    assert str(refused.value) == (
        "aws_ecs_service.service: its task definition 'arn:elsewhere' is in no applied stack."
        " Apply the stack that holds it, then run `yard up` again."
    )


def test_a_condition_that_one_machine_cannot_tell_is_refused() -> None:
    condition = [{"source_ip": [{"values": ["10.0.0.0/8"]}]}]

    with pytest.raises(YardError) as refused:
        applied([state(listener(), rule(1, condition=condition))])

    assert str(refused.value) == (
        "aws_lb_listener_rule.rule-1: condition source_ip has no meaning on one machine."
        " Use host_header, http_header, http_request_method, path_pattern, query_string."
    )
