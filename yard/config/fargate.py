"""The CPU and memory pairs that Fargate accepts."""

from __future__ import annotations


def _steps(first: int, last: int, step: int = 1024) -> tuple[int, ...]:
    return tuple(range(first, last + 1, step))


# MiB by CPU units (1024 units are one vCPU). Source: "Amazon ECS Developer Guide, Task definition parameters for
# Fargate, Task size".
MEMORY_MIB_BY_CPU: dict[int, tuple[int, ...]] = {
    256: (512, 1024, 2048),
    512: _steps(1024, 4096),
    1024: _steps(2048, 8192),
    2048: _steps(4096, 16384),
    4096: _steps(8192, 30720),
    8192: _steps(16384, 61440, 4096),
    16384: _steps(32768, 122880, 8192),
}


def memory_problem(cpu: int, memory: int) -> str | None:
    """What is wrong with `memory` (MiB) beside `cpu` (units), or None where Fargate takes the pair.

    `cpu` is one of the keys of MEMORY_MIB_BY_CPU.
    """
    allowed = MEMORY_MIB_BY_CPU[cpu]
    if memory in allowed:
        return None
    other = next((units for units, sizes in MEMORY_MIB_BY_CPU.items() if memory in sizes), None)
    way_out = f", or {'raise' if other > cpu else 'lower'} cpu to {other}" if other else ""
    return f"{memory} does not go with cpu {cpu}. Use {_list(allowed)} (MiB){way_out}."


def _list(sizes: tuple[int, ...]) -> str:
    if len(sizes) <= 3:
        return f"{', '.join(map(str, sizes[:-1]))} or {sizes[-1]}"
    return f"{sizes[0]} to {sizes[-1]} in steps of {sizes[1] - sizes[0]}"
