from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from yard.config import InputError, Workspace, YardError
from yard.synth import synthesise

ROOT = Path(__file__).resolve().parents[3]


def documents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("cdk.tf.json"))}


def stock_app(out: Path, where: Path = ROOT, **environment: str) -> dict[str, bytes]:
    """What the stock command line's app writes: `python -m stacks`, all environments of the repository `where`."""
    subprocess.run(
        [sys.executable, "-m", "stacks"],
        cwd=where,
        env=os.environ | {"CDKTF_OUTDIR": str(out), "PYTHONPATH": str(ROOT)} | environment,
        check=True,
        capture_output=True,
        timeout=280,
    )
    return documents(out)


def test_stacks_stand_in_the_order_in_which_they_need_each_other(tmp_path: Path) -> None:
    synthesis = synthesise(Workspace.at(ROOT), "dev", tmp_path)

    order = list(synthesis.stacks)
    assert order[:2] == ["dev-network", "dev-platform"]
    for name, stack in synthesis.stacks.items():
        assert all(order.index(needed) < order.index(name) for needed in stack.dependencies)
    needs = ("dev-network", "dev-observability", "dev-platform")
    assert synthesis.stacks["dev-catalog"].dependencies == needs


def test_a_resource_knows_the_construct_that_made_it(tmp_path: Path) -> None:
    stack = synthesise(Workspace.at(ROOT), "dev", tmp_path).stacks["dev-network"]

    (name,) = stack.json["resource"]["aws_vpc"]
    assert stack.construct_of(f"aws_vpc.{name}").startswith("dev-network/")
    assert stack.construct_of("aws_vpc.none") == ""


def test_the_same_files_give_the_same_bytes_in_any_folder_and_in_one_process(tmp_path: Path) -> None:
    workspace = Workspace.at(ROOT)
    for folder in ("one", "two"):
        synthesise(workspace, "prod", tmp_path / folder)

    assert documents(tmp_path / "one") == documents(tmp_path / "two")


def test_no_path_of_this_machine_is_in_the_json(tmp_path: Path) -> None:
    synthesise(Workspace.at(ROOT), "dev", tmp_path)

    for text in documents(tmp_path).values():
        assert str(ROOT).encode() not in text
        assert str(tmp_path).encode() not in text


def test_without_node_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JSII_NODE", "no-such-node")

    with pytest.raises(YardError) as error:
        synthesise(Workspace.at(ROOT), "dev", tmp_path)

    assert str(error.value) == (
        "no-such-node: not found. The constructs of CDK for Terraform run on Node.js: install version 20 or newer so"
        " that `node` is on PATH, or set JSII_NODE to its path."
    )


def test_wrong_input_is_told_before_node_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JSII_NODE", "no-such-node")

    with pytest.raises(InputError):
        synthesise(Workspace.at(ROOT), "nowhere", tmp_path)


def test_the_stock_app_writes_one_environment_as_yard_does(tmp_path: Path) -> None:
    stock = stock_app(tmp_path / "stock", YARD_ENVIRONMENT="dev")
    synthesise(Workspace.at(ROOT), "dev", tmp_path / "yard")

    assert stock == documents(tmp_path / "yard")


def test_the_stock_app_says_what_is_wrong_in_one_paragraph() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "stacks"],
        cwd=ROOT,
        env=os.environ | {"YARD_ENVIRONMENT": "nowhere"},
        text=True,
        capture_output=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 2
    assert done.stderr.startswith("Error: ")
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_fast_bindings_write_byte_for_byte_what_the_stock_package_writes(tmp_path: Path) -> None:
    fast = stock_app(tmp_path / "fast")
    stock = stock_app(tmp_path / "stock", YARD_STOCK_BINDINGS="1")

    assert len(fast) >= 12
    assert b"kubernetes_deployment_v1" in fast["stacks/local-quotes/cdk.tf.json"]  # of both packages
    assert fast == stock
