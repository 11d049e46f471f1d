"""A container or a function runs one image, named by its digest.

Checks the image of each container, of tasks and of pods, and of each function: `…@sha256:<64 hex digits>`. The tag
`unreleased` stands for a service that was never released; in a protected stack it may not run, so no task is wanted.
Why: a tag can be moved; the same task definition then runs other code after a restart, and a rollback rolls nothing
back.

Bad:  image = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/prod-catalog:latest"
Good: image = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/prod-catalog@sha256:0d5f…"
"""

from __future__ import annotations

import re

from policies.documents import containers
from policies.pods import KINDS, containers_of, pods_in
from policies.resource_policy import ResourcePolicy
from policies.stack import Resource

DIGEST = re.compile(r"@sha256:[0-9a-f]{64}$")
UNRELEASED = ":unreleased"


class ImagesArePinnedByDigest(ResourcePolicy):
    """Fails where an image has no digest, unless nothing was released and, if protected, nothing runs."""

    identifier = "YARD_ECS_1"
    title = "A container or a function runs one image, named by its digest"
    severity_level = "high"
    why = "A tag can be moved: the same task definition would run other code tomorrow."
    fix = "Deploy with the image's digest: environments/releases/<env>.yaml, `<repository>@sha256:<digest>`."
    page = (
        "AWS Well-Architected Framework, SEC11-BP06 Deploy software programmatically; AWS Foundational Security Best"
        " Practices, ECR.2"
    )
    resources = ("aws_ecs_task_definition", "aws_lambda_function", *KINDS)
    keys = ("container_definitions", "image_uri", "spec")

    def holds(self, resource: Resource) -> bool | None:
        """True where each image has a digest, or none was released; None for a function that is a zip."""
        if resource.kind == "aws_lambda_function":
            image = resource.arguments.text("image_uri")
            unreleased = image.endswith(UNRELEASED) and not self.stack.is_protected
            return bool(DIGEST.search(image)) or unreleased if image else None
        if resource.kind in KINDS:
            found = pods_in(resource.kind, resource.arguments)
            return all(
                self._is_a_pods(one.text("image"), resource) for pod in found for one in containers_of(pod)
            )
        images = [
            str(container.get("image", "")).strip("[]'")
            for container in containers(resource.arguments.raw("container_definitions"))
        ]
        return all(DIGEST.search(image) or self._is_unreleased(image, resource) for image in images)

    def _is_a_pods(self, image: str, resource: Resource) -> bool:
        runs = resource.arguments.number("spec", "replicas") != 0
        unreleased = image.endswith(UNRELEASED) and (not self.stack.is_protected or not runs)
        return bool(DIGEST.search(image)) or unreleased

    def _is_unreleased(self, image: str, definition: Resource) -> bool:
        return image.endswith(UNRELEASED) and (not self.stack.is_protected or not self._runs(definition))

    def _runs(self, definition: Resource) -> bool:
        services = [
            service
            for service in self.stack.resources("aws_ecs_service")
            if definition.is_meant_by(service.arguments.raw("task_definition"))
        ]
        return any(service.arguments.number("desired_count") != 0 for service in services)


check = ImagesArePinnedByDigest()
