"""A secret never reaches a container or a function as a plain variable.

Checks names (PASSWORD, API_KEY, …_TOKEN) with a value in the definition, and values that look like a secret whatever
their name: AWS keys, tokens of GitHub, Slack and Stripe, private keys, JSON web tokens, passwords in addresses.
Names that say where a secret is (…_ARN, …_NAME, …_PATH) or how much of something (…_SECONDS, MAX_TOKENS) may have any
value that does not itself look like one.
Why: a task definition is readable by everybody who may describe it, in every revision, for ever.

Bad:  environment = [{ name = "API_KEY", value = "s3cr3t" }]
Good: secrets = [{ name = "API_KEY", valueFrom = aws_secretsmanager_secret.api_key.arn }]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policies.documents import containers
from policies.policy import blocks, mapping, scalars
from policies.resource_policy import ResourcePolicy
from policies.stack import Arguments, Resource

NAMES = re.compile(
    r"(^|_)(PASSWORDS?|PASSWD|PASSPHRASE|PWD|SECRETS?|TOKENS?|CREDENTIALS?|API_?KEYS?|ACCESS_?KEYS?|PRIVATE_?KEYS?"
    r"|SIGNING_?KEYS?|ENCRYPTION_?KEYS?|AUTH_?KEYS?|SECRET_?KEYS?)(_|$)",
    re.IGNORECASE,
)
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
)
# What Terraform would put there from a secret that it knows.
SECRET_REFERENCES = re.compile(
    r"secret_string|random_password|aws_(secretsmanager_secret_version|iam_access_key)|\.(master_)?password\b|auth_token"
)


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
    resources = ("aws_ecs_task_definition", "aws_lambda_function", "aws_codebuild_project")
    keys = ("container_definitions", "environment")

    def holds(self, resource: Resource) -> bool:
        """True where no plain variable and no word of a command is a secret."""
        return not any(_is_secret(name, value) for name, value in _variables(resource))


def _variables(resource: Resource) -> Iterator[tuple[str, str]]:
    arguments = resource.arguments
    if resource.kind == "aws_ecs_task_definition":
        for container in containers(arguments.raw("container_definitions")):
            yield from _listed(container.get("environment"))
            for word in scalars([container.get("command"), container.get("entryPoint")]):
                yield "", str(word)
    elif resource.kind == "aws_lambda_function":
        for block in arguments.blocks("environment"):
            for name, value in mapping(block.raw("variables")).items():
                yield name, next(map(str, scalars(value)), "")
    else:
        for variable in arguments.blocks("environment", "environment_variable"):
            if variable.text("type") in ("", "PLAINTEXT"):
                yield variable.text("name"), variable.text("value")


def _listed(environment: object) -> Iterator[tuple[str, str]]:
    for variable in map(Arguments, blocks(environment)):
        yield variable.text("name"), variable.text("value")


def _is_secret(name: str, value: str) -> bool:
    if VALUES.search(value) or SECRET_REFERENCES.search(value):
        return True
    return bool(value and NAMES.search(name) and not PLACES.search(name))


check = SecretsStayOutOfVariables()
