"""CloudFormation stacks whose resources are aliases of functions.

The emulated CloudFormation knows no alias, so the handler makes it and the stack is empty there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import Change, Declaration, Source, Tags, imports, reads

STACK: dict[str, Source] = {"StackName": "name"}
ALIAS = "AWS::Lambda::Alias"


def parameters(values: Values) -> list[dict[str, str]]:
    """The stack's parameters as CloudFormation takes them."""
    given = values.get("parameters") or {}
    return [{"ParameterKey": key, "ParameterValue": str(value)} for key, value in given.items()]


def seen_parameters(stack: dict[str, Any]) -> dict[str, str]:
    """The parameters as Terraform has them: a map."""
    return {one["ParameterKey"]: one["ParameterValue"] for one in stack.get("Parameters", [])}


def create_stack(cloud: Cloud, _prior: Values, planned: Values) -> Values:
    """The stack, and the aliases in it."""
    client = cloud.client("cloudformation", planned.get("region"))
    answer = client.create_stack(
        StackName=planned["name"],
        TemplateBody=template(planned),
        Parameters=parameters(planned),
        Tags=[{"Key": key, "Value": value} for key, value in (planned.get("tags_all") or {}).items()],
    )
    functions = cloud.client("lambda", planned.get("region"))
    for alias in aliases(planned):
        functions.create_alias(**alias)
    return {"id": answer["StackId"]}


def update_stack(cloud: Cloud, _prior: Values, planned: Values) -> None:
    """The stack, and the aliases in it: CodeDeploy would move them share by share, here they move at once."""
    client = cloud.client("cloudformation", planned.get("region"))
    client.update_stack(
        StackName=planned["name"], TemplateBody=template(planned), Parameters=parameters(planned)
    )
    functions = cloud.client("lambda", planned.get("region"))
    for alias in aliases(planned):
        functions.update_alias(**alias)


def delete_stack(cloud: Cloud, _prior: Values, state: Values) -> None:
    """The aliases, and the stack."""
    functions = cloud.client("lambda", state.get("region"))
    for alias in aliases(state):
        try:
            functions.delete_alias(FunctionName=alias["FunctionName"], Name=alias["Name"])
        except functions.exceptions.ResourceNotFoundException:
            continue
    cloud.client("cloudformation", state.get("region")).delete_stack(StackName=state["name"])


def template(values: Values) -> str:
    """The template without the aliases."""
    document = json.loads(values["template_body"])
    known = {name: one for name, one in document["Resources"].items() if one["Type"] != ALIAS}
    return json.dumps({**document, "Resources": known})


def tagged_template(values: Values) -> str:
    """The same with the tags, since the emulated CloudFormation changes none by themselves."""
    return json.dumps({**json.loads(template(values)), "Metadata": {"Tags": values.get("tags_all") or {}}})


def aliases(values: Values) -> Iterator[dict[str, str]]:
    """The aliases in a stack's template, parameters put in."""
    given = values.get("parameters") or {}
    for resource in json.loads(values.get("template_body") or "{}").get("Resources", {}).values():
        if resource["Type"] == ALIAS:
            properties = resource["Properties"]
            yield {
                name: str(given[value["Ref"]] if isinstance(value, dict) else value)
                for name, value in properties.items()
                if name in ("FunctionName", "FunctionVersion", "Name")
            }


CLOUDFORMATION_STACK = Declaration(
    service="cloudformation",
    create=create_stack,
    read=(
        imports(
            reads(
                "describe_stacks",
                STACK,
                "Stacks[0]",
                name="StackName",
                parameters=seen_parameters,
                ignored="tags outputs notification_arns capabilities disable_rollback timeout_in_minutes",
            ),
            id="StackId",
        ),
    ),
    changes=(Change(frozenset({"parameters", "template_body"}), update_stack),),
    delete=delete_stack,
    import_id="{name}",
    # A stack's tags are changed as the stack is.
    tags=Tags(
        {**STACK, "TemplateBody": tagged_template, "Parameters": parameters},
        add="update_stack",
        remove="update_stack",
        read=None,
        whole=True,
        with_creation=True,
    ),
)

DECLARATIONS = {"aws_cloudformation_stack": CLOUDFORMATION_STACK}
