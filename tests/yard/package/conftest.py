"""A repository with one function in it, and a folder of wheels in place of PyPI."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from yard.config import Service, Workspace, load_environment, load_services

ENVIRONMENT = 'name: dev\naccount: "111111111111"\nregion: eu-west-1\nzones: [eu-west-1a, eu-west-1b]\n'
SERVICE = "name: receipts\nteam: sales\nruntime: lambda\n"


@dataclass(frozen=True)
class Repository:
    root: Path

    def write(self, path: str, text: str = "") -> Path:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        return target

    @property
    def workspace(self) -> Workspace:
        return Workspace.at(self.root)

    def service(self, name: str = "receipts") -> Service:
        return load_services(self.workspace, load_environment(self.workspace, "dev"))[name]

    def wheel(self, name: str, files: dict[str, str], tag: str = "py3-none-any") -> None:
        """Put a wheel of version 1.0 where pip finds it."""
        wheels = self.root / "wheels"
        wheels.mkdir(exist_ok=True)
        info = f"{name}-1.0.dist-info"
        texts = {
            **files,
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
            f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {tag}\n",
        }
        with zipfile.ZipFile(wheels / f"{name}-1.0-{tag}.whl", "w") as archive:
            for path, text in texts.items():
                archive.writestr(path, text)
            archive.writestr(f"{info}/RECORD", "".join(f"{path},,\n" for path in (*texts, f"{info}/RECORD")))


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    made = Repository(tmp_path)
    made.write("cdktf.json", "{}")
    made.write("environments/dev.yaml", ENVIRONMENT)
    made.write("apps/receipts/service.yaml", SERVICE)
    made.write("apps/receipts/receipts/__init__.py")
    made.write("apps/receipts/receipts/handler.py", "def handler(event, context):\n    return event\n")
    made.write("apps/receipts/requirements.txt", "# nothing yet\n")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    return made
