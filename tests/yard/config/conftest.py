"""A repository of one test: environments and services as text, read as the verbs read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from yard.config import InputError, Service, Workspace, load_environment, load_releases, load_services

# A busy machine must not make a property flaky.
settings.register_profile("stackyard", deadline=None)
settings.load_profile("stackyard")

ENVIRONMENT = """\
name: dev
account: "111111111111"
region: eu-west-1
zones: [eu-west-1a, eu-west-1b]
"""
PROD = (
    ENVIRONMENT.replace("name: dev", "name: prod")
    + "network: {cidr: 10.40.0.0/16, nat: per_zone}\nsize: large\n"
)
SERVICE = "name: orders\nteam: sales\n"


@dataclass(frozen=True)
class Repository:
    root: Path

    @property
    def workspace(self) -> Workspace:
        return Workspace.at(self.root)

    def write(self, path: str, content: str | bytes) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())

    def services(self, environment: str = "dev") -> dict[str, Service]:
        return load_services(self.workspace, load_environment(self.workspace, environment))

    def problems(self, files: Mapping[str, str | bytes] = {}, environment: str = "dev") -> list[str]:
        """What a verb tells about the repository with `files` in it."""
        for path, content in files.items():
            self.write(path, content)
        try:
            found = load_environment(self.workspace, environment)
            load_releases(self.workspace, found, load_services(self.workspace, found))
        except InputError as error:
            return error.problems
        return []


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """An environment dev, an environment prod and a service orders, all of them right."""
    repository = Repository(tmp_path)
    repository.write("cdktf.json", "{}")
    repository.write("environments/dev.yaml", ENVIRONMENT)
    repository.write("environments/prod.yaml", PROD)
    repository.write("apps/orders/service.yaml", SERVICE)
    return repository
