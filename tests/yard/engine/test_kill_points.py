"""A run or the emulated AWS killed at many moments of applying and destroying: in the end state and cloud agree."""

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
ACCOUNT = "111111111111"
SEED = 20261125
LONGEST_SECONDS = 2.0


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[Emulator]:
    emulator = Emulator(LocalFolder(tmp_path / "emulator", "dev"), ACCOUNT)
    emulator.start()
    try:
        yield emulator
    finally:
        emulator.stop()


def cut_off(root: Path, emulator: Emulator, verb: str, seconds: float, killed: str) -> bool:
    """Run a verb and kill something after so many seconds; whether the run was still at work.

    killed: "yard", "run" for Terraform with it, "emulator", or "all".
    """
    assert emulator.endpoint
    assert emulator.identity
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(root), emulator.endpoint, verb],
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
        if killed in ("emulator", "all"):
            os.kill(emulator.identity.pid, signal.SIGKILL)
        if killed in ("run", "all") and working:
            os.killpg(process.pid, signal.SIGKILL)
        elif killed == "yard" and working:
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


@pytest.mark.parametrize("points", [4, 30])
def test_a_run_killed_at_any_moment_leaves_nothing_over(
    tmp_path: Path, emulator: Emulator, points: int
) -> None:
    chance = random.Random(SEED + points)
    at_work = 0
    while at_work < points:
        verb, killed = chance.choice(("apply", "apply", "destroy")), chance.choice(("yard", "run"))
        at_work += cut_off(tmp_path, emulator, verb, chance.uniform(0, LONGEST_SECONDS), killed)

    assert_one_more_run_repairs_all(tmp_path, emulator)


@pytest.mark.parametrize("points", [4, 30])
def test_an_emulated_aws_killed_at_any_moment_of_a_run_leaves_nothing_over(
    tmp_path: Path, emulator: Emulator, points: int
) -> None:
    address = emulator.endpoint
    chance = random.Random(SEED + points)
    at_work = 0
    while at_work < points:
        verb, killed = chance.choice(("apply", "apply", "destroy")), chance.choice(("emulator", "all"))
        at_work += cut_off(tmp_path, emulator, verb, chance.uniform(0, LONGEST_SECONDS), killed)
        assert emulator.start() == address

    assert_one_more_run_repairs_all(tmp_path, emulator)


def assert_one_more_run_repairs_all(root: Path, emulator: Emulator) -> None:
    assert emulator.endpoint
    cloud = Cloud(emulator.endpoint, ACCOUNT, "eu-west-1")

    engine(root, cloud.endpoint).apply()

    assert not engine(root, cloud.endpoint).plan().changes_anything
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

    engine(root, cloud.endpoint).destroy()

    assert inventory(cloud) == {}
