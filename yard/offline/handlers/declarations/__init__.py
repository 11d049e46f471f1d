"""Every resource type that is created in the emulated AWS. Add a file's DECLARATIONS here."""

from __future__ import annotations

from collections.abc import Mapping

from yard.offline.handlers.declaration import Declaration
from yard.offline.handlers.declarations import (
    dynamodb,
    identity,
    keys,
    messaging,
    monitoring,
    routes,
    s3,
    secrets,
    security_groups,
    vpc,
    vpc_services,
)

AREAS = (
    vpc,
    routes,
    vpc_services,
    security_groups,
    dynamodb,
    s3,
    messaging,
    secrets,
    identity,
    keys,
    monitoring,
)

DECLARATIONS: Mapping[str, Declaration] = {
    name: declaration for area in AREAS for name, declaration in area.DECLARATIONS.items()
}
