"""`environments/releases/<env>.yaml`: which image each service runs there; a release is a commit."""

from __future__ import annotations

import re

from yard.config.environment import Environment
from yard.config.errors import InputError
from yard.config.keys import closest
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
EXAMPLE = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/dev-catalog@sha256: and 64 hexadecimal digits"


def load_releases(workspace: Workspace, environment: Environment) -> dict[str, str]:
    """Service -> image reference with digest, sorted; empty where the environment has no releases yet.

    Raises InputError for what is no image pinned by digest, and for services that do not exist.
    """
    path = workspace.environments / "releases" / f"{environment.name}.yaml"
    if not path.exists():
        return {}
    source = read_yaml(path, workspace.shown(path), may_be_empty=True)
    known = [folder.name for folder in service_folders(workspace, [])]
    problems = []
    for service, image in source.values.items():
        if service not in known:
            problems.append(
                source.problem((service,), f"there is no service {service}. {closest(service, known)}")
            )
        elif not isinstance(image, str):
            problems.append(source.problem((service,), f"is not an image. Use one such as {EXAMPLE}."))
        elif not IMAGE.fullmatch(image):
            found = (
                f"{image} is not pinned by a digest"
                if "@" not in image
                else f"{image} is not an image reference"
            )
            problems.append(source.problem((service,), f"{found}. Use one such as {EXAMPLE}."))
    if problems:
        raise InputError(problems)
    return dict(sorted(source.values.items()))
