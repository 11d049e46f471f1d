from __future__ import annotations

import json
from typing import Any

from yard.graph import Edge, architecture, as_mermaid


def remote(stack: str, output: str) -> str:
    return f"${{data.terraform_remote_state.cross-stack-reference-input-{stack}.outputs.{output}}}"


def task(*environment: str) -> dict[str, Any]:
    pairs = [{"name": f"V{number}", "value": value} for number, value in enumerate(environment)]
    return {"container_definitions": json.dumps([{"name": "app", "environment": pairs}])}


def service() -> dict[str, Any]:
    return {
        "name": "dev-shop",
        "task_definition": "${aws_ecs_task_definition.task.arn}",
        "load_balancer": [{"target_group_arn": "${aws_lb_target_group.group.arn}"}],
    }


STACKS: dict[str, dict[str, Any]] = {
    "dev-platform": {
        "resource": {
            "aws_lb": {"gateway": {"name": "dev-gateway"}},
            "aws_lb_listener": {"https": {"load_balancer_arn": "${aws_lb.gateway.arn}"}},
            "aws_cloudwatch_event_bus": {"bus": {"name": "dev"}},
        },
        "output": {
            "listener": {"value": "${aws_lb_listener.https.arn}"},
            "bus": {"value": "${aws_cloudwatch_event_bus.bus.name}"},
        },
    },
    "dev-shop": {
        "resource": {
            "aws_ecs_service": {"service": service()},
            "aws_ecs_task_definition": {
                "task": task(
                    "${aws_dynamodb_table.items.name}",
                    remote("dev-platform", "bus"),
                    "http://quotes.dev.internal:8080",
                )
            },
            "aws_dynamodb_table": {"items": {"name": "dev-shop-items"}},
            "aws_lb_target_group": {"group": {}},
            "aws_lb_listener_rule": {
                "rule": {
                    "listener_arn": remote("dev-platform", "listener"),
                    "action": [{"target_group_arn": "${aws_lb_target_group.group.arn}"}],
                    "condition": [{"path_pattern": {"values": ["/api/shop", "/api/shop/*"]}}],
                }
            },
        }
    },
    "dev-quotes": {
        "resource": {
            "aws_lambda_function": {"function": {"function_name": "dev-quotes"}},
            "aws_sqs_queue": {
                "orders": {"name": "dev-quotes-orders"},
                "orders_dead-letter": {"name": "dead"},
            },
            "aws_lambda_alias": {"live": {"function_name": "${aws_lambda_function.function.function_name}"}},
            "aws_lambda_event_source_mapping": {
                "orders": {
                    "event_source_arn": "${aws_sqs_queue.orders.arn}",
                    "function_name": "${aws_lambda_alias.live.arn}",
                }
            },
            "aws_cloudwatch_event_rule": {
                "orders": {
                    "event_bus_name": remote("dev-platform", "bus"),
                    "event_pattern": json.dumps({"detail-type": ["order-placed"]}),
                }
            },
            "aws_cloudwatch_event_target": {
                "orders": {
                    "rule": "${aws_cloudwatch_event_rule.orders.name}",
                    "arn": "${aws_sqs_queue.orders.arn}",
                }
            },
        }
    },
}
GATEWAY, BUS = "dev_platform_lb_gateway", "dev_platform_cloudwatch_event_bus_bus"
SHOP, ITEMS = "dev_shop_ecs_service_service", "dev_shop_dynamodb_table_items"
QUOTES, ORDERS = "dev_quotes_lambda_function_function", "dev_quotes_sqs_queue_orders"


def test_every_way_that_requests_data_calls_and_events_take_is_an_edge() -> None:
    assert set(architecture("dev", STACKS).edges) == {
        Edge("people", GATEWAY, "HTTPS"),
        Edge(GATEWAY, SHOP, "/api/shop"),
        Edge(SHOP, ITEMS),
        Edge(SHOP, BUS, "publishes"),
        Edge(SHOP, QUOTES, "calls"),
        Edge(BUS, ORDERS, "order-placed"),
        Edge(ORDERS, QUOTES, "batches"),
    }


def test_dead_letter_queues_are_left_out() -> None:
    assert not [node for node in architecture("dev", STACKS).nodes if "dead" in node.id]


def test_labels_are_short_and_say_what_a_thing_is() -> None:
    labels = {node.id: (node.label, node.kind) for node in architecture("dev", STACKS).nodes}

    assert labels[ITEMS] == ("shop-items", "DynamoDB")
    assert labels[SHOP] == ("shop", "ECS on Fargate")


def test_an_internal_load_balancer_is_no_way_in() -> None:
    stacks = {"dev-platform": {"resource": {"aws_lb": {"inside": {"internal": True, "name": "inside"}}}}}

    assert architecture("dev", stacks).edges == ()


def test_the_picture_has_a_box_for_each_stack() -> None:
    lines = as_mermaid(architecture("dev", STACKS)).splitlines()

    assert lines[0] == "flowchart LR"
    assert [line for line in lines if "subgraph" in line] == [
        '  subgraph dev_platform["dev-platform"]',
        '  subgraph dev_quotes["dev-quotes"]',
        '  subgraph dev_shop["dev-shop"]',
    ]
    assert f'  {GATEWAY} -- "/api/shop" --> {SHOP}' in lines
    assert f'    {ITEMS}[("shop-items<br/>DynamoDB")]' in lines


def test_quotes_in_a_name_do_not_break_the_picture() -> None:
    stacks = {"dev-a": {"resource": {"aws_dynamodb_table": {"t": {"name": 'a"b<c>'}}}}}

    assert 'a#quot;b#lt;c#gt;<br/>DynamoDB"' in as_mermaid(architecture("dev", stacks))
