"""Every image: in stages, pinned, not root, nothing that hadolint minds; and its build steps are enough to run it."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.apps.dockerfile import Build, Stage, parse
from yard.local.ports import free_port

APPS = Path(__file__).parents[2] / "apps"
DOCKERFILES = sorted(APPS.glob("*/Dockerfile"))
PINNED = re.compile(r"^[\w./-]+:\d+\.\d+\.\d+[\w.-]*(@sha256:[0-9a-f]{64})?$")
every_image = pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.parent.name)


def manifest(service: Path) -> dict[str, Any]:
    return dict(YAML(typ="safe").load((service / "service.yaml").read_text()))


def runs_image(service: dict[str, Any]) -> bool:
    """A site is files, and a function a zip unless its manifest says otherwise."""
    runtime = service.get("runtime", "ecs")
    as_zip = runtime == "lambda" and service.get("function", {}).get("package", "zip") == "zip"
    return runtime != "static" and not as_zip


def stages(path: Path) -> list[Stage]:
    return parse(path.read_text())


def test_every_service_that_runs_an_image_has_a_dockerfile() -> None:
    services = [path.parent for path in APPS.glob("*/service.yaml")]

    assert {path.parent for path in DOCKERFILES} == {
        service for service in services if runs_image(manifest(service))
    }


@every_image
def test_hadolint_finds_nothing(path: Path) -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    if not hadolint.exists():
        pytest.skip("hadolint is installed on Linux only")

    done = subprocess.run([str(hadolint), str(path)], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "")


@every_image
def test_an_image_is_built_in_stages_from_pinned_bases(path: Path) -> None:
    names = {stage.name for stage in stages(path)}

    assert len(names) > 1
    assert [
        stage.base for stage in stages(path) if stage.base not in names and not PINNED.match(stage.base)
    ] == []


@every_image
def test_an_image_does_not_run_as_root(path: Path) -> None:
    user = stages(path)[-1].last("USER")

    # A number: Kubernetes's runAsNonRoot cannot judge a name.
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)


def variables(service: dict[str, Any]) -> dict[str, str]:
    """What the platform would set, by the manifest, with nothing behind it."""
    data = service.get("data", {})
    nowhere = "http://127.0.0.1:1"
    found = {"SERVICE": service["name"], "ENVIRONMENT": "test", "AWS_REGION": "eu-west-1", "TASK_CPU": "256"}
    found |= {f"TABLE_{name.upper()}": f"test-{name}" for name in data.get("tables", {})}
    found |= {f"BUCKET_{name.upper()}": f"test-{name}" for name in data.get("buckets", {})}
    found |= {f"QUEUE_{name.upper()}_URL": f"{nowhere}/queue" for name in service.get("queues", {})}
    found |= {f"{name.upper().replace('-', '_')}_URL": nowhere for name in service.get("calls", [])}
    found |= {name.upper(): "a-secret-for-tests-only" for name in service.get("secrets", [])}
    if "publishes" in service:
        found["EVENT_BUS"] = "test"
    if "cache" in data:
        found |= {"CACHE_URL": "redis://127.0.0.1:1", "CACHE_AUTH": "none", "CACHE_NAME": "test"}
    if "database" in data:
        found |= {
            "DATABASE_ENGINE": data["database"]["engine"],
            "DATABASE_HOST": "127.0.0.1",
            "DATABASE_PORT": "1",
            "DATABASE_NAME": "test",
            "DATABASE_SECRET_ARN": "arn:aws:secretsmanager:eu-west-1:111111111111:secret:test",
        }
    return found


def answers(port: int, process: subprocess.Popen[str]) -> bool:
    """Whether the service says within 30 s that it lives."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", "/health/live")
            return connection.getresponse().status == http.client.OK
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    return False


@pytest.mark.slow  # installs from the registries
@every_image
def test_what_an_image_holds_is_enough_to_run_the_service(path: Path, tmp_path: Path) -> None:
    build = Build(path, APPS, tmp_path / "stages")
    try:
        root = build.run()
    except subprocess.CalledProcessError as error:
        pytest.fail(f"{error.cmd[-1]}\n{error.stdout}\n{error.stderr}")
    last = build.stages[-1]
    port = free_port()
    search = f"{build.inside(build.environment.get('PATH', ''), last.name).replace('$PATH', '')}:{os.environ['PATH']}"
    environment = {
        **{name: build.inside(value, last.name) for name, value in build.environment.items()},
        **variables(manifest(path.parent)),
        "PATH": search,
        "PORT": str(port),
        "BIND_ADDRESS": "127.0.0.1",
        "DRAIN_SECONDS": "0",
        "TMPDIR": str(tmp_path),
    }
    program, *words = build.stages[-1].command

    process = subprocess.Popen(
        [shutil.which(program, path=search) or program, *words],
        cwd=root / last.last("WORKDIR").lstrip("/"),
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        alive = answers(port, process)
    finally:
        process.terminate()
        output, _ = process.communicate(timeout=30)
    assert alive, output
