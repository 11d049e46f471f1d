from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cdktf
import pytest

from stacks.state import StateStack, main
from tests.modules.synthesised import Resources
from tests.stacks.environments import build, environment, service
from yard.config import Environment

GITHUB = {"repository": "example/shop"}


def state(folder: Path, *neighbours: Environment, **changes: Any) -> Resources:
    app = cdktf.App(outdir=str(folder))
    StateStack(app, environment(**changes), neighbours)
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


def test_without_a_repository_nobody_deploys_from_github(tmp_path: Path) -> None:
    made = state(tmp_path)

    assert not made.all("aws_iam_openid_connect_provider")
    assert not made.all("aws_iam_role")


def test_each_environment_of_the_account_has_a_deploy_role_of_its_own(tmp_path: Path) -> None:
    made = state(tmp_path, environment(name="test", github=GITHUB), github=GITHUB)

    assert {role["name"] for role in made.all("aws_iam_role").values()} == {
        "stackyard-deploy-dev",
        "stackyard-deploy-test",
    }
    subjects = {
        made.policy("aws_iam_role", name, key="assume_role_policy")[0]["Condition"]["StringEquals"][
            "token.actions.githubusercontent.com:sub"
        ]
        for name in made.all("aws_iam_role")
    }
    assert subjects == {"repo:example/shop:environment:dev", "repo:example/shop:environment:test"}


def test_an_account_has_one_identity_provider_also_with_two_regions(tmp_path: Path) -> None:
    far = environment(name="far", region="us-west-2", zones=("us-west-2a", "us-west-2b"), github=GITHUB)
    near = environment(github=GITHUB)

    first = state(tmp_path / "near", far, github=GITHUB)
    app = cdktf.App(outdir=str(tmp_path / "far"))
    StateStack(app, far, [near])
    app.synth()
    path = tmp_path / "far" / "stacks" / "far-state" / "cdk.tf.json"
    second = Resources(json.loads(path.read_text("utf-8")))

    assert len(first.all("aws_iam_openid_connect_provider")) == 1
    assert not second.all("aws_iam_openid_connect_provider")
    assert [role["name"] for role in second.all("aws_iam_role").values()] == ["stackyard-deploy-far"]


def test_all_roles_of_a_deployed_environment_stay_below_its_boundary() -> None:
    made = build(environment(github=GITHUB), service())

    roles = [role for stack in made.values() for role in stack.all("aws_iam_role").values()]
    assert roles
    assert {role.get("permissions_boundary") for role in roles} == {
        "arn:aws:iam::111111111111:policy/dev-boundary"
    }
