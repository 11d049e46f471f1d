"""A whole environment through Terraform into the emulated AWS, and out again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from yard.config import Workspace
from yard.engine import Engine
from yard.local.emulator import Emulator
from yard.local.folder import LocalFolder
from yard.offline.handlers import Cloud
from yard.synth import Synthesis, synthesise

NOTHING = {"add": 0, "change": 0, "replace": 0, "destroy": 0}
STORES = """\
name: stock
team: warehouse
data:
  tables: {levels: {hash_key: sku, indexes: {by_place: {hash_key: place, range_key: sku}}, ttl: expires_at}}
  buckets: {images: {expire_days: 30}}
  database: {engine: postgres, proxy: true}
  cache: {engine: redis, mode: replicas}
queues: {orders: {}}
secrets: [api_key]
"""


@pytest.fixture
def synthesis(tmp_path: Path) -> Synthesis:
    return synthesise(workspace(tmp_path), "dev", tmp_path / "cdktf.out")


@pytest.fixture
def emulated(synthesis: Synthesis, tmp_path: Path) -> Iterator[Cloud]:
    """An emulated AWS of the environment's own account, as `yard up` starts it. All that it holds can be copied."""
    environment = synthesis.environment
    emulator = Emulator(LocalFolder(tmp_path / "emulator", environment.name), environment.account)
    try:
        yield Cloud(emulator.start(), environment.account, environment.region)
        assert (tmp_path / "emulator" / "emulator.log").read_text() == ""
    finally:
        emulator.stop()


def names(synthesis: Synthesis, kind: str) -> list[str]:
    """The names of all resources of a type in the environment, sorted."""
    return sorted(
        body["name"]
        for stack in synthesis.stacks.values()
        for body in stack.json.get("resource", {}).get(kind, {}).values()
    )


def addresses(synthesis: Synthesis, kind: str) -> list[str]:
    """Where the resources of a type are in the environment's stacks."""
    return [
        f"{name} {kind}.{label}"
        for name, stack in synthesis.stacks.items()
        for label in stack.json.get("resource", {}).get(kind, {})
    ]


def records(cloud: Cloud, synthesis: Synthesis) -> list[str]:
    """The names in the environment's zone, without what every zone has."""
    found = cloud.client("route53").list_resource_record_sets(HostedZoneId=synthesis.environment.zone_id)
    return [one["Name"] for one in found["ResourceRecordSets"] if one["Type"] not in ("NS", "SOA")]


def test_dev_is_created_as_planned_found_unchanged_and_taken_away(
    synthesis: Synthesis, emulated: Cloud, tmp_path: Path
) -> None:
    engine = Engine(workspace(tmp_path), synthesis, offline=True, endpoint=emulated.endpoint)

    engine.apply()

    tables = emulated.client("dynamodb").list_tables()["TableNames"]
    balancers = emulated.client("elbv2").describe_load_balancers()["LoadBalancers"]
    services = emulated.client("ecs").list_services(cluster="dev")["serviceArns"]
    assert sorted(tables) == names(synthesis, "aws_dynamodb_table")
    assert len(balancers) == len(names(synthesis, "aws_lb"))
    assert len(records(emulated, synthesis)) == len(addresses(synthesis, "aws_route53_record"))
    assert sorted(arn.rpartition("/")[2] for arn in services) == names(synthesis, "aws_ecs_service")
    assert engine.plan().as_json()["total"] == NOTHING
    assert [stack.resources for stack in engine.drift().stacks.values() if stack.resources] == []

    engine.destroy()

    assert emulated.client("dynamodb").list_tables()["TableNames"] == []
    assert records(emulated, synthesis) == []
    assert emulated.client("iam").list_roles()["Roles"] == []
    vpcs = emulated.client("ec2").describe_vpcs()["Vpcs"]
    assert [vpc["IsDefault"] for vpc in vpcs] == [True]


def test_a_service_gets_every_kind_of_store_and_a_second_plan_is_empty(
    emulated: Cloud, tmp_path: Path
) -> None:
    (tmp_path / "apps" / "stock").mkdir(parents=True)
    (tmp_path / "apps" / "stock" / "service.yaml").write_text(STORES)
    place = workspace(tmp_path, apps=tmp_path / "apps")
    engine = Engine(
        place, synthesise(place, "dev", tmp_path / "out"), offline=True, endpoint=emulated.endpoint
    )

    engine.apply()

    assert emulated.client("dynamodb").list_tables()["TableNames"] == ["dev-stock-levels"]
    buckets = [bucket["Name"] for bucket in emulated.client("s3").list_buckets()["Buckets"]]
    assert "dev-stock-images-111111111111-eu-west-1" in buckets
    queues = [url.rpartition("/")[2] for url in emulated.client("sqs").list_queues()["QueueUrls"]]
    assert {"dev-stock-orders", "dev-stock-orders--dead-letter"} <= set(queues)
    secrets = emulated.client("secretsmanager").list_secrets()["SecretList"]
    named = [secret["Name"].partition("!")[0] for secret in secrets]
    assert sorted(named) == ["dev-stock-api_key", "rds"]
    rds = emulated.client("rds")
    (proxy,) = rds.describe_db_proxies()["DBProxies"]
    (target,) = rds.describe_db_proxy_targets(DBProxyName=proxy["DBProxyName"])["Targets"]
    (database,) = rds.describe_db_instances()["DBInstances"]
    assert target["RdsResourceId"] == database["DBInstanceIdentifier"]
    users = emulated.client("elasticache").describe_users()["Users"]
    assert {user["UserName"] for user in users if user["UserId"] != "default"} == {
        "default",
        "dev-stock-cache-user",
    }
    assert engine.plan().as_json()["total"] == NOTHING


def workspace(root: Path, apps: Path | None = None) -> Workspace:
    """This repository's environments and services (or those in `apps`); what is written is under `root`."""
    here = Workspace.at()
    (root / "cdktf.json").touch()
    return Workspace.at(root=root, apps=apps or here.apps, environments=here.environments)
