"""From Terraform's state to what runs here: pure functions over `terraform show -json`, with no YAML in sight.

So the local run shows what AWS would get: a wrong port, a missing variable or a rule in the wrong order is as wrong
here as there.
"""

from __future__ import annotations

from collections.abc import Iterable

from yard.local.applied import functions as lambda_functions
from yard.local.applied import schedules
from yard.local.applied.caches import caches
from yard.local.applied.cloudfront import distribution
from yard.local.applied.databases import databases
from yard.local.applied.ecs import services
from yard.local.applied.functions import api_rules, function_targets, functions, mappings
from yard.local.applied.kubernetes import pods
from yard.local.applied.listener import default_action, front_listener, idle_timeout_seconds, rules
from yard.local.applied.names import callees
from yard.local.applied.resources import Resources, State
from yard.local.desired import Applied

__all__ = ["applied"]


def applied(states: Iterable[State]) -> Applied:
    """What the states of an environment's stacks ask of this machine.

    Raises YardError where a state describes something that cannot run here, naming the resource.
    """
    resources = Resources(states)
    listener = front_listener(resources)
    return Applied(
        services={service.name: service for service in (*services(resources), *pods(resources))},
        functions=functions(resources),
        function_targets=function_targets(resources),
        mappings=mappings(resources),
        distribution=distribution(resources),
        callees=callees(resources),
        databases=databases(resources),
        caches=caches(resources),
        rules=(*rules(resources, listener), *api_rules(resources)),
        default=default_action(listener),
        idle_timeout_seconds=idle_timeout_seconds(resources),
        notes=(*lambda_functions.notes(resources), *schedules.notes(resources)),
    )
