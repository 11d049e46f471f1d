from __future__ import annotations

import json
from pathlib import Path

import cdktf
import pytest

from stacks.state import StateStack, main
from tests.modules.synthesised import Resources
from tests.stacks.environments import build, environment, service


def state(folder: Path) -> Resources:
    app = cdktf.App(outdir=str(folder))
    StateStack(app, environment())
    app.synth()
    return Resources(json.loads((folder / "stacks" / "dev-state" / "cdk.tf.json").read_text("utf-8")))


def test_the_bucket_is_the_one_that_every_stack_names(tmp_path: Path) -> None:
    made = state(tmp_path)

    backends = [
        resources.document["terraform"]["backend"]["s3"]
        for resources in build(environment(), service()).values()
    ]
    assert {backend["bucket"] for backend in backends} == {made.only("aws_s3_bucket")["bucket"]}
    assert {backend["kms_key_id"].rsplit(":", 1)[1] for backend in backends} == {
        made.only("aws_kms_alias")["name"]
    }


def test_states_are_kept_in_versions_encrypted_and_cannot_be_destroyed(tmp_path: Path) -> None:
    made = state(tmp_path)

    (encryption,) = made.only("aws_s3_bucket_server_side_encryption_configuration")["rule"]
    assert made.only("aws_s3_bucket_versioning")["versioning_configuration"] == {"status": "Enabled"}
    assert encryption["apply_server_side_encryption_by_default"]["sse_algorithm"] == "aws:kms"
    assert made.only("aws_s3_bucket")["lifecycle"] == {"prevent_destroy": True}
    assert made.only("aws_kms_key")["lifecycle"] == {"prevent_destroy": True}


def test_its_own_state_is_a_file_since_the_bucket_cannot_keep_it_yet(tmp_path: Path) -> None:
    assert state(tmp_path).document["terraform"]["backend"] == {
        "local": {"path": "dev-state.tfstate"},
    }


def test_it_is_written_by_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["dev", str(tmp_path)])

    written = tmp_path / "stacks" / "dev-state" / "cdk.tf.json"
    assert (status, capsys.readouterr().out.strip()) == (0, str(written))
    assert written.is_file()


def test_an_environment_that_is_not_there_is_one_sentence_and_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["nowhere", str(tmp_path)])

    assert status == 2
    assert capsys.readouterr().err.startswith("Error: environments/nowhere.yaml")
