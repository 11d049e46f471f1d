"""Killed with SIGKILL at many moments of applying and destroying: in the end state and cloud hold the same, once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.yard.engine.killed import engine
from yard.local.emulator import Emulator
from yard.local.folder import LocalFolder
from yard.offline.handlers import Cloud

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import sys
from pathlib import Path
from tests.yard.engine.killed import engine
print("ready", flush=True)
getattr(engine(Path(sys.argv[1]), sys.argv[2]), sys.argv[3])()
"""
SEED = 20261125
LONGEST_SECONDS = 2.0


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[Cloud]:
    emulator = Emulator(LocalFolder(tmp_path / "emulator", "dev"), "111111111111")
    try:
        yield Cloud(emulator.start(), "111111111111", "eu-west-1")
    finally:
        emulator.stop()


def kill(root: Path, cloud: Cloud, verb: str, seconds: float, *, group: bool) -> bool:
    """Run a verb and kill it after so many seconds; whether it was still at work. group: Terraform with it."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(root), cloud.endpoint, verb],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert process.stdout
    with process.stdout:
        process.stdout.readline()
        time.sleep(seconds)
        working = process.poll() is None
        if group and working:
            os.killpg(process.pid, signal.SIGKILL)
        elif working:
            process.kill()
        process.wait()
    return working


def inventory(cloud: Cloud) -> dict[str, int]:
    """How many of each kind there are, without what AWS makes by itself."""
    ec2, kms = cloud.client("ec2"), cloud.client("kms")
    mine: list[dict[str, Any]] = [{"Name": "tag:Environment", "Values": ["dev"]}]
    keys = [kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"] for key in kms.list_keys()["Keys"]]
    counts = {
        "vpc": len(ec2.describe_vpcs(Filters=mine)["Vpcs"]),
        "subnet": len(ec2.describe_subnets(Filters=mine)["Subnets"]),
        "eip": len(ec2.describe_addresses()["Addresses"]),
        "internet gateway": len(ec2.describe_internet_gateways()["InternetGateways"]),
        "security group": len(ec2.describe_security_groups(Filters=mine)["SecurityGroups"]),
        "key": len([key for key in keys if key["KeyState"] == "Enabled"]),
        "queue": len(cloud.client("sqs").list_queues().get("QueueUrls", [])),
        "table": len(cloud.client("dynamodb").list_tables()["TableNames"]),
        "role": len(cloud.client("iam").list_roles()["Roles"]),
        "bucket": len(cloud.client("s3").list_buckets()["Buckets"]),
        "secret": len(cloud.client("secretsmanager").list_secrets()["SecretList"]),
        "log group": len(cloud.client("logs").describe_log_groups()["logGroups"]),
    }
    return {kind: count for kind, count in counts.items() if count}


@pytest.mark.parametrize("points", [8, 30])
def test_a_run_killed_at_any_moment_leaves_nothing_over(tmp_path: Path, cloud: Cloud, points: int) -> None:
    chance = random.Random(SEED + points)
    at_work = 0
    while at_work < points:
        verb = chance.choice(("apply", "apply", "destroy"))
        group = chance.random() < 0.5
        at_work += kill(tmp_path, cloud, verb, chance.uniform(0, LONGEST_SECONDS), group=group)

    engine(tmp_path, cloud.endpoint).apply()

    assert not engine(tmp_path, cloud.endpoint).plan().changes_anything
    assert inventory(cloud) == {
        "vpc": 1,
        "subnet": 2,
        "eip": 3,
        "internet gateway": 1,
        "security group": 1,
        "key": 1,
        "queue": 2,
        "table": 1,
        "role": 1,
        "bucket": 1,
        "secret": 1,
        "log group": 1,
    }

    engine(tmp_path, cloud.endpoint).destroy()

    assert inventory(cloud) == {}
