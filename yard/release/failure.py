"""A deployment that broke on the way: what went wrong, what state things are in, how to go on or back."""

from __future__ import annotations

from yard.config import YardError


class DeployFailedError(YardError):
    """nothing_changed: of what people use; the releases file has its earlier text again."""

    def __init__(self, message: str, *, nothing_changed: bool) -> None:
        super().__init__(message)
        self.nothing_changed = nothing_changed


def broke_before(error: Exception, *, file: str) -> DeployFailedError:
    """It broke before anything changed that people use. file: the releases file, as a person would type it."""
    return DeployFailedError(
        f"{error}\nNothing that people use has changed, and {file} is as it was. Mend the cause and deploy again.",
        nothing_changed=True,
    )


def broke_after(
    error: Exception, *, state: str, file: str, environment: str, service: str, previous: str | None
) -> DeployFailedError:
    """It broke when things had begun to change. state: what they are like now, whole sentences."""
    way_back = (
        f"To go back: yard rollback {environment} {service}."
        if previous
        else "There is no earlier release to go back to."
    )
    return DeployFailedError(
        f"{error}\n{state} {file} names the new release of {service}. Mend the cause and deploy again. {way_back}",
        nothing_changed=False,
    )


def aws_errors() -> tuple[type[Exception], ...]:
    """What boto3 raises, without loading it before it is needed."""
    from botocore.exceptions import BotoCoreError, ClientError

    return (BotoCoreError, ClientError)
