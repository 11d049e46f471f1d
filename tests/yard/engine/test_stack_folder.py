from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.yard.engine.tiny import stack
from yard.engine.stack_folder import StackFolder, offline_override, types_in

NETWORK = stack("network")
PLATFORM = stack("platform", reads=("network",))


def folder(root: Path) -> StackFolder:
    return StackFolder(PLATFORM, root / "stacks" / "platform", root / "state" / "platform.tfstate")


def test_offline_the_state_and_those_it_reads_are_local_files(tmp_path: Path) -> None:
    states = {"network": tmp_path / "network.tfstate"}

    override = offline_override(PLATFORM.json, tmp_path / "platform.tfstate", states)

    assert override == {
        "terraform": {"backend": {"local": {"path": str(tmp_path / "platform.tfstate")}}},
        "data": {
            "terraform_remote_state": {
                "reads_network": {
                    "backend": "local",
                    "config": {"path": str(tmp_path / "network.tfstate")},
                }
            }
        },
    }


def test_the_json_is_the_same_offline_and_on_aws(tmp_path: Path) -> None:
    here = folder(tmp_path)
    here.prepare({"network": tmp_path / "network.tfstate"})
    document = (here.path / "cdk.tf.json").read_text()
    assert (here.path / "offline_override.tf.json").exists()

    here.prepare(None)

    assert (here.path / "cdk.tf.json").read_text() == document
    assert not (here.path / "offline_override.tf.json").exists()


def test_init_is_needed_again_only_when_backend_or_providers_change(tmp_path: Path) -> None:
    here = folder(tmp_path)
    states = {"network": tmp_path / "network.tfstate"}
    here.prepare(states)
    assert here.needs_init()

    here.initialised()
    changed_resource = replace(
        here, stack=replace(PLATFORM, json={**PLATFORM.json, "resource": {"terraform_data": {}}})
    )
    changed_provider = replace(
        here,
        stack=replace(PLATFORM, json={**PLATFORM.json, "terraform": {"required_version": ">= 1.10"}}),
    )

    assert not changed_resource.needs_init()
    assert changed_provider.needs_init()
    here.prepare(None)
    assert here.needs_init()


def test_types_are_those_of_the_json_and_of_the_state_without_terraforms_own() -> None:
    document: dict[str, Any] = {
        "resource": {"aws_vpc": {}, "terraform_data": {}},
        "data": {"aws_region": {}, "terraform_remote_state": {}},
    }
    state = {
        "resources": [
            {"mode": "managed", "type": "aws_sqs_queue"},
            {"mode": "data", "type": "aws_caller_identity"},
        ]
    }

    assert types_in(document, state) == ({"aws_vpc", "aws_sqs_queue"}, {"aws_region", "aws_caller_identity"})
