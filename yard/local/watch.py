"""`yard up --watch`: code that changes on disk runs a moment later, and a manifest that changes is applied."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from yard.config import Service, Workspace, YardError, load_environment, load_services
from yard.local import sites
from yard.local.control import Supervisor
from yard.local.folder import LocalFolder
from yard.local.release import SHARED, digest_of
from yard.local.wait import wait_until_healthy

Tell = Callable[[str], None]


class Watcher:
    """Watches from `start` to `stop`, on a thread of its own. tell: hears a sentence for each change."""

    def __init__(self, workspace: Workspace, name: str, tell: Tell) -> None:
        self._workspace = workspace
        self._name = name
        self._tell = tell
        self._folder = LocalFolder.of(workspace, name)
        self._supervisor = Supervisor(self._folder)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self._applying: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, and with it an apply under way: whoever calls wants the environment for himself."""
        self._stopping.set()
        if self._applying is not None:
            self._applying.terminate()
        self._thread.join(10)

    def _run(self) -> None:
        from watchfiles import watch

        folders = (self._workspace.apps, self._workspace.environments)
        for changes in watch(*folders, stop_event=self._stopping, rust_timeout=500, raise_interrupt=False):
            try:
                self.take({Path(path) for _, path in changes})
            except (YardError, OSError) as error:
                self._tell(str(error))

    def take(self, changed: Iterable[Path]) -> None:
        """Do what the changed files ask for. YardError where a service does not become healthy, or a build fails."""
        touched = set(changed)
        if any(path.suffix in (".yaml", ".yml") for path in touched):
            self._apply()
            return
        services = load_services(self._workspace, load_environment(self._workspace, self._name))
        names = {path.relative_to(self._workspace.apps).parts[0] for path in touched if self._is_code(path)}
        chosen = [one for name, one in services.items() if name in names or SHARED in names]
        self._build([one for one in chosen if one.runtime == "static"])
        self._release([one for one in chosen if one.runtime != "static"])

    def _is_code(self, path: Path) -> bool:
        return path.is_relative_to(self._workspace.apps) and path != self._workspace.apps

    def _build(self, services: list[Service]) -> None:
        for site in sites.stale(self._workspace, services):
            begun = time.monotonic()
            sites.build(self._workspace, [site], lambda _text: None)
            self._tell(f"{site.name} changed: built in {time.monotonic() - begun:.1f} s")

    def _release(self, services: list[Service]) -> None:
        releases = {one.name: digest_of(self._workspace.apps, one.name) for one in services}
        begun = time.monotonic()
        if changed := self._supervisor.release(releases):
            names = ", ".join(changed)
            self._tell(f"{names} changed: starting anew …")
            wait_until_healthy(self._supervisor, self._folder, lambda _text: None)
            self._tell(f"{names} answers with the new code after {time.monotonic() - begun:.1f} s")

    def _apply(self) -> None:
        """In a process of its own, which can be ended halfway as a person would end it."""
        self._tell("a YAML file changed: applying …")
        command = [sys.executable, "-m", "yard", "up", "--detach", self._name]
        command += ["--apps", str(self._workspace.apps), "--environments", str(self._workspace.environments)]
        self._applying = subprocess.Popen(
            command, cwd=self._workspace.root, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        status = self._applying.wait()
        self._applying = None
        if not self._stopping.is_set():
            self._tell("applied" if status == 0 else f"not applied: `yard up` left with {status}")
