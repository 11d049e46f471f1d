"""How a service runs, one file per runtime; `RUNTIMES` tells which file serves which `runtime` of a manifest.

A runtime is a subclass of `Workload` (workload.py). `ServiceStack` makes what every runtime has (key, role, data, log
group, image repository), hands it over as `Parts`, and lets the runtime make the rest in the same stack. To add one:
write the file, add a line to the table below; nothing else asks for a runtime by name.
"""

from __future__ import annotations

from collections.abc import Mapping

from stacks.runtimes.ecs import EcsWorkload
from stacks.runtimes.eks import EksWorkload
from stacks.runtimes.function import FunctionWorkload
from stacks.runtimes.workload import Called, Entry, Parts, Workload
from yard.config import Service

__all__ = ["RUNTIMES", "Called", "Entry", "Parts", "Workload", "runs_in_cluster"]

RUNTIMES: Mapping[str, type[Workload]] = {"ecs": EcsWorkload, "eks": EksWorkload, "lambda": FunctionWorkload}


def runs_in_cluster(service: Service) -> bool:
    """Whether it needs the environment's EKS cluster."""
    return service.runtime in RUNTIMES and RUNTIMES[service.runtime].needs_cluster
