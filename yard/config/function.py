"""`function:` in a manifest: how a service runs on AWS Lambda."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from yard.config import forms
from yard.config.model import Broken, Model, Whole, text
from yard.config.sizes import Size


class Limit:
    """One of Lambda's limits: from, to, unit, of what. Source: "AWS Lambda Developer Guide, Lambda quotas"."""

    def __init__(self, least: int, most: int, unit: str, what: str) -> None:
        self.least, self.most, self.unit, self.what = least, most, unit, what

    def problem(self, value: int) -> str | None:
        """What is wrong with `value`, the limit named; None where Lambda takes it."""
        if value < self.least:
            return f"{value} is too small: {self.what} at Lambda is {self.least} {self.unit} at the least. Use {self}."
        if value > self.most:
            return (
                f"{value} is too large: {self.what} at Lambda is {self.most} {self.unit} at the most."
                f" Use {self}, or runtime: ecs."
            )
        return None

    def __str__(self) -> str:
        return f"{self.least} to {self.most}"

    @property
    def schema(self) -> dict[str, int]:
        """The same for the JSON Schema."""
        return {"minimum": self.least, "maximum": self.most}


MEMORY = Limit(128, 10_240, "MiB", "the memory of a function")
TIMEOUT = Limit(1, 900, "s", "the time of an invocation")
EPHEMERAL_STORAGE = Limit(512, 10_240, "MiB", "the size of /tmp")
VARIABLES_BYTES = 4096
UNZIPPED_MIB = 250
# Source: "API Gateway Developer Guide, Quotas for configuring and running an HTTP API": an integration has 30 s.
API_GATEWAY_SECONDS = 30


class Function(Model):
    """A function of AWS Lambda. Its memory is the manifest's `memory`, and CPU comes with it."""

    package: Annotated[
        Literal["zip", "image"],
        Field(
            description="What is released: a zip that yard package makes, 250 MiB unzipped at the most; or an image,"
            " 10 GB at the most.",
            examples=["zip"],
        ),
    ] = "zip"
    handler: Annotated[
        str | None,
        text(forms.HANDLER, longest=128),
        Field(
            description="Module and function that Lambda calls. Default: handler.handler of the package that has the"
            " service's name.",
            examples=["receipts.handler.handler"],
        ),
    ] = None
    timeout_seconds: Annotated[
        Whole,
        Field(
            description="Seconds after which an invocation is ended, 1 to 900. A load balancer waits 60, API Gateway"
            " 30.",
            examples=[30],
            json_schema_extra={**TIMEOUT.schema},
        ),
    ] = 30
    ephemeral_storage_mib: Annotated[
        Whole,
        Field(
            description="Size of /tmp in MiB, 512 to 10240.",
            examples=[512],
            json_schema_extra={**EPHEMERAL_STORAGE.schema},
        ),
    ] = 512
    reserved_concurrency: Annotated[
        Whole | None,
        Field(
            description="Invocations at a time, at the most; so many are kept for it out of the account's, 1 to 10000."
            " Default: as the environment's size says.",
            ge=1,
            le=10_000,
            examples=[50],
        ),
    ] = None
    provisioned_concurrency: Annotated[
        Whole,
        Field(
            description="Invocations at a time that find the code started, 0 to 10000. With the load it is more, up"
            " to reserved_concurrency.",
            ge=0,
            le=10_000,
            examples=[5],
        ),
    ] = 0
    http: Annotated[
        Literal["load_balancer", "api_gateway"],
        Field(
            description="Where its routes are: on the environment's load balancer (bodies of 1 MB at the most), or on"
            " an API Gateway HTTP API of its own (6 MB, NAME.<domain>).",
            examples=["load_balancer"],
        ),
    ] = "load_balancer"

    def broken_rules(self) -> Iterator[Broken]:
        """Time and storage are within Lambda's limits; what is kept started is no more than what may run."""
        for key, limit in (("timeout_seconds", TIMEOUT), ("ephemeral_storage_mib", EPHEMERAL_STORAGE)):
            if problem := limit.problem(getattr(self, key)):
                yield Broken((key,), problem)
        most = self.reserved_concurrency
        if most is not None and self.provisioned_concurrency > most:
            yield Broken(
                ("provisioned_concurrency",),
                f"{self.provisioned_concurrency} is more than reserved_concurrency {most}."
                " Lower it, or raise the other.",
                (("reserved_concurrency",),),
            )

    def concurrency(self, size: Size) -> int:
        """Invocations at a time at the most, as the manifest says, or else the environment's size."""
        return self.reserved_concurrency or max(size.function_concurrency, self.provisioned_concurrency)
