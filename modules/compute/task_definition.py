"""ECS task definition: one container on Fargate.

Defines: the task definition, a scratch volume that ends with the task.
Leaves to the caller: the roles, the log group, the container (`container_definition`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cdktf_cdktf_provider_aws.ecs_task_definition import (
    EcsTaskDefinition,
    EcsTaskDefinitionRuntimePlatform,
    EcsTaskDefinitionVolume,
)
from constructs import Construct

from modules.compute.container import SCRATCH_VOLUME
from modules.security.role import Role

# MiB by CPU units: smallest, largest, step. Source: "Amazon ECS Developer Guide, Task definition parameters for
# Fargate, Task size"; 256 units go with 512, 1024 and 2048 MiB only.
MEMORY_MIB_BY_CPU: dict[int, tuple[int, ...]] = {
    256: (512, 1024, 2048),
    512: tuple(range(1024, 4097, 1024)),
    1024: tuple(range(2048, 8193, 1024)),
    2048: tuple(range(4096, 16385, 1024)),
    4096: tuple(range(8192, 30721, 1024)),
    8192: tuple(range(16384, 61441, 4096)),
    16384: tuple(range(32768, 122881, 8192)),
}


class TaskDefinition(Construct):
    """What one task is: container, size, roles."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        family: str,
        cpu: int,
        memory_mib: int,
        container: Mapping[str, Any],
        task_role: Role,
        execution_role: Role,
    ) -> None:
        """cpu: CPU units, 1024 a vCPU. Raises ValueError for a pair with `memory_mib` that Fargate refuses."""
        super().__init__(scope, id_)
        if memory_mib not in MEMORY_MIB_BY_CPU.get(cpu, ()):
            raise ValueError(
                f"{memory_mib} MiB do not go with {cpu} CPU units. Use one of"
                f" {', '.join(map(str, MEMORY_MIB_BY_CPU.get(cpu, MEMORY_MIB_BY_CPU)))}."
            )
        definition = EcsTaskDefinition(
            self,
            "Default",
            family=family,
            # A deployment that is taken back needs the revision before it.
            skip_destroy=True,
            requires_compatibilities=["FARGATE"],
            network_mode="awsvpc",
            cpu=str(cpu),
            memory=str(memory_mib),
            task_role_arn=task_role.arn,
            execution_role_arn=execution_role.arn,
            runtime_platform=EcsTaskDefinitionRuntimePlatform(
                operating_system_family="LINUX", cpu_architecture="X86_64"
            ),
            volume=[EcsTaskDefinitionVolume(name=SCRATCH_VOLUME)],
            container_definitions=json.dumps([container], separators=(",", ":")),
        )
        self.arn = definition.arn
        self.arn_without_revision = definition.arn_without_revision
