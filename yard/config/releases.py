"""`environments/releases/<env>.yaml`: what each service runs there; a release is a commit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from yard.config.environment import Environment
from yard.config.errors import InputError
from yard.config.keys import closest
from yard.config.service import Service
from yard.config.services import service_folders
from yard.config.workspace import Workspace
from yard.config.yaml_reader import read_yaml

# registry/repository@digest. Source: "OCI Distribution Specification, Pulling manifests"; the grammar of references
# is distribution/reference's. A tag may move, a digest cannot.
IMAGE = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?/)?"  # registry
    r"[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*"  # repository
    r"(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?"  # a tag beside the digest is for people
    r"@sha256:[0-9a-f]{64}"
)
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True)
class ReleaseForm:
    """What a release of a service looks like.

    noun: with its article. example: one of them in words.
    """

    pattern: re.Pattern[str]
    noun: str
    example: str

    def problem(self, value: object) -> str | None:
        """What is wrong with `value` as a release, and what to write instead; None where nothing is."""
        if not isinstance(value, str):
            found = f"is not {self.noun}"
        elif self.pattern.fullmatch(value):
            return None
        elif self.pattern is IMAGE and "@" not in value:
            found = f"{value} is not pinned by a digest"
        else:
            found = f"{value} is not {self.noun}"
        return f"{found}. Use one such as {self.example}."


IMAGE_FORM = ReleaseForm(
    IMAGE,
    "an image reference",
    "111111111111.dkr.ecr.eu-west-1.amazonaws.com/dev-catalog@sha256: and 64 hexadecimal digits",
)
SITE_FORM = ReleaseForm(
    DIGEST, "the digest of a published folder", "sha256: and 64 hexadecimal digits, which yard deploy writes"
)
ZIP_FORM = ReleaseForm(
    DIGEST, "the digest of a zip", "sha256: and 64 hexadecimal digits, which yard package tells"
)


def release_form(service: Service) -> ReleaseForm:
    """What the releases of `service` look like: an image, or the digest of a site's folder or a function's zip."""
    if service.runtime == "static":
        return SITE_FORM
    return ZIP_FORM if service.runtime == "lambda" and service.function.package == "zip" else IMAGE_FORM


def load_releases(
    workspace: Workspace, environment: Environment, services: Mapping[str, Service]
) -> dict[str, str]:
    """Service -> image reference with digest, or digest of a site or a zip, sorted; empty where nothing was released.

    Raises InputError for what is not pinned by a digest, and for services that do not exist.
    """
    path = workspace.environments / "releases" / f"{environment.name}.yaml"
    if not path.exists():
        return {}
    source = read_yaml(path, workspace.shown(path), may_be_empty=True)
    known = [folder.name for folder in service_folders(workspace, [])]
    problems = []
    for name, value in source.values.items():
        if name not in known:
            problems.append(source.problem((name,), f"there is no service {name}. {closest(name, known)}"))
        elif problem := release_form(services[name]).problem(value):
            problems.append(source.problem((name,), problem))
    if problems:
        raise InputError(problems)
    return dict(sorted(source.values.items()))
