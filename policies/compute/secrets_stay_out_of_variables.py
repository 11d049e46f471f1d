"""A secret never reaches a container or a function as a plain variable.

Checks the variables of tasks, functions, pods and builds, maps of settings, and what starts a job with variables of its
own: names (PASSWORD, API_KEY, …_TOKEN) with a value, and values that look like a secret whatever their name: AWS keys,
tokens of GitHub, Slack and Stripe, private keys, JSON web tokens, passwords in addresses, and long random words.
Names that say where a secret is (…_ARN, …_NAME, …_PATH) or how much of something (…_SECONDS, MAX_TOKENS) may have any
value that does not itself look like one.
Why: a task definition is readable by everybody who may describe it, in every revision, for ever.

Bad:  environment = [{ name = "API_KEY", value = "s3cr3t" }]
Good: secrets = [{ name = "API_KEY", valueFrom = aws_secretsmanager_secret.api_key.arn }]
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from policies import pods
from policies.documents import containers
from policies.policy import blocks, mapping, scalars
from policies.resource_policy import ResourcePolicy
from policies.stack import Arguments, Resource

# PGPASSWORD and DbPassword are names of secrets too: these words count wherever they end a word.
NAMES = re.compile(
    r"(PASSWORDS?|PASSWD|PASSPHRASE|SECRETS?|TOKENS?|CREDENTIALS?|API_?KEYS?)(_|$)"
    r"|(^|_)(PASS|PWD|JWT|BEARER|ACCESS_?KEYS?|PRIVATE_?KEYS?|SIGNING_?KEYS?|ENCRYPTION_?KEYS?|AUTH_?KEYS?"
    r"|SECRET_?KEYS?)(_|$)",
    re.IGNORECASE,
)
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
PLACES = re.compile(
    r"_(ARN|NAME|URL|URI|PATH|ID|FILE|REGION|TTL|SECONDS|MINUTES|HOURS|DAYS|ISSUER|AUDIENCE|ENDPOINT|ALGORITHM"
    r"|HEADER|ENABLED|COUNT|LENGTH|SIZE)$|^(MAX|MIN)_",
    re.IGNORECASE,
)
VALUES = re.compile(
    r"\b(AKIA|ASIA)[0-9A-Z]{16}\b"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\bgh[pousr]_[A-Za-z0-9]{36,}|\bgithub_pat_[A-Za-z0-9_]{22,}"
    r"|\bxox[abprs]-[A-Za-z0-9-]{10,}"
    r"|\b[sr]k_(live|test)_[A-Za-z0-9]{16,}"
    r"|\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\."
    r"|[a-z][a-z0-9+.-]*://[^/\s:@]+:[^/\s@$]+@"
    r"|\bAIza[0-9A-Za-z_-]{35}\b"
    r"|(?i:\b(password|pwd|secret|accountkey)\s*=\s*[^\s;$]+)"
)
# One word without meaning: as long as a key, in letters of both cases and digits, or hexadecimal.
WORD = re.compile(r"[A-Za-z0-9+/_=~-]{24,}")
HEXADECIMAL = re.compile(r"[0-9a-f]{32,}|[0-9A-F]{32,}")
LEAST_PIECE = 20  # names have hyphens
LEAST_BITS = 3.7  # per character; words of a language and names that people give have less
# What is as random and no secret: digests, versions, ids that AWS gives.
OPEN_NAMES = re.compile(
    r"(^|_)(SHA(1|256|512)?|DIGEST|HASH|CHECKSUM|ETAG|COMMIT|REVISION|VERSION|BUILD|RELEASE|FINGERPRINT|ID|ARN|IDS)(_|$)",
    re.IGNORECASE,
)
# What Terraform would put there from a secret that it knows.
SECRET_REFERENCES = re.compile(
    r"secret_string|random_password|aws_(secretsmanager_secret_version|iam_access_key)|\.(master_)?password\b|auth_token"
)


def _variables(resource: Resource) -> Iterator[tuple[str, str]]:
    """Names and values; words of commands and texts of other kinds have no name."""
    reader = BY_KIND.get(resource.kind)
    yield from reader(resource.arguments) if reader else _of_pods(resource)


def _of_tasks(arguments: Arguments) -> Iterator[tuple[str, str]]:
    for container in containers(arguments.raw("container_definitions")):
        yield from _listed(container.get("environment"))
        for word in scalars([container.get("command"), container.get("entryPoint")]):
            yield "", str(word)


def _of_functions(arguments: Arguments) -> Iterator[tuple[str, str]]:
    for block in arguments.blocks("environment"):
        yield from _mapped(block.raw("variables"))


def _of_builds(arguments: Arguments) -> Iterator[tuple[str, str]]:
    for variable in arguments.blocks("environment", "environment_variable"):
        if variable.text("type") in ("", "PLAINTEXT"):
            yield variable.text("name"), variable.text("value")


def _of_pods(resource: Resource) -> Iterator[tuple[str, str]]:
    for pod in pods.pods_in(resource.kind, resource.arguments):
        for container in pods.containers_of(pod):
            yield from ((one.text("name"), one.text("value")) for one in container.blocks("env"))
            yield from (("", str(word)) for word in [*container.all("command"), *container.all("args")])


def _of_maps(arguments: Arguments) -> Iterator[tuple[str, str]]:
    yield from _mapped(arguments.raw("data"))


def _of_app_runner(arguments: Arguments) -> Iterator[tuple[str, str]]:
    for way in (("image_repository", "image_configuration"), ("code_repository", "code_configuration")):
        for block in arguments.blocks("source_configuration", *way):
            yield from _mapped(block.raw("runtime_environment_variables"))


def _of_starts(arguments: Arguments) -> Iterator[tuple[str, str]]:
    """What a rule or a schedule gives a task or a function when it starts it, as text or opened."""
    for block in [arguments, *arguments.blocks("target")]:
        for key in ("input", "container_properties"):
            given = block.raw(key)
            for one in given if isinstance(given, list) else [given]:
                yield from _named_inside(_opened(one))


def _opened(value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return {"": value}


def _named_inside(value: Any) -> Iterator[tuple[str, str]]:
    """Every name and value in a document: those of a mapping, and pairs such as {"name": …, "value": …}."""
    if isinstance(value, dict):
        if isinstance(value.get("name"), str) and isinstance(value.get("value"), str):
            yield value["name"], value["value"]
        for name, inner in value.items():
            if isinstance(inner, str):
                yield name, inner
            else:
                yield from _named_inside(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _named_inside(inner)


def _mapped(variables: Any) -> Iterator[tuple[str, str]]:
    for name, value in mapping(variables).items():
        yield name, next(map(str, scalars(value)), "")


def _listed(environment: object) -> Iterator[tuple[str, str]]:
    for variable in map(Arguments, blocks(environment)):
        yield variable.text("name"), variable.text("value")


def _is_secret(name: str, value: str) -> bool:
    if VALUES.search(value) or SECRET_REFERENCES.search(value):
        return True
    name = CAMEL.sub("_", name)
    if value and NAMES.search(name) and not PLACES.search(name):
        return True
    return not OPEN_NAMES.search(name) and _is_random(value)


def _is_random(value: str) -> bool:
    """Whether a value is one long word that nobody would make up."""
    if HEXADECIMAL.fullmatch(value):
        return len(set(value)) > 4  # an id that counts up from zero, as in an example, is no key
    kinds = (str.islower, str.isupper, str.isdigit)
    return (
        bool(WORD.fullmatch(value))
        and max(map(len, re.split("[-_]", value))) >= LEAST_PIECE
        and all(any(map(kind, value)) for kind in kinds)
        and _bits(value) >= LEAST_BITS
    )


def _bits(value: str) -> float:
    """Shannon's entropy, per character."""
    return -sum(n / len(value) * math.log2(n / len(value)) for n in Counter(value).values())


