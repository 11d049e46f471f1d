"""How many there may be of a block that repeats: the bindings only tell one from many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from yard.offline.schema import Block

# Type -> block (a dotted path) -> the most there may be. Source: the pages of the resources in the documentation of
# hashicorp/aws 6.25.0 ("maximum number of placement_constraints blocks is 10"), and MaxItems in the provider's source.
LIMITS: Mapping[str, Mapping[str, int]] = {
    "aws_cloudfront_distribution": {
        "default_cache_behavior.lambda_function_association": 4,
        "ordered_cache_behavior.lambda_function_association": 4,
    },
    "aws_wafv2_web_acl_logging_configuration": {"redacted_fields": 100},
    "aws_cloudwatch_event_target": {"run_command_targets": 5},
    "aws_codedeploy_deployment_group": {"load_balancer_info.target_group_pair_info.target_group": 2},
    "aws_ecs_service": {"ordered_placement_strategy": 5, "placement_constraints": 10},
    "aws_ecs_task_definition": {"placement_constraints": 10},
    "aws_lb_listener": {"default_action.forward.target_group": 5},
    "aws_scheduler_schedule": {
        "target.ecs_parameters.capacity_provider_strategy": 6,
        "target.ecs_parameters.placement_constraints": 10,
        "target.ecs_parameters.placement_strategy": 5,
    },
    "aws_lb_listener_rule": {"action.forward.target_group": 5, "transform": 2},
}


def with_limits(type_name: str, block: Block) -> Block:
    """`block`, the schema of `type_name`, with the limits that the table knows."""
    for path, most in LIMITS.get(type_name, {}).items():
        block = _limited(block, path, most)
    return block


def _limited(block: Block, path: str, most: int) -> Block:
    name, _, rest = path.partition(".")
    nested = block.blocks[name]
    limited = (
        replace(nested, block=_limited(nested.block, rest, most)) if rest else replace(nested, max_items=most)
    )
    return Block(block.attributes, {**block.blocks, name: limited})
