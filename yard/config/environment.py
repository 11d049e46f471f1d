"""`environments/<env>.yaml`: one environment, where it runs and how big it is."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from yard.config import forms
from yard.config.cluster import Cluster
from yard.config.kubernetes import END_OF_SUPPORT
from yard.config.model import Broken, Flag, Model, Sourced, Whole, text
from yard.config.sizes import SIZES, Size, SizeName

PRIVATE_RANGES = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
# Source: "Amazon VPC User Guide, VPC CIDR blocks".
LARGEST_VPC_PREFIX, SMALLEST_VPC_PREFIX = 16, 28
# Source: "Application Load Balancers, Subnets for your load balancer": at least /27 in each zone.
SMALLEST_PUBLIC_SUBNET_PREFIX = 27
RESERVED_NAMES = ("cache", "tools")  # each environment has a folder below .yard, beside these


def smallest_prefix(zones: int) -> int:
    """The longest prefix of a VPC with room for its subnets: a quarter of it is public, cut for 4 zones or for 8."""
    return SMALLEST_PUBLIC_SUBNET_PREFIX - 2 - (2 if zones <= 4 else 3)


class Network(Model):
    """The VPC."""

    cidr: Annotated[
        IPv4Network,
        Field(
            description="Address range of the VPC, inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16: /16 to /23, or"
            " to /22 with 5 or 6 zones. No two environments may overlap, so that their networks can be connected.",
            examples=["10.20.0.0/16"],
        ),
    ] = IPv4Network("10.0.0.0/16")
    nat: Annotated[
        Literal["none", "single", "per_zone"],
        Field(
            description="NAT gateways. none: tasks reach AWS through endpoints, and nothing else. single: one for all"
            " zones. per_zone: one in each, so that losing a zone costs the others nothing.",
            examples=["single"],
        ),
    ] = "single"

    @field_validator("cidr", mode="before")
    @classmethod
    def _is_a_private_range(cls, value: object) -> object:
        if isinstance(value, IPv4Network):
            return value
        if not isinstance(value, str):
            raise PydanticCustomError("cidr", "is not an address range. Use one such as 10.20.0.0/16.")
        address, _, prefix = value.partition("/")
        if not prefix.isdecimal():
            raise PydanticCustomError("cidr", "has no size. Use a range such as 10.20.0.0/16.")
        try:
            network = IPv4Network(value, strict=False)
        except ValueError as error:
            raise PydanticCustomError(
                "cidr", "is not an IPv4 address range. Use one such as 10.20.0.0/16."
            ) from error
        if str(network.network_address) != address:
            raise PydanticCustomError("cidr", f"does not begin at its first address. Use {network}.")
        if not LARGEST_VPC_PREFIX <= network.prefixlen <= SMALLEST_VPC_PREFIX:
            raise PydanticCustomError("cidr", "has a size that AWS refuses. Use /16 to /28.")
        if not any(network.subnet_of(private) for private in PRIVATE_RANGES):
            raise PydanticCustomError(
                "cidr", "is not private. Use a range inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16."
            )
        return network


class Budget(Model):
    """A monthly budget with alerts."""

    monthly_usd: Annotated[
        Whole, Field(description="US dollars a month; alerts at 80 % and 100 %.", ge=1, examples=[300])
    ]
    email: Annotated[
        str, text(forms.EMAIL), Field(description="Who is told.", examples=["platform@example.com"])
    ]
    activate_tags: Annotated[
        Flag,
        Field(
            description="Activate the tags Environment, Service and Team for cost allocation and count this"
            " environment alone. Only the account that pays may; one environment of the account does it. Default: the"
            " budget counts the whole account.",
            examples=[True],
        ),
    ] = False


class Alarms(Model):
    """Who is told of alarms."""

    email: Annotated[
        str,
        text(forms.EMAIL),
        Field(
            description="Gets a mail when an alarm begins and when it is over, once the subscription is confirmed.",
            examples=["on-call@example.com"],
        ),
    ]


class Edge(Model):
    """CloudFront in front of the environment."""

    vpc_origin: Annotated[
        Flag,
        Field(
            description="CloudFront reaches the load balancer inside the VPC, and nobody else can: it is internal then."
            " false: the load balancer is public and lets in CloudFront's addresses alone.",
            examples=[True],
        ),
    ] = False
    prefix_list: Annotated[
        str | None,
        text(forms.PREFIX_LIST),
        Field(
            description="Id of the region's managed prefix list com.amazonaws.global.cloudfront.origin-facing, given"
            " because planning looks nothing up. Default: the id that is known for the region.",
            examples=["pl-4fa04526"],
        ),
    ] = None


class Firewall(Model):
    """AWS WAF on whatever faces the internet."""

    requests_per_address: Annotated[
        Whole,
        Field(
            description="Requests of one address within five minutes before it is turned away, 10 to 2000000000.",
            ge=10,
            le=2_000_000_000,  # Source: "AWS WAFV2 API Reference, RateBasedStatement".
            examples=[2000],
        ),
    ] = 2000


class Github(Model):
    """Who may deploy from GitHub Actions, without a key."""

    repository: Annotated[
        str,
        text(forms.GITHUB_REPOSITORY),
        Field(
            description="Repository whose workflows may take the environment's deploy role.",
            examples=["example/shop-infrastructure"],
        ),
    ]
    environment: Annotated[
        str | None,
        text(forms.GITHUB_ENVIRONMENT, longest=255),
        Field(
            description="GitHub environment whose jobs may take the role; GitHub says which branches deploy to it, and"
            " who approves. Default: the environment's own name.",
            examples=["prod"],
        ),
    ] = None


class Environment(Sourced):
    """One environment: an account (or a share of one), a region, a VPC."""

    name: Annotated[
        str,
        text(forms.ENVIRONMENT),
        Field(
            description="The environment's name, the same as its file's; first part of the name of every resource."
            " 2 to 10 small letters and digits.",
            examples=["dev"],
        ),
    ]
    account: Annotated[
        str,
        text(forms.ACCOUNT),
        Field(
            description="AWS account id: 12 digits, in quotes, because a number would lose its zeros.",
            examples=["111111111111"],
        ),
    ]
    region: Annotated[str, text(forms.REGION), Field(description="AWS region.", examples=["eu-west-1"])]
    zones: Annotated[
        tuple[Annotated[str, text(forms.ZONE)], ...],
        Field(
            description="Availability zones of the region, 2 to 6; a load balancer needs two.",
            min_length=2,
            max_length=6,
            examples=[["eu-west-1a", "eu-west-1b"]],
        ),
    ]
    network: Annotated[
        Network,
        Field(
            description="Address range and NAT gateways of the VPC.",
            examples=[{"cidr": "10.20.0.0/16", "nat": "single"}],
        ),
    ] = Network()
    domain: Annotated[
        str | None,
        text(forms.DOMAIN),
        Field(
            description="Domain of the environment's gateway. With `zone_id` the load balancer serves HTTPS under it;"
            " without, it serves HTTP under its own name. Default: none.",
            examples=["dev.example.com"],
        ),
    ] = None
    zone_id: Annotated[
        str | None,
        text(forms.HOSTED_ZONE),
        Field(
            description="Id of the Route 53 hosted zone that holds `domain`, given here because planning looks nothing"
            " up. Default: none.",
            examples=["Z0123456789ABCDEFGHIJ"],
        ),
    ] = None
    testers: Annotated[
        tuple[Annotated[str, text(forms.ADDRESS_RANGE)], ...],
        Field(
            description="IPv4 address ranges from which a service's next version can be tried before it takes over, on"
            " port 8443 of the gateway, or 8080 without a domain; /16 or smaller. Default: nobody.",
            max_length=10,
            examples=[["203.0.113.0/24"]],
        ),
    ] = ()
    protect: Annotated[
        Flag,
        Field(
            description="Deletion protection, final snapshots and prevent_destroy for whatever holds data.",
            examples=[True],
        ),
    ] = False
    size: Annotated[
        SizeName,
        Field(
            description="Defaults for task counts, retentions and the share of Fargate Spot: a row of the table in"
            " yard/config/sizes.py.",
            examples=["small"],
        ),
    ] = "small"
    budget: Annotated[
        Budget | None,
        Field(
            description="Monthly budget with alerts. Default: none.",
            examples=[{"monthly_usd": 300, "email": "platform@example.com"}],
        ),
    ] = None
    alarms: Annotated[
        Alarms | None,
        Field(
            description="Who is told of alarms; anybody else subscribes to the topic. Default: nobody.",
            examples=[{"email": "on-call@example.com"}],
        ),
    ] = None
    repository: Annotated[
        str,
        text(forms.TAG_VALUE, longest=256),
        Field(
            description="Value of the tag Repository: where this is described.",
            examples=["shop-infrastructure"],
        ),
    ] = "stackyard"
    edge: Annotated[
        Edge | None,
        Field(
            description="CloudFront in front of all services, sites or not. Default: none, unless a service has"
            " runtime: static.",
            examples=[{"vpc_origin": True}],
        ),
    ] = None
    firewall: Annotated[
        Firewall,
        Field(description="When AWS WAF turns somebody away.", examples=[{"requests_per_address": 2000}]),
    ] = Firewall()
    cluster: Annotated[
        Cluster,
        Field(
            description="The Amazon EKS cluster. It exists only where a service has runtime: eks.",
            examples=[{"version": max(END_OF_SUPPORT), "compute": "auto"}],
        ),
    ] = Cluster()
    github: Annotated[
        Github | None,
        Field(
            description="GitHub repository that deploys here: the state stack makes a role for it, and a boundary for"
            " all roles of the environment. Default: none.",
            examples=[{"repository": "example/shop-infrastructure"}],
        ),
    ] = None
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

    def broken_rules(self) -> Iterator[Broken]:
        """Zones belong to the region, once each; the range has room for their subnets; a hosted zone has a domain."""
        if self.name in RESERVED_NAMES:
            yield Broken(("name",), f"{self.name} is a folder of yard's own below .yard. Use another name.")
        for index, zone in enumerate(self.zones):
            if zone[:-1] != self.region:
                yield Broken(
                    ("zones", index),
                    f"{zone} is not in the region {self.region}. Use zones such as {self.region}a.",
                    (("region",),),
                )
            elif zone in self.zones[:index]:
                yield Broken(("zones", index), f"{zone} stands here twice. Name each zone once.")
        for index, cidr in enumerate(self.testers):
            try:
                IPv4Network(cidr)
            except ValueError:
                yield Broken(
                    ("testers", index),
                    f"{cidr} does not begin at the first address of a range. Use one such as 203.0.113.0/24.",
                )
        least = smallest_prefix(len(self.zones))
        if self.network.cidr.prefixlen > least:
            yield Broken(
                ("network", "cidr"),
                f"{self.network.cidr} has no room for three subnets in each of {len(self.zones)} zones."
                f" Use /{LARGEST_VPC_PREFIX} to /{least}.",
                (("zones",),),
            )
        if self.zone_id and not self.domain:
            yield Broken(("zone_id",), "has no domain beside it. Add domain, or take it out.", (("domain",),))
