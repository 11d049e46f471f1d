from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.yard.engine.tiny import engine, environment, stack, state_of, synthesis, workspace
from yard.config import InputError, YardError
from yard.engine import Engine, TerraformError

NETWORK = stack("network")
PLATFORM = stack("platform", reads=("network",))
CATALOG = stack("catalog", reads=("network", "platform"))


def test_a_plan_of_a_new_environment_shows_every_stack_and_touches_no_state(tmp_path: Path) -> None:
    plan = engine(tmp_path, NETWORK, PLATFORM, CATALOG).plan()

    assert {name: found.counts["add"] for name, found in plan.stacks.items()} == {
        "network": 1,
        "platform": 1,
        "catalog": 1,
    }
    assert plan.total == {"add": 3, "change": 0, "replace": 0, "destroy": 0}
    assert "rehearsed" in plan.stacks["catalog"].note
    assert state_of(tmp_path, "network") == {}


def test_the_json_of_a_plan_names_resource_actions_and_construct(tmp_path: Path) -> None:
    document = engine(tmp_path, NETWORK).plan().as_json()

    assert document["environment"] == "dev"
    assert document["offline"] is True
    assert document["total"] == {"add": 1, "change": 0, "replace": 0, "destroy": 0}
    assert document["stacks"]["network"]["resources"] == [
        {
            "address": "terraform_data.thing",
            "type": "terraform_data",
            "actions": ["create"],
            "construct": "network/thing",
        }
    ]
    assert document["stacks"]["network"]["seconds"] > 0
    assert document["seconds"] >= document["stacks"]["network"]["seconds"]


def test_a_stack_is_applied_after_those_it_reads_and_gets_their_outputs(tmp_path: Path) -> None:
    made = engine(tmp_path, NETWORK, PLATFORM, CATALOG)

    done = made.apply()

    assert list(done.stacks) == ["network", "platform", "catalog"]
    assert done.total["add"] == 3
    assert made.outputs()["catalog"] == {"shown": "one-one-one-one", "hidden": "(sensitive)"}


def test_applying_twice_changes_nothing(tmp_path: Path) -> None:
    engine(tmp_path, NETWORK, PLATFORM).apply()

    again = engine(tmp_path, NETWORK, PLATFORM).apply()

    assert not again.changes_anything


def test_init_runs_once_for_the_same_backend_and_providers(tmp_path: Path) -> None:
    said: list[tuple[str, str]] = []

    for _ in range(2):
        engine(tmp_path, NETWORK, tell=lambda *what: said.append(what)).plan()

    assert said.count(("network", "init")) == 1


def test_a_folder_that_lost_what_init_left_is_initialised_again(tmp_path: Path) -> None:
    engine(tmp_path, NETWORK).plan()
    (tmp_path / ".yard/dev/stacks/network/.terraform/terraform.tfstate").unlink()

    plan = engine(tmp_path, NETWORK).plan()

    assert plan.total["add"] == 1


def test_what_was_planned_is_applied_as_it_was_shown(tmp_path: Path) -> None:
    made = engine(tmp_path, NETWORK)
    planned = made.plan()
    saved = tmp_path / ".yard/dev/stacks/network/saved.tfplan"
    assert saved.exists()

    done = made.apply()

    assert done.stacks["network"].resources == planned.stacks["network"].resources
    assert not saved.exists()


def test_a_rehearsed_plan_is_never_applied_as_it_was_shown(tmp_path: Path) -> None:
    made = engine(tmp_path, stack("network", resources={"id": {"input": "x"}}), PLATFORM)
    made.plan()

    made.apply()

    assert made.outputs()["platform"]["shown"] == "one-one"
    assert not (tmp_path / ".yard/dev/stacks/platform/saved.tfplan").exists()


def test_a_change_upstream_shows_in_the_plan_of_the_stack_that_reads_it(tmp_path: Path) -> None:
    engine(tmp_path, NETWORK, PLATFORM).apply()

    plan = engine(tmp_path, stack("network", value="two"), PLATFORM).plan()

    assert plan.stacks["network"].counts["change"] == 1
    assert plan.stacks["platform"].counts["change"] == 1
    assert state_of(tmp_path, "network")["outputs"]["shown"]["value"] == "one"


