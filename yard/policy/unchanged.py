"""What was found in an environment whose files have not changed since: no synthesis, no Node, no checkov.

One file an environment, `<cache>/checked/<env>.json`, good for exactly the files that decide what is found.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from importlib import metadata
from pathlib import Path

from yard.config import Workspace
from yard.policy.cache import policy_version
from yard.policy.report import Finding
from yard.policy.run import Judged

REPOSITORY = Path(__file__).resolve().parents[2]
# What turns YAML into stacks, and stacks into findings.
CODE = ("stacks", "modules", "yard/config", "yard/synth", "yard/policy")
PACKAGES = ("cdktf", "cdktf-cdktf-provider-aws", "constructs", "jsii", "pydantic")


class Unchanged:
    """One environment of a workspace, as its files are now."""

    def __init__(self, workspace: Workspace, name: str) -> None:
        self._path = workspace.cache / "checked" / f"{name}.json"
        self._name = name
        self._key = _key(workspace, name)

    def recall(self) -> Judged | None:
        """What was found with these very files; None where that is not known."""
        try:
            text = json.loads(self._path.read_text("utf-8"))
            if text["key"] != self._key:
                return None
            findings = [
                Finding(**{str(key): str(value) for key, value in one.items()}) for one in text["findings"]
            ]
            return Judged(self._name, int(text["passed"]), findings)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def remember(self, judged: Judged) -> None:
        """Keep what was found, in place of what was found before."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        findings = [asdict(finding) for finding in judged.findings]
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=self._path.parent, delete=False
        ) as scratch:
            json.dump({"key": self._key, "passed": judged.passed, "findings": findings}, scratch)
        Path(scratch.name).replace(self._path)


def _key(workspace: Workspace, name: str) -> str:
    digest = hashlib.sha256()
    for part in (*_settings(workspace), policy_version()):
        digest.update(f"{len(part)}:{part}".encode())
    for path in _files(workspace, name):
        content = path.read_bytes()
        digest.update(f"{path}:{len(content)}:".encode() + content)
    return digest.hexdigest()


def _settings(workspace: Workspace) -> Iterator[str]:
    yield sys.version
    yield from (str(workspace.root), str(workspace.apps), str(workspace.environments))
    # Services may name any environment, so that the names of all count.
    yield from sorted(path.name for path in workspace.environments.glob("*.yaml"))
    yield from (metadata.version(package) for package in PACKAGES)
    yield from (f"{key}={value}" for key, value in sorted(os.environ.items()) if key.startswith("CDKTF_"))


def _files(workspace: Workspace, name: str) -> Iterator[Path]:
    yield from sorted(workspace.apps.glob("*/service.yaml"))
    named = (workspace.environments / f"{name}.yaml", workspace.environments / "releases" / f"{name}.yaml")
    yield from (path for path in named if path.is_file())
    for folder in CODE:
        yield from sorted((REPOSITORY / folder).rglob("*.py"))
