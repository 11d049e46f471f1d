"""`environments/releases/<env>.yaml` as something to edit: one line changes, comments and order stay."""

from __future__ import annotations

import os
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from ruamel.yaml import YAML

from yard.config import Workspace


@dataclass(frozen=True)
class ReleasesFile:
    """The releases of one environment. shown: its path as a person would type it."""

    path: Path
    shown: str

    @classmethod
    def of(cls, workspace: Workspace, environment: str) -> ReleasesFile:
        """The file of `environment`, whether it is there or not."""
        path = workspace.environments / "releases" / f"{environment}.yaml"
        return cls(path, workspace.shown(path))

    @property
    def text(self) -> str | None:
        """All of it; None where there is no file."""
        return self.path.read_text("utf-8") if self.path.exists() else None

    def get(self, service: str) -> str | None:
        """What `service` runs, as the file says now."""
        return releases_in(self.text or "").get(service)

    def set(self, service: str, release: str) -> None:
        """Change the line of `service`, or add one."""
        self.restore(edited(self.text or "", service, release))

    def restore(self, text: str | None) -> None:
        """Write the whole file at once, so that nobody reads half of it; None takes it away."""
        if text is None:
            self.path.unlink(missing_ok=True)
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        fresh.write_text(text, "utf-8")
        fresh.replace(self.path)


def releases_in(text: str) -> dict[str, str]:
    """Service -> release in the text of such a file; whatever else stands there is left out."""
    values = YAML(typ="safe", pure=True).load(text)
    if not isinstance(values, dict):
        return {}
    return {str(name): value for name, value in values.items() if isinstance(value, str)}


def edited(text: str, service: str, release: str) -> str:
    """`text` with another release of `service`."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096  # a line of its own each, however long
    values = yaml.load(text)
    if not values:  # comments alone, or {}: nothing that could carry them over
        kept = [line for line in text.splitlines() if not line.strip() or line.lstrip().startswith("#")]
        return "\n".join([*kept, f"{service}: {release}"]) + "\n"
    values[service] = release
    out = StringIO()
    yaml.dump(values, out)
    return out.getvalue()
