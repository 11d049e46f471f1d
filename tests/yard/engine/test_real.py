"""Not offline: state in S3 (an emulated one here), and what is told where something is missing."""

from __future__ import annotations

import getpass
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import boto3
import httpx
import pytest
from moto.server import ThreadedMotoServer

from tests.yard.engine.killed import engine as emulated
from tests.yard.engine.tiny import ACCOUNT, BUCKET, engine, stack
from tests.yard.engine.waiting import until
from yard.config import YardError
from yard.engine import TerraformError
from yard.engine.advice import explain

NETWORK = stack("network")
PLATFORM = stack("platform", reads=("network",))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def aws(address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """An emulated AWS that Terraform takes for the real one."""
    for name, value in (
        ("AWS_ENDPOINT_URL", address),
        ("AWS_ACCESS_KEY_ID", "testing"),
        ("AWS_SECRET_ACCESS_KEY", "testing"),
        ("NO_PROXY", "127.0.0.1"),
    ):
        monkeypatch.setenv(name, value)
    httpx.post(f"{address}/moto-api/reset")
    return address


@pytest.fixture
def bucket(aws: str) -> None:
    boto3.client("s3", region_name="eu-west-1", endpoint_url=aws).create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )


def test_a_missing_state_bucket_is_named_with_what_to_do(tmp_path: Path, aws: str) -> None:
    with pytest.raises(YardError) as error:
        engine(tmp_path, NETWORK, offline=False).plan()

    advice, said = str(error.value).splitlines()
    assert advice == (
        f"The state bucket {BUCKET} is missing in account {ACCOUNT}. Create it as docs/real-account.md says, or add"
        " --offline to plan without AWS."
    )
    assert said.startswith("Terraform said: network: terraform init: ")


def test_missing_credentials_are_told_before_terraform_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))

    with pytest.raises(YardError) as error:
        engine(tmp_path, NETWORK, offline=False)

    assert str(error.value) == (
        f"No AWS credentials were found for account {ACCOUNT}. Log in (`aws sso login`, then set AWS_PROFILE), or add"
        " --offline to plan without AWS."
    )


@pytest.mark.usefixtures("bucket")
def test_a_registry_that_cannot_be_reached_is_told_as_what_is_missing(tmp_path: Path) -> None:
    terraform = {
        **NETWORK.json["terraform"],
        "required_providers": {"aws": {"source": "127.0.0.1:1/hashicorp/aws", "version": "6.25.0"}},
    }
    needs_aws = replace(NETWORK, json={**NETWORK.json, "terraform": terraform})

    with pytest.raises(YardError) as error:
        engine(tmp_path, needs_aws, offline=False).plan()

    assert str(error.value).splitlines()[0] == (
        "Terraform's registry cannot be reached, so hashicorp/aws cannot be installed. Check the network or the"
        " proxy, or add --offline to plan without AWS."
    )


@pytest.mark.usefixtures("bucket")
def test_states_in_s3_are_applied_read_and_destroyed_in_order(tmp_path: Path) -> None:
    made = engine(tmp_path, NETWORK, PLATFORM, offline=False)

    assert made.apply().total["add"] == 2
    assert not made.plan().changes_anything
    assert made.outputs()["platform"] == {"shown": "one-one", "hidden": "(sensitive)"}
    assert made.state("network")["values"]["outputs"]["shown"]["value"] == "one"
    assert not made.drift().changes_anything
    assert made.destroy().total["destroy"] == 2
    assert not (tmp_path / ".yard/dev/state").exists()


@pytest.mark.usefixtures("bucket")
def test_a_stack_whose_upstream_is_not_applied_waits_and_says_so(tmp_path: Path) -> None:
    plan = engine(tmp_path, NETWORK, PLATFORM, offline=False).plan()

    assert plan.stacks["network"].counts["add"] == 1
    assert plan.as_json()["stacks"]["platform"]["note"] == (
        "reads network, which must be applied first: it can only be planned then"
    )


@pytest.mark.usefixtures("bucket")
def test_of_two_applies_at_once_the_second_is_told_who_holds_the_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yard.engine.engine.WAIT_FOR_LOCK", "-lock-timeout=1s")
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    mine.mkdir()
    theirs.mkdir()
    began, end = tmp_path / "began", tmp_path / "end"
    slow = stack("network", command=f"touch {began}; until [ -e {end} ]; do sleep 0.1; done")
    first = engine(mine, slow, offline=False)

    with ThreadPoolExecutor() as pool:
        applying = pool.submit(first.apply)
        try:
            until(began.exists)
            with pytest.raises(YardError) as error:
                engine(theirs, NETWORK, offline=False).apply()
        finally:
            end.touch()
        done = applying.result()

    advice, said = str(error.value).splitlines()
    assert advice == (
        "Another run holds the state: below stand who and since when. Wait until it ends. If it was killed, remove the"
        f" .tflock object beside the state in {BUCKET}."
    )
    assert re.search(rf"Who: {getpass.getuser()}@\S+ ", said)
    assert re.search(r"Created: 20\d\d-", said)
    assert done.total["add"] == 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("AWS account ID not allowed: 222222222222", "The credentials belong to another account"),
        (
            "ExpiredToken: The security token included in the request is expired",
            "AWS credentials are missing",
        ),
        ("Error acquiring the state lock Error message: 412", "Another run holds the state"),
        ("no such host", "AWS cannot be reached from here."),
        ("AccessDenied: not authorized to perform: ecs:CreateCluster", "The credentials may not do this"),
    ],
)
def test_known_failures_say_what_to_do_before_what_terraform_said(said: str, told: str) -> None:
    error = explain(TerraformError(f"network: terraform plan: {said}"), account=ACCOUNT, bucket=BUCKET)

    assert str(error).startswith(told)
    assert str(error).endswith(f"\nTerraform said: network: terraform plan: {said}")


def test_an_error_of_the_api_reaches_the_person_with_address_operation_and_message(
    tmp_path: Path, aws: str
) -> None:
    record = {
        "zone_id": "Z0NONE",
        "name": "shop.example.com",
        "type": "A",
        "ttl": 60,
        "records": ["10.0.0.1"],
    }

    with pytest.raises(TerraformError) as error:
        emulated(tmp_path, aws, {"aws_route53_record": {"shop": record}}).apply()

    assert str(error.value).splitlines()[0] == (
        "dev-kinds: terraform apply: aws_route53_record.shop: creating aws_route53_record: ChangeResourceRecordSets"
        " failed with NoSuchHostedZone. No hosted zone found with ID: Z0NONE"
    )


def test_a_failure_that_is_not_known_stays_terraforms_own() -> None:
    error = TerraformError("network: terraform plan: aws_vpc.vpc: Unsupported argument.")

    assert explain(error, account=ACCOUNT, bucket=BUCKET) is error
