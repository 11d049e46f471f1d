"""`environments/<env>.yaml`: one environment, where it runs and how big it is."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, PrivateAttr, StringConstraints, field_validator, model_validator

from yard.config.sizes import SIZES, Size, SizeName
from yard.config.yaml_source import KeyPath, YamlSource

# Source: "AWS General Reference, AWS service endpoints": a region is area-direction-number.
REGION = r"^[a-z]{2}(-gov|-iso[a-z]?)?-(north|south|east|west|central|northeast|northwest|southeast|southwest)-[1-9]$"
PRIVATE_RANGES = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))


class Model(BaseModel, frozen=True, extra="forbid"):
    """A part of a YAML file: unknown keys are refused, values never change."""


class Sourced(Model):
    """A whole YAML file: knows the line that each of its keys came from."""

    _source: YamlSource | None = PrivateAttr(default=None)

    @property
    def source(self) -> str:
        """The file, as a person would type its path."""
        return self._source.name if self._source else f"<{type(self).__name__}>"

    def line_of(self, key: str) -> int:
        """The line of `key` (`data.tables.products`), or of the nearest key above it in the file."""
        return self._source.line_of(tuple(key.split("."))) if self._source else 1

    def problem(self, key: str, text: str) -> str:
        """A sentence about `key`, with file and line in front."""
        return f"{self.source}:{self.line_of(key)} {key}: {text}"

    def with_source(self, source: YamlSource) -> Self:
        """The same values, remembering `source`."""
        self._source = source
        return self


class Network(Model):
    """The VPC."""

    cidr: Annotated[
        IPv4Network,
        Field(
            description="Address range of the VPC, /16 to /24, inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16;"
            " no two environments may overlap.",
            examples=["10.20.0.0/16"],
        ),
    ] = IPv4Network("10.0.0.0/16")
    nat: Annotated[
        Literal["none", "single", "per_zone"],
        Field(
            description="NAT gateways: none (tasks reach AWS through endpoints only), one for all zones, or one a zone,"
            " so that losing a zone costs nobody else the internet.",
            examples=["single"],
        ),
    ] = "single"

    @field_validator("cidr", mode="before")
    @classmethod
    def _is_a_range(cls, value: object) -> object:
        if isinstance(value, int | float | bool):
            raise ValueError("expected an address range such as 10.20.0.0/16")
        try:
            network = IPv4Network(str(value))
        except ValueError as error:
            raise ValueError(f"{error}; expected an address range such as 10.20.0.0/16") from error
        # Source: "Amazon VPC User Guide, VPC CIDR blocks". /24 is the smallest that holds our subnets.
        if not 16 <= network.prefixlen <= 24:
            raise ValueError("a VPC here is /16 to /24")
        if not any(network.subnet_of(private) for private in PRIVATE_RANGES):
            raise ValueError(
                "the range is public; take one inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16"
            )
        return network


class Budget(Model):
    """A monthly budget with alerts."""

    monthly_usd: Annotated[
        int, Field(description="US dollars a month; alerts at 80 % and 100 %.", gt=0, examples=[300])
    ]
    email: Annotated[
        str,
        Field(
            description="Who is told.",
            pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
            examples=["platform@example.com"],
        ),
    ]


class Environment(Sourced):
    """One environment: an account (or a share of one), a region, a VPC."""

    name: Annotated[
        str,
        Field(
            description="The environment's name, the same as its file's; first part of every resource's name."
            " 2 to 12 small letters and digits.",
            pattern=r"^[a-z][a-z0-9]{1,11}$",
            examples=["dev"],
        ),
    ]
    account: Annotated[
        str,
        Field(
            description="AWS account id: 12 digits, in quotes, since a number would lose its zeros.",
            pattern=r"^[0-9]{12}$",
            examples=["111111111111"],
        ),
    ]
    region: Annotated[str, Field(description="AWS region.", pattern=REGION, examples=["eu-west-1"])]
    zones: Annotated[
        tuple[Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+[a-z]$")], ...],
        Field(
            description="Availability zones of the region, 2 to 6: a load balancer needs two.",
            min_length=2,
            max_length=6,
            examples=[["eu-west-1a", "eu-west-1b"]],
        ),
    ]
    network: Annotated[
        Network, Field(description="The VPC.", examples=[{"cidr": "10.20.0.0/16", "nat": "single"}])
    ] = Network()
    domain: Annotated[
        str | None,
        Field(
            description="Domain of the environment's gateway, whose Route 53 zone exists in the account. With it the"
            " load balancer serves HTTPS only; without it, HTTP.",
            pattern=r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$",
            examples=["dev.example.com"],
        ),
    ] = None
    zone_id: Annotated[
        str | None,
        Field(
            description="Id of the Route 53 hosted zone of `domain`: planning looks nothing up.",
            pattern=r"^Z[A-Z0-9]{1,31}$",
            examples=["Z0123456789ABCDEFGHIJ"],
        ),
    ] = None
    protect: Annotated[
        bool,
        Field(
            description="Deletion protection, final snapshots and prevent_destroy for whatever holds data.",
            strict=True,
            examples=[True],
        ),
    ] = False
    size: Annotated[
        SizeName,
        Field(
            description="Defaults for counts, retentions and the share of Fargate Spot.", examples=["small"]
        ),
    ] = "small"
    budget: Annotated[
        Budget | None,
        Field(
            description="Monthly budget with alerts; none where absent.",
            examples=[{"monthly_usd": 300, "email": "platform@example.com"}],
        ),
    ] = None
    repository: Annotated[
        str,
        Field(
            description="Value of the tag Repository: where this is described.",
            min_length=1,
            max_length=256,
            examples=["shop-infrastructure"],
        ),
    ] = "stackyard"
    cloud: Annotated[
        Literal["aws", "emulated"],
        Field(
            description="aws, or emulated: every verb then works offline, on this machine.", examples=["aws"]
        ),
    ] = "aws"

    @property
    def defaults(self) -> Size:
        """What `size` stands for."""
        return SIZES[self.size]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        strangers = [zone for zone in self.zones if zone[:-1] != self.region]
        if strangers:
            raise FieldError(
                ("zones",), f"{strangers[0]} is not in {self.region}. Use zones such as {self.region}a."
            )
        if len(set(self.zones)) < len(self.zones):
            raise FieldError(("zones",), "a zone stands here twice. Name each once.")
        if (self.domain is None) != (self.zone_id is None):
            missing, present = ("zone_id", "domain") if self.zone_id is None else ("domain", "zone_id")
            raise FieldError((present,), f"needs {missing} beside it. Give both, or neither.")
        return self


class FieldError(ValueError):
    """A rule over several keys is broken; `path` is the key to point at."""

    def __init__(self, path: KeyPath, text: str) -> None:
        super().__init__(text)
        self.path = path
