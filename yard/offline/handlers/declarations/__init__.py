"""Every resource type that is created in the emulated AWS. Add a file's DECLARATIONS here."""

from __future__ import annotations

from collections.abc import Mapping

from yard.offline.handlers.declaration import Declaration
from yard.offline.handlers.declarations import (
    autoscaling,
    backup,
    budgets,
    certificates,
    cloudformation,
    cloudfront,
    databases,
    discovery,
    dynamodb,
    ecr,
    ecs,
    ecs_services,
    eks,
    events,
    firewalls,
    functions,
    http_apis,
    identity,
    keys,
    listeners,
    load_balancers,
    log_deliveries,
    messaging,
    monitoring,
    routes,
    s3,
    scheduler,
    secrets,
    security_groups,
    target_groups,
    vpc,
    vpc_services,
)

AREAS = (
    autoscaling,
    backup,
    budgets,
    certificates,
    cloudfront,
    cloudformation,
    discovery,
    databases,
    dynamodb,
    ecr,
    ecs,
    ecs_services,
    eks,
    events,
    firewalls,
    functions,
    http_apis,
    identity,
    keys,
    listeners,
    load_balancers,
    log_deliveries,
    messaging,
    monitoring,
    routes,
    s3,
    scheduler,
    secrets,
    security_groups,
    target_groups,
    vpc,
    vpc_services,
)

DECLARATIONS: Mapping[str, Declaration] = {
    name: declaration for area in AREAS for name, declaration in area.DECLARATIONS.items()
}
