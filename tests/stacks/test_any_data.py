"""Whatever a manifest may say about data synthesises, within AWS's limits, and opens what was declared and no more."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.modules.synthesised import Resources
from tests.stacks.environments import build, environment
from yard.config import Service
from yard.config.database_engines import ENGINES
from yard.config.service import RESERVED_NAMES

NAME = st.from_regex(r"\A[a-z][a-z0-9]{0,8}(_[a-z0-9]{1,6}){0,2}\Z")
SERVICE = st.from_regex(r"\A[a-z][a-z0-9]{1,7}(-[a-z0-9]{1,5}){0,2}\Z")
KEYS = {"hash_key": "id"}
TABLES = st.dictionaries(
    NAME,
    st.fixed_dictionaries(
        {"hash_key": st.just("id")},
        optional={
            "indexes": st.just({"by_category": {"hash_key": "category"}}),
            "stream": st.sampled_from(["keys", "new", "old", "both"]),
            "capacity": st.just({"read": 1, "write": 1, "max_read": 9, "max_write": 9}),
        },
    ),
    max_size=2,
)
BUCKETS = st.dictionaries(
    NAME.filter(lambda name: len(name) <= 20),
    st.fixed_dictionaries({}, optional={"expire_days": st.just(400), "archive_days": st.integers(1, 399)}),
    max_size=2,
)
CACHE = st.none() | st.fixed_dictionaries(
    {"engine": st.sampled_from(["valkey", "redis"]), "mode": st.sampled_from(["serverless", "replicas"])}
)


@st.composite
def databases(draw: st.DrawFn) -> dict[str, Any]:
    engine = draw(st.sampled_from(sorted(ENGINES)))
    choices = ENGINES[engine]
    wanted: dict[str, Any] = {"engine": engine, "version": draw(st.sampled_from(choices.versions))}
    if choices.editions:
        wanted["edition"] = draw(
            st.sampled_from([one for one in choices.editions if one not in ("express", "web")])
        )
    if choices.proxy:
        wanted["proxy"] = draw(st.booleans())
    if choices.storage_gib:
        wanted["storage_gib"] = draw(st.integers(*choices.storage_gib))
    elif draw(st.booleans()):
        wanted["serverless"] = {"min_acu": draw(st.integers(0, 4)) / 2, "max_acu": draw(st.integers(4, 256))}
    return wanted


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=SERVICE,
    environment_name=st.from_regex(r"\A[a-z][a-z0-9]{1,9}\Z"),
    size=st.sampled_from(["small", "medium", "large"]),
    protect=st.booleans(),
    tables=TABLES,
    buckets=BUCKETS,
    cache=CACHE,
    database=st.none() | databases(),
)
def test_any_data_synthesises_within_the_limits_and_lets_in_the_tasks_alone(
    name: str, environment_name: str, size: Any, protect: bool, **data: Any
) -> None:
    wanted = {key: value for key, value in data.items() if value}
    assume(environment_name not in ("cache", "tools") and name not in RESERVED_NAMES)
    service = Service.model_validate({"name": name, "team": "data", "data": wanted})
    where = environment(name=environment_name, size=size, protect=protect)

    made = build(where, service)[f"{environment_name}-{name}"]

    for kind, argument, limit in LIMITS:
        for resource in made.all(kind).values():
            assert 1 <= len(resource[argument]) <= limit
    assert stores_opened_to_others(made) == []


# Sources: the API references of RDS, ElastiCache, DynamoDB, S3 and IAM, as in modules/names.py.
LIMITS = [
    ("aws_db_instance", "identifier", 63),
    ("aws_rds_cluster", "cluster_identifier", 63),
    ("aws_rds_cluster_instance", "identifier", 63),
    ("aws_db_proxy", "name", 63),
    ("aws_db_subnet_group", "name", 255),
    ("aws_db_parameter_group", "name", 255),
    ("aws_rds_cluster_parameter_group", "name", 255),
    ("aws_db_option_group", "name", 255),
    ("aws_elasticache_serverless_cache", "name", 40),
    ("aws_elasticache_replication_group", "replication_group_id", 40),
    ("aws_elasticache_user", "user_id", 40),
    ("aws_elasticache_user_group", "user_group_id", 40),
    ("aws_dynamodb_table", "name", 255),
    ("aws_s3_bucket", "bucket", 63),
    ("aws_iam_role", "name", 64),
]
TASKS = "${aws_security_group.security-group.id}"


def stores_opened_to_others(made: Resources) -> list[str]:
    """Rules of a store's group that let in anything but the tasks, or the proxy that stands before it."""
    return [
        name
        for name, rule in made.all("aws_vpc_security_group_ingress_rule").items()
        if name.startswith(("database", "cache"))
        and rule.get("referenced_security_group_id") != TASKS
        and "database-proxy" not in rule.get("referenced_security_group_id", "")
    ]
