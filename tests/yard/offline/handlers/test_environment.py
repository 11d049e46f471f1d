"""A whole environment through Terraform into the emulated AWS, and out again."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from yard.config import Workspace
from yard.engine import Engine
from yard.offline.handlers import Cloud
from yard.synth import Synthesis, synthesise

pytestmark = pytest.mark.end_to_end
NOTHING = {"add": 0, "change": 0, "replace": 0, "destroy": 0}
STORES = """\
name: stock
team: warehouse
data:
  tables: {levels: {hash_key: sku, indexes: {by_place: {hash_key: place, range_key: sku}}, ttl: expires_at}}
  buckets: {images: {expire_days: 30}}
queues: {orders: {}}
secrets: [api_key]
"""


@pytest.fixture
def synthesis(tmp_path: Path) -> Synthesis:
    return synthesise(workspace(tmp_path), "dev", tmp_path / "cdktf.out")


@pytest.fixture
def emulated(synthesis: Synthesis) -> Iterator[Cloud]:
    """An emulated AWS of the environment's own account, as `yard up` starts it."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    variables = {**os.environ, "MOTO_ACCOUNT_ID": synthesis.environment.account}
    server = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield Cloud(f"http://127.0.0.1:{port}", synthesis.environment.account, synthesis.environment.region)
    finally:
        server.terminate()
        server.wait()


def test_dev_is_created_as_planned_found_unchanged_and_taken_away(
    synthesis: Synthesis, emulated: Cloud, tmp_path: Path
) -> None:
    engine = Engine(workspace(tmp_path), synthesis, offline=True, endpoint=emulated.endpoint)

    engine.apply()

    tables = emulated.client("dynamodb").list_tables()["TableNames"]
    rules = emulated.client("elbv2").describe_load_balancers()["LoadBalancers"]
    services = emulated.client("ecs").list_services(cluster="dev")["serviceArns"]
    assert tables == ["dev-catalog-products"]
    assert len(rules) == 1
    assert [arn.rpartition("/")[2] for arn in services] == ["dev-catalog"]
    assert engine.plan().as_json()["total"] == NOTHING
    assert [stack.resources for stack in engine.drift().stacks.values() if stack.resources] == []

    engine.destroy()

    assert emulated.client("dynamodb").list_tables()["TableNames"] == []
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
    assert len(queues) == 2
    assert "dev-stock-orders" in queues
    secrets = emulated.client("secretsmanager").list_secrets()["SecretList"]
    assert len(secrets) == 1
    assert engine.plan().as_json()["total"] == NOTHING


def workspace(root: Path, apps: Path | None = None) -> Workspace:
    """This repository's environments and services (or those in `apps`); what is written is under `root`."""
    here = Workspace.at()
    (root / "cdktf.json").touch()
    return Workspace.at(root=root, apps=apps or here.apps, environments=here.environments)


def wait_for(port: int, seconds: float = 60) -> None:
    """Until the port answers; raises TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing answers on port {port}")
