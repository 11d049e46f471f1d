"""Errors as Terraform shows them: a summary, a detail and the argument concerned. Terraform adds the address."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from tf.gen import tfplugin_pb2 as pb  # type: ignore[import-untyped]

from yard.config import YardError
from yard.offline.absence import is_absence

log = logging.getLogger(__name__)


def error(summary: str, detail: str = "", path: Iterable[str] = ()) -> pb.Diagnostic:
    """One error; path: attribute names from the outside in."""
    steps = [pb.AttributePath.Step(attribute_name=name) for name in path]
    attribute = pb.AttributePath(steps=steps) if steps else None
    return pb.Diagnostic(severity=pb.Diagnostic.ERROR, summary=summary, detail=detail, attribute=attribute)


def from_exception(type_name: str, action: str, problem: Exception) -> pb.Diagnostic:
    """What went wrong while `action` ("creating", "reading", …) a resource of `type_name`, for a person."""
    from botocore.exceptions import ClientError  # 20 ms that a plan without trouble does not pay

    if isinstance(problem, ClientError):
        code = problem.response.get("Error", {}).get("Code", "")
        message = problem.response.get("Error", {}).get("Message", "") or str(problem)
        return error(f"{action} {type_name}: {problem.operation_name} failed with {code}", message)
    if is_absence(problem):
        return error(
            f"{action} {type_name}: the emulated AWS does not answer",
            f"{problem} Start it with `yard up` and try again.",
        )
    if isinstance(problem, YardError):
        return error(f"{action} {type_name}", str(problem))
    log.debug("offline provider, %s %s", action, type_name, exc_info=problem)
    return error(
        f"{action} {type_name}: the offline provider failed",
        f"{type(problem).__name__}: {problem}. This is a fault of yard's offline provider, not of your configuration; "
        "please report it with this text.",
    )
