"""The supervisor keeps what is desired running, replaces what is not, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from tests.yard.local.running import COMMAND, desired, hello, until
from yard.config import YardError
from yard.local.control import Supervisor
from yard.local.desired import Desired
from yard.local.folder import LocalFolder
from yard.local.output import last_lines
from yard.local.ports import free_port, is_free
from yard.local.processes import marked
from yard.local.wait import wait_until_healthy

# Neither the shell nor the service that it starts ends at SIGTERM.
STUBBORN = ("sh", "-c", f"trap '' TERM; {' '.join(COMMAND)} & wait")


@pytest.fixture
def supervisor(local_folder: LocalFolder) -> Iterator[Supervisor]:
    running = Supervisor(local_folder)
    running.start()
    yield running
    running.stop()


def test_a_task_gets_what_its_definition_says_and_nothing_of_the_persons_environment(
    supervisor: Supervisor, local_folder: LocalFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = desired(tmp_path / "apps", environment={"TABLE_PRODUCTS": "local-products", "PORT": "8080"})

    bring(supervisor, wanted, local_folder)

    answer = httpx.get(f"http://127.0.0.1:{wanted.port}/").json()
    environment = answer["environment"]
    assert environment["TABLE_PRODUCTS"] == "local-products"
    assert environment["PORT"] != "8080"
    assert environment["BIND_ADDRESS"] == "127.0.0.1"
    assert environment["AWS_ENDPOINT_URL"] == wanted.aws.endpoint
    assert environment["AWS_REGION"] == "eu-west-1"
    assert environment.keys().isdisjoint({"USER", "SHELL", "PYTEST_CURRENT_TEST", "VIRTUAL_ENV"})
    assert psutil.Process(answer["pid"]).cwd() == str(tmp_path / "apps" / "hello")


def test_a_killed_task_comes_back(supervisor: Supervisor, local_folder: LocalFolder, tmp_path: Path) -> None:
    bring(supervisor, desired(tmp_path / "apps"), local_folder)
    (first,) = hello(supervisor)["tasks"]

    os.kill(first["pid"], signal.SIGKILL)

    until(lambda: hello(supervisor)["restarts"] == 1 and hello(supervisor)["steady"], "a new healthy task")
    (second,) = hello(supervisor)["tasks"]
    assert second["pid"] != first["pid"]
    texts = [line.text for line in last_lines(local_folder.logs, ["hello"], 100)]
    assert "hello/1 ended by itself with signal SIGKILL; starting another in 0.5 s" in texts
    assert "to standard error" in texts


def test_the_same_desired_state_changes_nothing(
    supervisor: Supervisor, local_folder: LocalFolder, tmp_path: Path
) -> None:
    wanted = desired(tmp_path / "apps", count=2)
    assert bring(supervisor, wanted, local_folder)
    before = hello(supervisor)["tasks"]

    assert not bring(supervisor, wanted, local_folder)

    assert {task["pid"] for task in hello(supervisor)["tasks"]} == {task["pid"] for task in before}


@pytest.mark.parametrize("change", [{"release": "2"}, {"environment": {"NEW": "1"}}])
def test_a_new_release_or_definition_replaces_the_tasks_without_a_failed_request(
    supervisor: Supervisor, local_folder: LocalFolder, tmp_path: Path, change: dict[str, object]
) -> None:
    wanted = desired(tmp_path / "apps", count=2)
    bring(supervisor, wanted, local_folder)
    old = {task["pid"] for task in hello(supervisor)["tasks"]}

    supervisor.apply(desired(tmp_path / "apps", count=2, port=wanted.port, **change))  # type: ignore[arg-type]
    answers = []
    with httpx.Client() as client:
        while not hello(supervisor)["steady"]:
            answers.append(client.get(f"http://127.0.0.1:{wanted.port}/"))

    assert {answer.status_code for answer in answers} == {200}
    assert old.isdisjoint(task["pid"] for task in hello(supervisor)["tasks"])
    until(lambda: not any(psutil.pid_exists(pid) for pid in old), "the old tasks' end")


def test_a_broken_new_release_leaves_the_old_one_serving(
    supervisor: Supervisor, local_folder: LocalFolder, tmp_path: Path
) -> None:
    wanted = desired(tmp_path / "apps")
    bring(supervisor, wanted, local_folder)
    (old,) = hello(supervisor)["tasks"]
    broken = desired(tmp_path / "apps", port=wanted.port, command=("python", "-c", "import nowhere"))

    with pytest.raises(YardError) as failed:
        bring(supervisor, broken, local_folder)

    assert str(failed.value).startswith(
        "hello is not healthy: hello/2 ended by itself with exit status 1. Its last lines:\n"
    )
    assert "  hello/2: ModuleNotFoundError: No module named 'nowhere'" in str(failed.value)
    assert str(failed.value).endswith(
        "\nMend that and run `yard up` again. `yard logs hello` shows more, `yard down` stops everything."
    )
    assert httpx.get(f"http://127.0.0.1:{wanted.port}/").json()["pid"] == old["pid"]


def test_a_command_that_does_not_exist_is_named(
    supervisor: Supervisor, local_folder: LocalFolder, tmp_path: Path
) -> None:
    with pytest.raises(YardError) as failed:
        bring(supervisor, desired(tmp_path / "apps", command=("gunicron",)), local_folder)

    assert "  hello/1: cannot start 'gunicron': No such file or directory" in str(failed.value)


def test_an_unhealthy_task_is_replaced(
    supervisor: Supervisor, local_folder: LocalFolder, tmp_path: Path
) -> None:
    bring(supervisor, desired(tmp_path / "apps"), local_folder)
    (first,) = hello(supervisor)["tasks"]
    sick = tmp_path / "apps" / "hello" / "sick"

    sick.touch()
    until(lambda: hello(supervisor)["failures"], "a failed health check")
    assert hello(supervisor)["last_failure"] == (
        "hello/1 is unhealthy: GET /health answered 500 instead of 200: {}"
    )
    sick.unlink()

    until(lambda: hello(supervisor)["steady"], "a healthy task")
    assert first["pid"] not in {task["pid"] for task in hello(supervisor)["tasks"]}


def test_a_worker_without_a_target_group_runs_and_takes_no_requests(
    supervisor: Supervisor, local_folder: LocalFolder, tmp_path: Path
) -> None:
    wanted = desired(tmp_path / "apps", target_groups=(), health_check=None)

    bring(supervisor, wanted, local_folder)

    assert hello(supervisor)["routes"] == []
    answer = httpx.get(f"http://127.0.0.1:{wanted.port}/x")
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
    assert answer.json()["detail"] == "No healthy task for /x. `yard status` and `yard logs` tell why."


def test_fewer_tasks_run_when_fewer_are_wanted_and_none_when_the_service_is_gone(
    supervisor: Supervisor, local_folder: LocalFolder, tmp_path: Path
) -> None:
    wanted = desired(tmp_path / "apps", count=3)
    bring(supervisor, wanted, local_folder)

    bring(supervisor, desired(tmp_path / "apps", count=1, port=wanted.port), local_folder)
    assert len(hello(supervisor)["tasks"]) == 1
    supervisor.apply(
        wanted.model_copy(update={"applied": wanted.applied.model_copy(update={"services": {}})})
    )

    status = supervisor.status()
    assert status is not None
    assert status["services"] == {}
    assert len(marked(local_folder.path)) == 1  # the supervisor itself


def test_the_gateway_moves_to_another_port(
    supervisor: Supervisor, local_folder: LocalFolder, tmp_path: Path
) -> None:
    wanted = desired(tmp_path / "apps")
    bring(supervisor, wanted, local_folder)
    other = free_port()

    bring(supervisor, wanted.model_copy(update={"port": other}), local_folder)

    assert httpx.get(f"http://127.0.0.1:{other}/").status_code == 200
    assert is_free(wanted.port)


def test_stopping_leaves_no_process_no_port_no_socket(
    supervisor: Supervisor, local_folder: LocalFolder, tmp_path: Path
) -> None:
    wanted = desired(tmp_path / "apps", count=2)
    bring(supervisor, wanted, local_folder)

    supervisor.stop()

    assert marked(local_folder.path) == []
    assert is_free(wanted.port)
    assert not local_folder.socket.exists()
    assert not local_folder.supervisor_record.exists()
    assert list(local_folder.scratch.iterdir()) == []


def test_tasks_do_not_outlive_a_killed_supervisor_and_the_next_one_starts_anew(
    supervisor: Supervisor, local_folder: LocalFolder, tmp_path: Path
) -> None:
    wanted = desired(tmp_path / "apps", command=STUBBORN, stop_timeout_seconds=0.3)
    bring(supervisor, wanted, local_folder)
    status = supervisor.status()
    assert status is not None
    stubborn = marked(local_folder.path)

    os.kill(status["pid"], signal.SIGKILL)
    until(lambda: supervisor.status() is None, "the supervisor's end")
    assert supervisor.was_started
    assert supervisor.port == wanted.port
    assert supervisor.start()

    assert not any(process.is_running() and process.status() != "zombie" for process in stubborn)
    bring(supervisor, wanted, local_folder)


def test_a_supervisor_of_other_code_is_replaced(
    supervisor: Supervisor, local_folder: LocalFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(supervisor, desired(tmp_path / "apps"), local_folder)
    before = supervisor.status()
    assert before is not None
    assert not supervisor.start()

    monkeypatch.setattr("yard.local.control.version", lambda: "another")

    assert supervisor.start()
    after = supervisor.status()
    assert after is not None
    assert after["pid"] != before["pid"]


def test_a_task_that_ignores_sigterm_is_killed_in_the_end(
    supervisor: Supervisor, local_folder: LocalFolder, tmp_path: Path
) -> None:
    wanted = desired(tmp_path / "apps", command=STUBBORN, stop_timeout_seconds=0.3)
    bring(supervisor, wanted, local_folder)

    supervisor.stop()

    assert marked(local_folder.path) == []


def test_only_the_owner_may_give_orders(supervisor: Supervisor, local_folder: LocalFolder) -> None:
    assert stat.S_IMODE(local_folder.socket.stat().st_mode) == 0o600
    assert stat.S_IMODE(local_folder.socket.parent.stat().st_mode) == 0o700


def bring(supervisor: Supervisor, wanted: Desired, folder: LocalFolder) -> bool:
    changed = supervisor.apply(wanted)
    wait_until_healthy(supervisor, folder, lambda text: None, 20)
    return changed
