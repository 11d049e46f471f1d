"""`environments/releases/<env>.yaml`: which image each service runs there; a release is a commit."""

from __future__ import annotations

import re

from yard.config.environment import Environment
from yard.config.errors import InputError
from yard.config.workspace import Workspace
from yard.config.yaml_source import read_yaml

# Source: "OCI Distribution Specification, Pulling manifests": name@algorithm:digest.
IMAGE = re.compile(r"^[a-z0-9][a-z0-9.:_/-]*@sha256:[0-9a-f]{64}$")


def load_releases(workspace: Workspace, environment: Environment) -> dict[str, str]:
    """Service -> image reference with digest; empty where the environment has no releases yet.

    Raises InputError where an entry is not an image pinned by digest.
    """
    path = workspace.environments / "releases" / f"{environment.name}.yaml"
    if not path.exists():
        return {}
    source = read_yaml(path, workspace.shown(path))
    images = source.values.get("images")
    if images is None:
        images = {}
    extra = [key for key in source.values if key != "images"]
    if extra or not isinstance(images, dict):
        raise InputError(
            source.problem((*extra, "images")[:1], "expected one key, images: {service: image@sha256:…}.")
        )
    problems = [
        source.problem(
            ("images", service),
            f"{image!r} is not an image pinned by digest. Write REPOSITORY@sha256: and 64 hexadecimal digits.",
        )
        for service, image in images.items()
        if not isinstance(image, str) or not IMAGE.match(image)
    ]
    if problems:
        raise InputError(problems)
    return dict(sorted(images.items()))
