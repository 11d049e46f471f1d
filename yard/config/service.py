"""`apps/<service>/service.yaml`: what a service is, needs and may do."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from yard.config.data import Data, Queue
from yard.config.environment import FieldError, Model, Sourced
from yard.config.fargate import MEMORY_MIB_BY_CPU, memory_problem

NAME = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
Route = Annotated[str, StringConstraints(pattern=r"^/[A-Za-z0-9_.~/-]*$", max_length=120)]
SecretName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]


class Schedule(Model):
    """Other limits from a moment on."""

    cron: Annotated[
        str,
        Field(
            description="When, as in EventBridge: minutes hours day-of-month month day-of-week year, UTC.",
            pattern=r"^(\S+\s){5}\S+$",
            examples=["0 7 ? * MON-FRI *"],
        ),
    ]
    min: Annotated[int, Field(description="Tasks at the least from then on.", ge=0, le=1000, examples=[4])]
    max: Annotated[int, Field(description="Tasks at the most from then on.", ge=1, le=1000, examples=[20])]


class Scale(Model):
    """How many tasks run."""

    min: Annotated[
        int | None,
        Field(
            description="Tasks at the least; the environment's size where absent.",
            ge=0,
            le=1000,
            examples=[2],
        ),
    ] = None
    max: Annotated[
        int | None,
        Field(
            description="Tasks at the most; the environment's size where absent.",
            ge=1,
            le=1000,
            examples=[20],
        ),
    ] = None
    cpu: Annotated[
        int, Field(description="Average CPU to keep to, in percent.", ge=10, le=95, examples=[60])
    ] = 60
    requests_per_task: Annotated[
        int | None,
        Field(
            description="Requests a minute and task to keep to; scales on CPU alone where absent.",
            ge=1,
            le=1_000_000,
            examples=[500],
        ),
    ] = None
    schedule: Annotated[
        tuple[Schedule, ...], Field(description="Other limits at known times; default none.", examples=[[]])
    ] = ()

    @model_validator(mode="after")
    def _min_is_at_most_max(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise FieldError(("min",), f"{self.min} is more than max {self.max}. Lower min or raise max.")
        return self


class Deploy(Model):
    """How a new version takes over."""

    strategy: Annotated[
        Literal["rolling", "blue_green", "canary", "linear"],
        Field(description="Amazon ECS deployment strategy.", examples=["rolling"]),
    ] = "rolling"
    percent: Annotated[
        int,
        Field(
            description="canary and linear: share of requests moved at a time.", ge=1, le=100, examples=[10]
        ),
    ] = 10
    bake_minutes: Annotated[
        int,
        Field(
            description="Minutes that old and new run side by side before the old ends.",
            ge=0,
            le=1440,
            examples=[5],
        ),
    ] = 5


class Service(Sourced):
    """One service: its own folder, data, role, log group; deployed and scaled alone."""

    name: Annotated[
        str,
        Field(
            description="The service's name, the same as its folder's: small letters, digits, single hyphens;"
            " 2 to 20 characters.",
            pattern=NAME,
            min_length=2,
            max_length=20,
            examples=["catalog"],
        ),
    ]
    team: Annotated[
        str,
        Field(
            description="Who owns it: value of the tag Team.",
            pattern=NAME,
            min_length=2,
            max_length=63,
            examples=["merchandising"],
        ),
    ]
    runtime: Annotated[
        Literal["ecs", "eks", "lambda"],
        Field(description="Where it runs: Fargate on ECS, EKS, or Lambda.", examples=["ecs"]),
    ] = "ecs"
    port: Annotated[
        int, Field(description="TCP port that the container listens on.", ge=1, le=65535, examples=[8080])
    ] = 8080
    routes: Annotated[
        tuple[Route, ...],
        Field(
            description="Path prefixes that the gateway sends to this service; no two services share one."
            " None: it takes no requests from outside.",
            max_length=5,
            examples=[["/api/catalog"]],
        ),
    ] = ()
    health: Annotated[
        Route,
        Field(
            description="Path that answers 200 when the service can take requests.",
            examples=["/health/ready"],
        ),
    ] = "/health/ready"
    cpu: Annotated[
        Literal[256, 512, 1024, 2048, 4096, 8192, 16384],
        Field(description="CPU units of a task; 1024 are one vCPU.", examples=[256]),
    ] = 256
    memory: Annotated[
        int,
        Field(
            description="Memory of a task in MiB; only pairs with cpu that Fargate accepts.", examples=[512]
        ),
    ] = 512
    command: Annotated[
        tuple[Annotated[str, StringConstraints(min_length=1)], ...] | None,
        Field(
            description="What the container runs. Absent: gunicorn with the chassis's settings on create_app() of"
            " the package that has the service's name.",
            min_length=1,
            examples=[["node", "server.js"]],
        ),
    ] = None
    environment: Annotated[
        dict[Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$")], str],
        Field(
            description="Plain environment variables of the container; never secrets.",
            examples=[{"PAGE_SIZE": "50"}],
        ),
    ] = {}
    scale: Annotated[Scale, Field(description="How many tasks run.", examples=[{"min": 2, "max": 20}])] = (
        Scale()
    )
    deploy: Annotated[
        Deploy, Field(description="How a new version takes over.", examples=[{"strategy": "rolling"}])
    ] = Deploy()
    data: Annotated[
        Data, Field(description="The data stores that this service alone owns.", examples=[{"tables": {}}])
    ] = Data()
    queues: Annotated[
        dict[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=30)], Queue],
        Field(description="SQS queues that this service owns and reads, by name.", examples=[{"orders": {}}]),
    ] = {}
    calls: Annotated[
        tuple[str, ...],
        Field(
            description="Services it may call: opens just that path and sets NAME_URL.", examples=[["quotes"]]
        ),
    ] = ()
    secrets: Annotated[
        tuple[SecretName, ...],
        Field(
            description="Secrets in AWS Secrets Manager, handed over as environment variables in capitals. Their"
            " values never stand in a file.",
            examples=[["payment_api_key"]],
        ),
    ] = ()

    @field_validator("environment", mode="before")
    @classmethod
    def _values_are_strings(cls, value: Any) -> Any:
        if isinstance(value, dict):
            for key, inner in value.items():
                if not isinstance(inner, str):
                    raise FieldError(
                        (str(key),), f"found {inner!r}. An environment variable is text: put it in quotes."
                    )
        return value

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        problem = memory_problem(self.cpu, self.memory) if self.cpu in MEMORY_MIB_BY_CPU else None
        if problem and self.runtime != "lambda":
            raise FieldError(("memory",), problem)
        for key in ("routes", "calls", "secrets"):
            values = getattr(self, key)
            twice = next((value for value in values if values.count(value) > 1), None)
            if twice is not None:
                raise FieldError((key,), f"{twice} stands here twice. Keep one.")
        if self.name in self.calls:
            raise FieldError(("calls",), f"{self.name} is this service itself. Take it out.")
        return self

    @property
    def package(self) -> str:
        """The Python package of the service: its name with underscores."""
        return self.name.replace("-", "_")

    @property
    def container_command(self) -> tuple[str, ...]:
        """What the container runs, the default included."""
        return self.command or (
            "gunicorn",
            "--config",
            "python:chassis.gunicorn",
            f"{self.package}:create_app()",
        )