BY_KIND: dict[str, Callable[[Arguments], Iterator[tuple[str, str]]]] = {
    "aws_apprunner_service": _of_app_runner,
    "aws_batch_job_definition": _of_starts,
    "aws_cloudwatch_event_target": _of_starts,
    "aws_codebuild_project": _of_builds,
    "aws_ecs_task_definition": _of_tasks,
    "aws_lambda_function": _of_functions,
    "aws_scheduler_schedule": _of_starts,
    "kubernetes_config_map": _of_maps,
    "kubernetes_config_map_v1": _of_maps,
}


class SecretsStayOutOfVariables(ResourcePolicy):
    """Fails where a plain variable is called like a secret or looks like one."""

    identifier = "YARD_SEC_1"
    title = "A secret never reaches a container or a function as a plain variable"
    severity_level = "critical"
    why = "Whoever may describe the task definition reads it, in every revision, for ever."
    fix = "Name it under `secrets` in the service's manifest; ECS fetches it from Secrets Manager when a task starts."
    page = (
        "AWS Foundational Security Best Practices, ECS.8; AWS Well-Architected Framework, SEC02-BP03 Store and use"
        " secrets securely"
    )
    resources = (*BY_KIND, *pods.KINDS)
    keys = ("container_definitions", "environment", "data", "input", "spec")

    def holds(self, resource: Resource) -> bool:
        """True where no plain variable and no word of a command is a secret."""
        return not any(_is_secret(name, value) for name, value in _variables(resource))


check = SecretsStayOutOfVariables()
