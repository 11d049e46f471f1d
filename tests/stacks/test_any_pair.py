"""Any valid environment with any valid services can be synthesised, and what comes of it AWS would take."""

from __future__ import annotations

from ipaddress import IPv4Network
from itertools import combinations
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from stacks.runtimes import RUNTIMES
from tests.modules.synthesised import Resources
from tests.stacks.environments import build
from tests.stacks.test_limits import NAMES
from yard.config import Environment, InputError, Service

STORE = st.from_regex(r"\A[a-z][a-z0-9]{2,8}(_[a-z0-9]{1,8}){0,2}\Z")
NAME = st.from_regex(r"\A[a-z][a-z0-9]{1,7}(-[a-z0-9]{1,6}){0,1}\Z")
ENGINES = ("postgres", "mysql", "mariadb", "aurora-postgresql", "aurora-mysql", "oracle", "sqlserver")


def some(strategy: st.SearchStrategy[Any], **more: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Up to two things by name."""
    return st.dictionaries(STORE, strategy, max_size=2, **more)


def keys(required: dict[str, Any], **optional: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


ENVIRONMENTS = keys(
    {
        "name": st.from_regex(r"\A[a-z][a-z0-9]{1,9}\Z"),
        "account": st.from_regex(r"\A[0-9]{12}\Z"),
        "region": st.just("eu-west-1"),
        "zones": st.integers(2, 6).map(lambda count: [f"eu-west-1{letter}" for letter in "abcdef"[:count]]),
    },
    network=keys(
        {},
        cidr=st.tuples(st.integers(0, 255), st.integers(16, 23)).map(
            lambda pair: str(IPv4Network(f"10.{pair[0]}.0.0/{pair[1]}"))
        ),
        nat=st.sampled_from(("none", "single", "per_zone")),
    ),
    protect=st.booleans(),
    size=st.sampled_from(("small", "medium", "large")),
    budget=st.just({"monthly_usd": 10, "email": "a@example.com"}),
    cloud=st.sampled_from(("aws", "emulated")),
    cluster=st.sampled_from(("auto", "nodes", "fargate")).map(
        lambda compute: {"compute": compute, "admins": ["arn:aws:iam::111111111111:role/platform"]}
    ),
)
DATA = keys(
    {},
    tables=some(
        keys(
            {"hash_key": st.just("id")},
            range_key=st.just("at"),
            ttl=st.just("expires_at"),
            indexes=some(st.just({"hash_key": "other"})),
        )
    ),
    buckets=some(keys({}, expire_days=st.integers(1, 3650))),
    database=st.sampled_from(ENGINES).map(lambda engine: {"engine": engine}),
    cache=st.sampled_from(("valkey", "redis")).map(lambda engine: {"engine": engine}),
)
SERVICES = keys(
    {
        "name": NAME,
        "team": st.just("a-team"),
        "runtime": st.sampled_from(sorted(RUNTIMES)),
    },
    data=DATA,
    queues=some(keys({}, visibility_seconds=st.integers(0, 43200), max_receives=st.integers(1, 1000))),
    secrets=st.lists(STORE, max_size=2, unique=True),
    scale=st.tuples(st.integers(0, 5), st.integers(5, 20)).map(lambda pair: {"min": pair[0], "max": pair[1]}),
    publishes=st.lists(NAME, max_size=2, unique=True),
    jobs=st.dictionaries(
        NAME,
        st.sampled_from(("cron(0 3 ? * MON-FRI *)", "cron(5/20 * 1 JAN ? *)", "rate(6 hours)")).map(
            lambda schedule: {"schedule": schedule, "command": ["true"]}
        ),
        max_size=2,
    ),
    deploy=st.sampled_from(("rolling", "blue_green", "canary", "linear")).map(lambda one: {"strategy": one}),
)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Environment, list[Service]]:
    """An environment and one to three services; a later one may call the ones before it."""
    manifests = draw(st.lists(SERVICES, min_size=1, max_size=3, unique_by=lambda one: one["name"]))
    for index, manifest in enumerate(manifests):
        if draw(st.booleans()):
            manifest["routes"] = ["/"] if manifest["runtime"] == "static" else [f"/api/{manifest['name']}"]
        if index and draw(st.booleans()):
            manifest["calls"] = [manifests[index - 1]["name"]]
        if manifest.get("queues") and draw(st.booleans()):
            manifest["subscribes"] = {"something-happened": next(iter(manifest["queues"]))}
    try:
        environment = Environment.model_validate(draw(ENVIRONMENTS))
        services = [Service.model_validate(_only_what_it_takes(manifest)) for manifest in manifests]
    except ValidationError:
        assume(False)
        raise
    return environment, [
        one.model_copy(update={"scale": one.scale.within(environment.defaults)}) for one in services
    ]


def _only_what_it_takes(manifest: dict[str, Any]) -> dict[str, Any]:
    """A site has no data and calls nobody, a function's job no command; leaving that out keeps most examples valid."""
    if manifest["runtime"] == "lambda":
        jobs = {name: {"schedule": job["schedule"]} for name, job in manifest.get("jobs", {}).items()}
        return {**manifest, "jobs": jobs}
    if manifest["runtime"] != "static":
        return manifest
    return {key: manifest[key] for key in ("name", "team", "runtime", "routes") if key in manifest}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(pair=pairs())
def test_any_valid_pair_of_environment_and_manifests_is_synthesised(
    pair: tuple[Environment, list[Service]],
) -> None:
    environment, services = pair

    try:
        made = build(environment, *services)
    except InputError:  # a rule between manifests, or what a runtime cannot do: refused, not broken
        assume(False)
        raise

    assert {f"{environment.name}-{service.name}" for service in services} <= set(made)
    _names_fit(made)
    _subnets_share_nothing(environment, made)
    _nobody_faces_the_world_but_load_balancers(made)


def _names_fit(made: dict[str, Resources]) -> None:
    for stack, resources in made.items():
        for kind, arguments in NAMES.items():
            for name, body in resources.all(kind).items():
                for argument, (limit, _) in arguments.items():
                    value = body.get(argument)
                    if isinstance(value, str) and "${" not in value:
                        assert len(value) <= limit, f"{stack}/{kind}.{name}.{argument}: {value}"


def _subnets_share_nothing(environment: Environment, made: dict[str, Resources]) -> None:
    subnets = [
        IPv4Network(subnet["cidr_block"])
        for subnet in made[f"{environment.name}-network"].all("aws_subnet").values()
    ]
    assert all(subnet.subnet_of(environment.network.cidr) for subnet in subnets)
    assert not any(one.overlaps(two) for one, two in combinations(subnets, 2))


def _nobody_faces_the_world_but_load_balancers(made: dict[str, Resources]) -> None:
    for stack, resources in made.items():
        for name, rule in resources.all("aws_vpc_security_group_ingress_rule").items():
            if rule.get("cidr_ipv4") == "0.0.0.0/0":
                assert "gateway" in name, f"{stack}: {name}"
                assert rule["from_port"] == rule["to_port"]
                assert rule["from_port"] in (80, 443)
