"""Code that changes on disk runs a moment later."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pytest

from tests.yard.local.running import desired, hello, until
from yard.config import Workspace, YardError
from yard.local.control import Supervisor
from yard.local.folder import LocalFolder
from yard.local.processes import end_marked
from yard.local.release import digest_of
from yard.local.wait import wait_until_healthy
from yard.local.watch import Watcher

ENVIRONMENT = """name: local
account: "000000000001"
region: eu-west-1
zones: [eu-west-1a, eu-west-1b]
cloud: emulated
"""
HELLO = "name: hello\nteam: one\nruntime: ecs\nroutes: [/hello]\n"
WEB = "name: web\nteam: one\nruntime: static\nroutes: [/]\nstatic: {build: [sh, build.sh]}\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    for name, manifest in (("hello", HELLO), ("web", WEB)):
        (tmp_path / "apps" / name).mkdir(parents=True)
        (tmp_path / "apps" / name / "service.yaml").write_text(manifest)
    (tmp_path / "apps" / "web" / "build.sh").write_text("mkdir -p dist && cp page.html dist/index.html\n")
    (tmp_path / "apps" / "web" / "page.html").write_text("one")
    (tmp_path / "cdktf.json").write_text("{}")
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "local.yaml").write_text(ENVIRONMENT)
    return Workspace.at(tmp_path)


def test_a_change_starts_the_service_anew_or_builds_the_site_and_tells_it(workspace: Workspace) -> None:
    folder = LocalFolder.of(workspace, "local")
    supervisor = Supervisor(folder)
    supervisor.start()
    wanted = desired(workspace.apps, release=digest_of(workspace.apps, "hello"))
    supervisor.apply(wanted)
    wait_until_healthy(supervisor, folder, lambda text: None, 20)
    before = httpx.get(f"http://127.0.0.1:{wanted.port}/").json()["pid"]
    told: list[str] = []
    watcher = Watcher(workspace, "local", told.append)
    watcher.start()
    try:
        until(lambda: touched(workspace.apps / "hello" / "code.py") and told, "the change", 20)
        until(lambda: told[-1].startswith("hello answers with the new code after "), "the new code", 20)
        assert told[0] == "hello changed: starting anew …"
        assert httpx.get(f"http://127.0.0.1:{wanted.port}/").json()["pid"] != before

        (workspace.apps / "web" / "page.html").write_text("two")
        until(lambda: told[-1].startswith("web changed: built in "), "the site", 20)
        assert (workspace.apps / "web" / "dist" / "index.html").read_text() == "two"

        pid = hello(supervisor)["tasks"][0]["pid"]
        (workspace.apps / "hello" / "tests").mkdir()
        (workspace.apps / "hello" / "tests" / "test_x.py").write_text("")
        (workspace.apps / "web" / "build.sh").write_text("echo no such page; exit 3\n")
        until(lambda: told[-1] == "`sh build.sh` of web failed (3):\nno such page", "the failed build", 20)
        assert hello(supervisor)["tasks"][0]["pid"] == pid
    finally:
        watcher.stop()
        supervisor.stop()
        end_marked(folder.path)


def test_without_a_supervisor_a_change_is_told_what_to_do(workspace: Workspace) -> None:
    watcher = Watcher(workspace, "local", lambda text: None)

    with pytest.raises(YardError) as failed:
        watcher.take([workspace.apps / "hello" / "code.py"])

    assert str(failed.value) == "The supervisor does not answer. `yard up` starts it again."


def touched(path: Path) -> bool:
    """Write, and again only when that was not seen: the watcher may need a moment until it sees anything."""
    if not path.exists() or time.time() - path.stat().st_mtime > 5:
        path.write_text("#" * (path.stat().st_size + 1 if path.exists() else 1))
    return True