def test_a_rehearsal_runs_no_provisioner(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    loud = stack("network", command=f"touch {trace}")

    engine(tmp_path, loud, PLATFORM).plan()

    assert not trace.exists()


def test_one_stack_is_planned_with_what_it_reads_rehearsed(tmp_path: Path) -> None:
    plan = engine(tmp_path, NETWORK, PLATFORM, CATALOG).plan(["catalog"])

    assert list(plan.stacks) == ["catalog"]
    assert plan.total["add"] == 1


def test_a_stack_is_not_applied_before_those_it_reads(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        engine(tmp_path, NETWORK, PLATFORM, CATALOG).apply(["catalog"])

    assert str(error.value) == (
        "catalog reads network and platform, which are not applied yet. Apply network platform first,"
        " or all stacks together."
    )


def test_a_stack_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        engine(tmp_path, NETWORK, PLATFORM).plan(["netwrok"])

    assert str(error.value) == "netwrok: there is no such stack. There are: network, platform."


def test_stacks_are_destroyed_last_applied_first(tmp_path: Path) -> None:
    engine(tmp_path, NETWORK, PLATFORM).apply()
    said: list[tuple[str, str]] = []
    made = engine(tmp_path, NETWORK, PLATFORM, tell=lambda *what: said.append(what))
    assert made.holds_anything()

    done = made.destroy()

    assert said.index(("platform", "done")) < said.index(("network", "destroy"))
    assert done.total["destroy"] == 2
    assert not made.holds_anything()


def test_a_stack_that_another_still_reads_is_not_destroyed(tmp_path: Path) -> None:
    made = engine(tmp_path, NETWORK, PLATFORM)
    made.apply()

    with pytest.raises(InputError) as error:
        made.destroy(["network"])

    assert str(error.value) == "network: platform still reads its outputs. Destroy platform too, or first."


def test_destroying_what_was_never_applied_does_nothing(tmp_path: Path) -> None:
    assert not engine(tmp_path, NETWORK).destroy().changes_anything


def test_the_state_of_an_applied_stack_is_what_terraform_shows(tmp_path: Path) -> None:
    made = engine(tmp_path, NETWORK)
    assert made.state("network") == {}

    made.apply()

    (thing,) = made.state("network")["values"]["root_module"]["resources"]
    assert thing["values"]["output"] == "one"


def test_a_failure_tells_address_and_reason_and_what_became_of_the_others(tmp_path: Path) -> None:
    broken = stack("platform", reads=("network",), command="exit 3")

    with pytest.raises(TerraformError) as error:
        engine(tmp_path, NETWORK, broken, CATALOG).apply()

    text = str(error.value)
    assert text.startswith("platform: terraform apply: terraform_data.thing: local-exec provisioner error. ")
    assert "exit status 3" in text
    assert text.endswith("\nDone before that: apply of network.\nNot begun: catalog.")
    assert state_of(tmp_path, "network")["resources"]
    assert "│" not in text


def test_two_failures_at_once_are_both_told(tmp_path: Path) -> None:
    broken = (stack(name, resources={"thing": {"inputt": 1}}) for name in ("one", "two"))

    with pytest.raises(TerraformError) as error:
        engine(tmp_path, *broken).plan()

    assert "one: terraform plan: " in str(error.value)
    assert "two: terraform plan: " in str(error.value)


def test_drift_of_unchanged_stacks_is_none_and_says_what_it_was_compared_with(tmp_path: Path) -> None:
    made = engine(tmp_path, NETWORK, PLATFORM)
    made.apply(["network"])

    drift = made.drift()

    assert list(drift.stacks) == ["network"]
    assert not drift.changes_anything
    assert drift.stacks["network"].note == (
        "compared with what the state records, since the emulated AWS does not run"
    )


def test_states_and_plans_are_for_their_owner_only(tmp_path: Path) -> None:
    engine(tmp_path, NETWORK).apply()

    for folder in ("state", "stacks/network"):
        assert (tmp_path / ".yard/dev" / folder).stat().st_mode & 0o077 == 0


def test_a_broken_state_is_no_empty_one(tmp_path: Path) -> None:
    made = engine(tmp_path, NETWORK)
    made.apply()
    state = tmp_path / ".yard/dev/state/network.tfstate"
    state.write_text("{")

    with pytest.raises(YardError) as error:
        made.destroy()

    assert str(error.value) == f"{state}: not a Terraform state. Take it away, and plan again."


def test_forgetting_leaves_neither_state_nor_folders(tmp_path: Path) -> None:
    made = engine(tmp_path, NETWORK, PLATFORM)
    made.plan()
    made.apply()

    made.forget()

    assert not made.holds_anything()
    assert not [path for path in (tmp_path / ".yard/dev").iterdir() if path.is_dir()]


def test_an_emulated_environment_is_always_offline(tmp_path: Path) -> None:
    made = Engine(workspace(tmp_path), synthesis(NETWORK, cloud="emulated"), offline=False)

    assert made.offline
    assert environment(cloud="emulated").cloud == "emulated"


@pytest.mark.parametrize("program", [*filter(shutil.which, ("terraform", "tofu")), None])
def test_each_terraform_applies_the_same(
    tmp_path: Path, program: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if program is None:
        monkeypatch.setenv("PATH", "/usr/bin:/bin")
        assert shutil.which("terraform") is None
    else:
        monkeypatch.setenv("TERRAFORM_BINARY_NAME", program)
    made = engine(tmp_path, NETWORK, PLATFORM)

    assert made.plan().total["add"] == 2
    assert made.apply().total["add"] == 2
    assert made.destroy().total["destroy"] == 2
