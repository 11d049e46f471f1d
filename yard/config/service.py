"""`apps/<service>/service.yaml`: what a service is, needs and may do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from yard.config import forms
from yard.config.data import Data, Queue, QueueName
from yard.config.ecs_rules import broken_rules_of_ecs
from yard.config.events import EventName, subscription_problems
from yard.config.fargate import memory_problem
from yard.config.function import Function
from yard.config.function_rules import broken_rules_of_functions
from yard.config.jobs import Job, JobName, broken_rules_of_jobs
from yard.config.model import Broken, Model, Sourced, Whole, text
from yard.config.pods import broken_rules_of_pods
from yard.config.scale import Scale
from yard.config.static import KEYS as STATIC_KEYS
from yard.config.static import Static
from yard.config.yaml_source import KeyPath

# `<env>-<service>` fits into the 32 characters of a target group with 10 for the environment.
LONGEST_NAME = 20
ServiceName = Annotated[str, text(forms.NAME, shortest=2, longest=LONGEST_NAME)]
# Source: "Quotas for your Application Load Balancers": 5 values a rule; a path pattern has 128 characters.
Route = Annotated[str, text(forms.PATH, longest=120)]
SecretName = Annotated[str, text(forms.STORE, longest=60)]
# `<env>-<name>` is the name of another stack.
RESERVED_NAMES = ("cluster", "cluster-objects", "edge", "network", "observability", "platform", "state")
# What every container gets.
RESERVED_VARIABLES = ("AWS_REGION", "BIND_ADDRESS", "ENVIRONMENT", "PORT", "SERVICE", "TASK_CPU")

# What tells a service where its database and its cache are.
STORE_VARIABLES = {
    "DATABASE": ("ENGINE", "HOST", "PORT", "NAME", "SECRET_ARN"),
    "CACHE": ("URL", "AUTH", "NAME", "MODE"),
}


def url_variable(service: str) -> str:
    """The variable in which a caller finds `service`: `QUOTES_URL`."""
    return f"{service.upper().replace('-', '_')}_URL"


class Deploy(Model):
    """How a new version takes over."""

    strategy: Annotated[
        Literal["rolling", "blue_green", "canary", "linear"],
        Field(
            description="How requests move to a new version; on Lambda, rolling and blue_green move them at once.",
            examples=["rolling"],
        ),
    ] = "rolling"
    percent: Annotated[
        Whole,
        Field(
            description="Percent of requests moved at a time, 1 to 100, for canary and linear; for linear on ecs 3 or"
            " more.",
            ge=1,
            le=100,
            examples=[10],
        ),
    ] = 10
    bake_minutes: Annotated[
        Whole,
        Field(
            description="Minutes that old and new run side by side before the old ends, 0 to 1440; not for rolling.",
            ge=0,
            le=1440,
            examples=[5],
        ),
    ] = 5

    def broken_rules(self) -> Iterator[Broken]:
        """Who gives a percentage or a bake time says for which strategy."""
        if "strategy" not in self.model_fields_set:
            for key in sorted(self.model_fields_set):
                yield Broken(
                    (key,),
                    f"means nothing without strategy. Add strategy: canary, or take {key} out.",
                    (("strategy",),),
                )


class Service(Sourced):
    """One service: its own folder, data, role, log group; deployed and scaled alone."""

    name: Annotated[
        ServiceName,
        Field(
            description="The service's name, the same as its folder's: small letters, digits, single hyphens;"
            " 2 to 20 characters.",
            examples=["catalog"],
        ),
    ]
    team: Annotated[
        str,
        text(forms.NAME, longest=63),
        Field(
            description="Who owns it: value of the tag Team. Small letters, digits, single hyphens.",
            examples=["merchandising"],
        ),
    ]
    runtime: Annotated[
        Literal["ecs", "eks", "lambda", "static"],
        Field(
            description="Where it runs: Fargate on ECS, EKS, or Lambda; static is files behind CloudFront.",
            examples=["ecs"],
        ),
    ] = "ecs"
    port: Annotated[
        Whole,
        Field(
            description="TCP port that the container listens on, 1 to 65535.", ge=1, le=65535, examples=[8080]
        ),
    ] = 8080
    routes: Annotated[
        tuple[Route, ...],
        Field(
            description="Path prefixes that the gateway sends to this service; no two services share one."
            " With none it takes no requests from outside; 5 at the most.",
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
        Field(description="CPU units of a task; 1024 are one vCPU; not for Lambda.", examples=[256]),
    ] = 256
    memory: Annotated[
        Whole,
        Field(
            description="Memory of a task in MiB; with cpu a pair that Fargate accepts (512, 1024 or 2048 with 256)."
            " Of a function: 128 to 10240.",
            examples=[512],
        ),
    ] = 512
    command: Annotated[
        tuple[Annotated[str, StringConstraints(min_length=1)], ...] | None,
        Field(
            description="What the container runs, a word an entry. Default: gunicorn with the chassis's settings on"
            " create_app() of the package that has the service's name.",
            min_length=1,
            examples=[["node", "server.js"]],
        ),
    ] = None
    environment: Annotated[
        dict[Annotated[str, text(forms.VARIABLE)], str],
        Field(
            description="Plain environment variables of the container; never secrets.",
            examples=[{"PAGE_SIZE": "50"}],
        ),
    ] = {}
    function: Annotated[
        Function,
        Field(
            description="How it runs on Lambda; only with runtime: lambda.",
            examples=[{"timeout_seconds": 30}],
        ),
    ] = Function()
    static: Annotated[
        Static,
        Field(
            description="What a static site publishes; only with runtime: static.",
            examples=[{"folder": "dist", "build": ["npm", "run", "build"]}],
        ),
    ] = Static()
    scale: Annotated[
        Scale,
        Field(description="Between how many tasks it scales, and by what.", examples=[{"min": 2, "max": 20}]),
    ] = Scale()
    deploy: Annotated[
        Deploy, Field(description="Deployment strategy.", examples=[{"strategy": "rolling"}])
    ] = Deploy()
    data: Annotated[
        Data, Field(description="The data stores that this service alone owns.", examples=[{"tables": {}}])
    ] = Data()
    queues: Annotated[
        dict[QueueName, Queue],
        Field(description="SQS queues that this service owns and reads, by name.", examples=[{"orders": {}}]),
    ] = {}
    jobs: Annotated[
        dict[JobName, Job],
        Field(
            description="What the service's image runs by the clock, by name: small letters, digits, hyphens.",
            examples=[
                {"reindex": {"schedule": "rate(1 day)", "command": ["python", "-m", "catalog.reindex"]}}
            ],
        ),
    ] = {}
    calls: Annotated[
        tuple[ServiceName, ...],
        Field(
            description="Services it may call: opens just that path and sets NAME_URL.", examples=[["quotes"]]
        ),
    ] = ()
    publishes: Annotated[
        tuple[EventName, ...],
        Field(
            description="Types of event that it puts on the environment's bus; EVENT_BUS names the bus.",
            examples=[["order-placed"]],
        ),
    ] = ()
    subscribes: Annotated[
        dict[EventName, QueueName],
        Field(
            description="Types of event, whoever publishes them, and the queue of its own that each goes into.",
            examples=[{"order-placed": "orders"}],
        ),
    ] = {}
    secrets: Annotated[
        tuple[SecretName, ...],
        Field(
            description="Secrets in AWS Secrets Manager, handed over as environment variables in capitals. Their"
            " values never stand in a file.",
            examples=[["payment_api_key"]],
        ),
    ] = ()

    def broken_rules(self) -> Iterator[Broken]:
        """Fargate takes the size; nothing stands twice; every variable of the container has one origin."""
        if self.name in RESERVED_NAMES:
            yield Broken(("name",), f"{self.name} is the name of another stack. Use another name.")
        yield from self._broken_rules_of_sites()
        yield from broken_rules_of_pods(self)
        yield from broken_rules_of_functions(self)
        yield from broken_rules_of_ecs(self)
        yield from broken_rules_of_jobs(self.jobs, self.runtime)
        if self.runtime not in ("lambda", "static") and (problem := memory_problem(self.cpu, self.memory)):
            yield Broken(("memory",), problem, (("cpu",), ("runtime",)))
        yield from subscription_problems(self.subscribes, list(self.queues))
        for key in ("routes", "calls", "publishes", "secrets"):
            values = getattr(self, key)
            for index, value in enumerate(values):
                if value in values[:index]:
                    yield Broken((key, index), f"{value} stands here twice. Keep one.")
        for index, name in enumerate(self.calls):
            if name == self.name:
                yield Broken(("calls", index), f"{name} is this service itself. Take it out.", (("name",),))
        origins: dict[str, tuple[KeyPath, str]] = {}
        for variable, path, words in self.variables():
            if variable in RESERVED_VARIABLES:
                yield Broken(path, f"every container has a variable {variable}. Use another name.")
            first, first_words = origins.setdefault(variable, (path, words))
            if first_words != words:
                yield Broken(path, f"{variable} is set by {first_words} already. Use another name.", (first,))

    def _broken_rules_of_sites(self) -> Iterator[Broken]:
        """A site is files under a route, and nothing else; only a site has files."""
        if self.runtime != "static":
            if "static" in self.model_fields_set:
                yield Broken(
                    ("static",),
                    f"does not go with runtime {self.runtime}. Add runtime: static, or take it out.",
                    (("runtime",),),
                )
            return
        for key in sorted(self.model_fields_set - STATIC_KEYS):
            yield Broken(
                (key,),
                "does not go with runtime static: a site is files, and no code of it runs. Take it out.",
                (("runtime",),),
            )
        if not self.routes:
            yield Broken(
                ("runtime",),
                "a static site without a route is seen by nobody. Add routes: [/].",
                (("routes",),),
            )

    def variables(self) -> Iterator[tuple[str, KeyPath, str]]:
        """What becomes a variable of the container: its name, the key that asks for it, that key in words."""
        for name, table in self.data.tables.items():
            yield f"TABLE_{name.upper()}", ("data", "tables", name), f"data.tables.{name}"
            if table.stream:
                yield f"TABLE_{name.upper()}_STREAM_ARN", ("data", "tables", name), f"the stream of {name}"
        for name in self.data.buckets:
            yield f"BUCKET_{name.upper()}", ("data", "buckets", name), f"data.buckets.{name}"
        for kind, key in (("DATABASE", "database"), ("CACHE", "cache")):
            if getattr(self.data, key):
                for what in STORE_VARIABLES[kind]:
                    yield f"{kind}_{what}", ("data", key), f"data.{key}"
        for name in self.queues:
            yield f"QUEUE_{name.upper()}_URL", ("queues", name), f"queues.{name}"
        if self.publishes:
            yield "EVENT_BUS", ("publishes",), "publishes"
        for index, name in enumerate(self.calls):
            yield url_variable(name), ("calls", index), f"calls {name}"
        for index, name in enumerate(self.secrets):
            yield name.upper(), ("secrets", index), f"the secret {name}"
            if self.runtime in ("eks", "lambda"):  # nothing injects the value there: the code reads it
                yield f"{name.upper()}_SECRET_ARN", ("secrets", index), f"the secret {name}"
        for name in self.environment:
            yield name, ("environment", name), f"environment.{name}"

    @property
    def url_variable(self) -> str:
        """The variable in which a caller finds this service."""
        return url_variable(self.name)

    @property
    def package(self) -> str:
        """The Python package of the service: its name with underscores."""
        return self.name.replace("-", "_")

    @property
    def handler(self) -> str:
        """What Lambda calls, the default included."""
        return self.function.handler or f"{self.package}.handler.handler"

    @property
    def container_command(self) -> tuple[str, ...]:
        """What the container runs, the default included."""
        return self.command or (
            "gunicorn",
            "--config",
            "python:chassis.gunicorn",
            f"{self.package}:create_app()",
        )
