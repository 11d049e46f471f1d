"""Ways to change one thing in a stack's JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

Document = dict[str, Any]
Change = Callable[[Document], None]
Row = tuple[str, str, str, Change]  # policy, stack, what, change
OTHER_ACCOUNT = "999999999999"
GITHUB = "token.actions.githubusercontent.com"


def found(document: Document, kind: str, name: str = "") -> dict[str, Any]:
    """The first resource of `kind` whose Terraform name holds `name`."""
    for key, body in document["resource"].get(kind, {}).items():
        if name in key:
            return body  # type: ignore[no-any-return]  # JSON
    raise LookupError(f"The clean stack has no {kind} with {name!r} in its name.")


def put(kind: str, path: str, value: Any, name: str = "") -> Change:
    """Set the argument at `path`, keys and indexes with dots between; None takes it out."""

    def change(document: Document) -> None:
        *way, last = path.split(".")
        place: Any = found(document, kind, name)
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
        if value is None:
            del place[last]
        else:
            place[last] = value

    return change


def take(kind: str, name: str = "") -> Change:
    """Take every resource of `kind` out whose Terraform name holds `name`."""

    def change(document: Document) -> None:
        found(document, kind, name)
        kept = {key: body for key, body in document["resource"][kind].items() if name not in key}
        document["resource"][kind] = kept

    return change


def add(kind: str, **arguments: Any) -> Change:
    """Add a resource."""

    def change(document: Document) -> None:
        document["resource"].setdefault(kind, {})["added"] = arguments

    return change


def also(*changes: Change) -> Change:
    """One change after the other."""

    def change(document: Document) -> None:
        for one in changes:
            one(document)

    return change


def statement(kind: str, name: str = "", index: int = 0, key: str = "policy", **elements: Any) -> Change:
    """Change elements of one statement of an IAM policy; None takes one out."""

    def change(document: Document) -> None:
        body = found(document, kind, name)
        policy = json.loads(body[key])
        chosen = policy["Statement"][index]
        for element, value in elements.items():
            if value is None:
                chosen.pop(element, None)
            else:
                chosen[element] = value
        body[key] = json.dumps(policy)

    return change


def another(kind: str, name: str, extra: dict[str, Any]) -> Change:
    """Add a statement to an IAM policy."""

    def change(document: Document) -> None:
        body = found(document, kind, name)
        policy = json.loads(body["policy"])
        policy["Statement"].append(extra)
        body["policy"] = json.dumps(policy)

    return change


def container(**keys: Any) -> Change:
    """Change keys of the container; None takes one out."""

    def change(document: Document) -> None:
        body = found(document, "aws_ecs_task_definition")
        (only,) = json.loads(body["container_definitions"])
        for key, value in keys.items():
            if value is None:
                del only[key]
            else:
                only[key] = value
        body["container_definitions"] = json.dumps([only])

    return change


def variable(name: str, value: str) -> Change:
    """Add a plain variable to the container."""

    def change(document: Document) -> None:
        body = found(document, "aws_ecs_task_definition")
        (only,) = json.loads(body["container_definitions"])
        only["environment"].append({"name": name, "value": value})
        body["container_definitions"] = json.dumps([only])

    return change


def provider(**keys: Any) -> Change:
    """Change keys of the provider; None takes one out."""

    def change(document: Document) -> None:
        (only,) = document["provider"]["aws"]
        for key, value in keys.items():
            if value is None:
                del only[key]
            else:
                only[key] = value

    return change


def tag(name: str, value: str | None) -> Change:
    """Change one default tag; None takes it out."""

    def change(document: Document) -> None:
        (tags,) = (block["tags"] for block in document["provider"]["aws"][0]["default_tags"])
        tags.pop(name)
        if value is not None:
            tags[name] = value

    return change


def second_provider(region: str) -> Change:
    """Add a provider with an alias."""

    def change(document: Document) -> None:
        (first,) = document["provider"]["aws"]
        document["provider"]["aws"].append({**first, "alias": "second", "region": region})

    return change


def backend(key: str, value: Any) -> Change:
    """Change the S3 backend; None takes the key out."""

    def change(document: Document) -> None:
        settings = document["terraform"]["backend"]["s3"]
        del settings[key]
        if value is not None:
            settings[key] = value

    return change


def trust(**elements: Any) -> Change:
    """Change the trust policy of the task's role."""
    return statement("aws_iam_role", "task-role", key="assume_role_policy", **elements)


def github(subject: str | None) -> Change:
    """Let the task's role be taken by GitHub Actions."""
    equals = {f"{GITHUB}:aud": "sts.amazonaws.com"}
    if subject:
        equals[f"{GITHUB}:sub"] = subject
    return trust(
        Principal={"Federated": f"arn:aws:iam::111111111111:oidc-provider/{GITHUB}"},
        Action=["sts:AssumeRoleWithWebIdentity"],
        Condition={"StringEquals": equals},
    )


def group(document: Document) -> str:
    """A reference to the security group of the tasks, or of the load balancer."""
    groups = document["resource"]["aws_security_group"]
    name = "security-group" if "security-group" in groups else next(iter(groups))
    return f"${{aws_security_group.{name}.id}}"


def ingress(**rule: Any) -> Change:
    """Add a rule into the security group of the stack."""

    def change(document: Document) -> None:
        rules = document["resource"].setdefault("aws_vpc_security_group_ingress_rule", {})
        rules["added"] = {"security_group_id": group(document), "description": "added", **rule}

    return change


QUOTES = (
    "${data.terraform_remote_state.cross-stack-reference-input-prod-quotes.outputs.cross-stack-output-group}"
)


def call(callee: str, port: int) -> Change:
    """Open a way from the stack's tasks into another group."""

    def change(document: Document) -> None:
        rules = document["resource"].setdefault("aws_vpc_security_group_ingress_rule", {})
        way = {"ip_protocol": "tcp", "from_port": port, "to_port": port}
        rules["added"] = {"security_group_id": callee, "referenced_security_group_id": group(document), **way}

    return change


def declare(**values: Any) -> Change:
    """Change what the stack was told by its manifest."""

    def change(document: Document) -> None:
        document["locals"]["declared"] |= values

    return change
