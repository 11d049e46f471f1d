"""Lambda's limits, as numbers. Source: "AWS Lambda Developer Guide, Lambda quotas"."""

from __future__ import annotations

LONGEST_NAME = 64
MEMORY_MIB = (128, 10_240)
TIMEOUT_SECONDS = (1, 900)
EPHEMERAL_STORAGE_MIB = (512, 10_240)


def check_limits(
    *, name: str, memory_mib: int, timeout_seconds: int, ephemeral_storage_mib: int, reserved_concurrency: int
) -> None:
    """Raise ValueError for the first that Lambda would refuse."""
    if len(name) > LONGEST_NAME:
        raise ValueError(
            f"{name}: a function's name has at most {LONGEST_NAME} characters, this one {len(name)}."
        )
    for argument, value, (least, most) in (
        ("memory_mib", memory_mib, MEMORY_MIB),
        ("timeout_seconds", timeout_seconds, TIMEOUT_SECONDS),
        ("ephemeral_storage_mib", ephemeral_storage_mib, EPHEMERAL_STORAGE_MIB),
    ):
        if not least <= value <= most:
            raise ValueError(f"{argument}: {value} is not within Lambda's limits. Use {least} to {most}.")
    if reserved_concurrency < 0:
        raise ValueError(f"reserved_concurrency: {reserved_concurrency}. Use 0 or more.")
