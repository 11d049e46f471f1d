"""From two YAML files to a running service: `yard up`, whatever is killed under it, and `yard down`."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest

from tests.end_to_end.conftest import Clone
from yard.local.ports import is_free
from yard.local.processes import marked
from yard.local.record import Record
from yard.offline.attempts import Journal

pytestmark = pytest.mark.end_to_end

PRODUCT = {
    "name": "Espresso cup",
    "category": "kitchen",
    "price": {"amount": 1990, "currency": "EUR"},
    "description": "Holds 60 ml.",
}


def test_one_command_brings_the_whole_environment_up(clone: Clone) -> None:
    done = clone.up()

    assert "Synthesised local-network, local-platform, " in done.stderr
    assert f"catalog  {clone.gateway}/api/catalog  1 of 1 healthy" in done.stdout
    status = clone.status()
    assert status["gateway"] == clone.gateway
    assert status["services"]["catalog"]["healthy"]
    assert status["services"]["catalog"]["routes"][0] == "/api/catalog"
    assert {"pid", "address"} <= status["services"]["catalog"]["tasks"][0].keys()
    assert status["databases"]
    assert all(database["healthy"] for database in status["databases"].values())


def test_everything_that_was_made_is_in_a_state(running: Clone) -> None:
    record = Record.read(running.local.emulator_record)
    assert record
    journal = Journal.at(f"http://127.0.0.1:{record.port}")

    assert journal
    assert journal.read() == {}


def test_all_of_the_emulated_aws_can_be_copied(running: Clone) -> None:
    assert (running.local.path / "emulator" / "rest.pickle").exists()
    assert (running.local.path / "emulator.log").read_text() == ""


def test_a_second_up_changes_nothing_and_says_so(running: Clone) -> None:
    before = running.status()

    done = running.up()

    assert "Terraform: nothing changed" in done.stderr
    assert "Nothing changed: everything was up already." in done.stdout
    assert pids(running) == [task["pid"] for task in before["services"]["catalog"]["tasks"]]


def test_a_product_created_over_http_is_listed_and_lies_in_the_emulated_dynamodb(running: Clone) -> None:
    created = create_product(running)

    listed = httpx.get(f"{running.gateway}/api/catalog/products", params={"limit": 100}).json()
    assert created["id"] in [product["id"] for product in listed["items"]]
    table = "local-catalog-products"
    item = dynamodb(running).get_item(TableName=table, Key={"id": {"S": created["id"]}})["Item"]
    assert item["name"] == {"S": "Espresso cup"}


def test_what_no_rule_routes_gets_the_listeners_default_answer(running: Clone) -> None:
    assert httpx.get(f"{running.gateway}/api/nowhere").status_code == 404


def test_a_killed_service_comes_back(running: Clone) -> None:
    (killed,) = pids(running)

    os.kill(killed, signal.SIGKILL)

    until(lambda: pids(running) not in ([killed], []) and healthy(running), "a new healthy task")
    assert create_product(running)["name"] == "Espresso cup"
    assert "ended by itself with signal SIGKILL" in running.yard("logs", "catalog").stdout


def test_a_killed_emulator_is_told_and_comes_back_with_all_its_resources_by_itself(running: Clone) -> None:
    tasks = pids(running)
    os.kill(recorded(running, "emulator"), signal.SIGKILL)

    told = running.yard("status", check=False)
    assert told.returncode == 1
    assert "! The emulated AWS was killed. It is being begun anew." in told.stdout
    until(lambda: not running.status()["problems"], "the emulated AWS", 180)

    assert create_product(running)["name"] == "Espresso cup"
    assert pids(running) == tasks
    assert "the emulated AWS is there again" in running.yard("logs").stdout
    assert "Terraform: nothing changed" in running.up().stderr


def test_an_up_during_the_repair_takes_it_over(running: Clone) -> None:
    os.kill(recorded(running, "emulator"), signal.SIGKILL)
    until(lambda: "being begun anew" in str(running.status()["problems"]), "the repair")

    running.up()

    assert running.status()["problems"] == []
    assert create_product(running)["name"] == "Espresso cup"


def test_a_killed_supervisor_is_told_and_the_next_up_starts_it_again(running: Clone) -> None:
    tasks = pids(running)
    os.kill(recorded(running, "supervisor"), signal.SIGKILL)

    told = running.yard("status", check=False)
    assert told.returncode == 1
    assert "! The supervisor was killed, and the services with it. `yard up` repairs it." in told.stdout
    repaired = running.up()

    assert "Terraform: nothing changed" in repaired.stderr
    assert set(pids(running)).isdisjoint(tasks)
    assert create_product(running)["name"] == "Espresso cup"


def test_everything_killed_at_once_is_repaired_by_one_up(running: Clone) -> None:
    for process in marked(running.local.path):
        process.kill()

    running.up()

    assert create_product(running)["name"] == "Espresso cup"


def test_a_release_that_cannot_start_is_told_with_its_last_lines_and_the_old_one_goes_on(
    running: Clone,
) -> None:
    module = running.root / "apps" / "catalog" / "catalog" / "__init__.py"
    good = module.read_text()
    try:
        module.write_text(good + "\nimport nowhere\n")
        failed = running.yard("up", "--detach", check=False)
    finally:
        module.write_text(good)

    assert failed.returncode == 1
    assert "catalog is not healthy: catalog/" in failed.stderr
    assert "ModuleNotFoundError: No module named 'nowhere'" in failed.stderr
    assert "Mend that and run `yard up` again." in failed.stderr
    assert httpx.get(f"{running.gateway}/api/catalog/products").status_code == 200
    assert "1 of 1 healthy" in running.up().stdout


def test_a_port_in_use_is_told_with_its_process(running: Clone) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]

        refused = running.yard("up", "--detach", "--port", str(port), check=False)

    assert refused.returncode == 1
    assert f"Error: Port {port}, where the gateway listens, is in use by " in refused.stderr
    assert f"(pid {os.getpid()}: " in refused.stderr
    assert f"choose another port: `yard up --port {port + 1}`." in refused.stderr


def test_two_at_once_do_not_meet(running: Clone) -> None:
    with subprocess.Popen(
        running.command("up", "--detach"),
        cwd=running.root,
        env=running.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as first:
        holder = running.root / ".yard" / "cache" / "locks" / "local.json"
        until(holder.exists, "the first at work")

        second = running.yard("up", "--detach", check=False)

        printed, _ = first.communicate()
    assert first.returncode == 0, printed
    assert second.returncode == 1
    assert (
        f"Error: local: another `yard up` (pid {first.pid}) works on this environment right now."
        in second.stderr
    )


def test_logs_follow_a_service_without_colours_where_there_is_no_terminal(running: Clone) -> None:
    with subprocess.Popen(
        running.command("logs", "catalog", "-f", "-n", "0"),
        cwd=running.root,
        env=running.environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as following:
        time.sleep(1.5)
        request = uuid.uuid4().hex
        httpx.get(f"{running.gateway}/api/catalog/products", headers={"X-Request-ID": request})
        assert following.stdout is not None
        line = following.stdout.readline()
        while request not in line:
            line = following.stdout.readline()
        following.send_signal(signal.SIGINT)
        assert following.wait(10) == 130

    assert line.startswith("catalog/")
    assert "\x1b" not in line


def test_down_leaves_no_process_no_port_and_no_file_but_the_cache(running: Clone) -> None:
    status = running.status()
    ports = [int(url.rsplit(":", 1)[1]) for url in (status["gateway"], status["aws"])]
    ports += [int(task["address"].rsplit(":", 1)[1]) for task in status["services"]["catalog"]["tasks"]]

    done = running.yard("down")

    assert "local is down." in done.stdout
    assert marked(running.local.path) == []
    assert all(is_free(port) for port in ports)
    # The stock command line's test plans another environment in the same copy.
    assert {path.name for path in (running.root / ".yard").iterdir()} - {"dev"} == {"cache"}
    assert new_files(running) == []
    again = running.yard("down")
    assert again.stdout == "Nothing runs for local.\n"
    assert running.yard("status").stdout == "Nothing runs for local. `yard up` brings it up.\n"


def test_a_failed_policy_stops_before_anything_is_applied(clone: Clone) -> None:
    clone.yard("down")
    exceptions = clone.root / "policies" / "exceptions.yaml"
    good = exceptions.read_text()
    try:
        exceptions.write_text("exceptions: []\n")
        failed = clone.yard("up", "--detach", check=False)
    finally:
        exceptions.write_text(good)

    assert failed.returncode == 1
    assert "Fix: " in failed.stdout
    assert failed.stderr.endswith("policies/exceptions.yaml; nothing was applied.\n")
    assert marked(clone.local.path) == []


def test_ctrl_c_in_the_foreground_stops_everything(clone: Clone) -> None:
    with subprocess.Popen(
        clone.command("up", "--port", str(clone.port)),
        cwd=clone.root,
        env=clone.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as foreground:
        try:
            until(lambda: healthy(clone), "a healthy service", 120)
            until(lambda: clone.status()["services"]["catalog"]["steady"], "the end of the start")
            time.sleep(1)
        finally:
            foreground.send_signal(signal.SIGINT)
        printed, told = foreground.communicate(timeout=120)

    assert foreground.returncode == 0, told
    assert printed.endswith("local is down.\n")
    assert marked(clone.local.path) == []
    assert is_free(clone.port)


def test_an_environment_of_an_account_is_refused_here(clone: Clone) -> None:
    refused = clone.yard("up", "prod", check=False)

    assert refused.returncode == 2
    assert "cloud: aws means that prod lives in an AWS account." in refused.stderr


def create_product(clone: Clone) -> dict[str, Any]:
    answer = httpx.post(f"{clone.gateway}/api/catalog/products", json=PRODUCT)
    assert answer.status_code == 201, answer.text
    created: dict[str, Any] = answer.json()
    return created


def dynamodb(clone: Clone) -> Any:
    session: Any = boto3.session.Session()
    return session.client(
        "dynamodb",
        endpoint_url=clone.status()["aws"],
        region_name="eu-west-1",
        aws_access_key_id="any",
        aws_secret_access_key="any",
    )


def healthy(clone: Clone) -> bool:
    services = clone.status()["services"]
    return bool(services) and services["catalog"]["healthy"]


def pids(clone: Clone) -> list[int]:
    return [task["pid"] for task in clone.status()["services"]["catalog"]["tasks"]]


def recorded(clone: Clone, server: str) -> int:
    return int(json.loads((clone.local.path / f"{server}.json").read_text())["pid"])


def new_files(clone: Clone) -> list[Path]:
    """What lies in the services' folders and was not copied there; what was installed or built there stays."""
    repository = Path(__file__).resolve().parents[2]
    return [
        path
        for path in (clone.root / "apps").rglob("*")
        if not {"__pycache__", "node_modules", "dist"} & set(path.parts)
        and not (repository / path.relative_to(clone.root)).exists()
    ]


def until(holds: Callable[[], Any], what: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return
        time.sleep(0.2)
    raise AssertionError(f"not within {seconds:g} s: {what}")
