"""The reference in docs/reference/ and the pictures in docs/architecture.md: `python -m yard.reference` writes them.

A test fails where a file there is not what this would write.
"""

from __future__ import annotations

import importlib
import pkgutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ARCHITECTURE = Path(__file__).resolve().parents[1] / "docs" / "architecture.md"
FOLDER = ARCHITECTURE.parent / "reference"
NOTE = "<!-- Written by `python -m yard.reference`; change the program, not this file. -->\n"


def pages() -> dict[str, str]:
    """File name -> text of every page."""
    return {
        "command-line.md": NOTE + _command_line(),
        "environment.md": NOTE + _keys("environment", "environments/ENV.yaml"),
        "service.md": NOTE + _keys("service", "apps/NAME/service.yaml"),
        "policies.md": NOTE + _policies(),
    }


def architecture_page() -> str:
    """docs/architecture.md with the pictures of the environments as they are now."""
    from yard.config import Workspace, environment_names
    from yard.graph import architecture
    from yard.graph.page import with_pictures
    from yard.synth import synthesise

    workspace = Workspace.at()
    drawn, counts = {}, {}
    with tempfile.TemporaryDirectory(prefix="yard-architecture-") as scratch:
        for name in environment_names(workspace):
            stacks = synthesise(workspace, name, Path(scratch) / name).stacks
            drawn[name] = architecture(name, {stack: made.json for stack, made in stacks.items()})
            counts[name] = {
                stack: sum(map(len, made.json.get("resource", {}).values())) for stack, made in stacks.items()
            }
    return with_pictures(ARCHITECTURE.read_text("utf-8"), drawn, counts)


def _command_line() -> str:
    import typer

    from yard.cli import PANELS, app

    commands = getattr(typer.main.get_command(app), "commands")  # noqa: B009  # typer's own type is private
    text = (
        "# The command line\n\nExit status: 0 done, 1 it failed or found something, 2 the input is wrong.\n"
    )
    for panel, verbs in PANELS.items():
        text += f"\n## {panel}\n"
        for verb in verbs:
            command = next(one for one in commands.values() if one.callback.__name__ == verb.__name__)
            text += f"\n### yard {command.name}\n\n{command.help}\n\n"
            for parameter in command.params:
                names = (
                    ", ".join(parameter.opts)
                    if parameter.opts[0].startswith("-")
                    else parameter.metavar or "?"
                )
                metavar = (
                    f" {parameter.metavar}" if parameter.opts[0].startswith("-") and parameter.metavar else ""
                )
                text += f"- `{names}{metavar}`: {parameter.help}\n"
    return text


def _keys(kind: str, file: str) -> str:
    from yard.config import json_schema

    schema = json_schema(kind)
    text = f"# {file}\n\n| key | required | default | meaning |\n|---|---|---|---|\n"
    for path, required, body in _walk(schema, schema, ""):
        told = "default" in body and not required and not any(_inner(schema, body))
        default = f"`{_short(body['default'])}`" if told else ""
        meaning = str(body.get("description", "")).replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
        text += f"| `{path}` | {'yes' if required else ''} | {default} | {meaning} |\n"
    return text


def _walk(
    schema: Mapping[str, Any], node: Mapping[str, Any], above: str
) -> Iterator[tuple[str, bool, Mapping[str, Any]]]:
    """Every key below `node`: its path, whether it must be there, its schema. Names that people choose are `NAME`."""
    for key, body in node.get("properties", {}).items():
        path = f"{above}{key}"
        yield path, key in node.get("required", ()), body
        if key == "environments" and not above:
            continue  # the same keys once more
        for suffix, inner in _inner(schema, body):
            yield from _walk(schema, inner, f"{path}{suffix}.")


def _inner(schema: Mapping[str, Any], body: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The groups of keys inside a value, with what stands between the path and their keys."""
    if "$ref" in body:
        yield "", schema["$defs"][body["$ref"].rsplit("/", 1)[-1]]
    for choice in body.get("anyOf", ()):
        yield from _inner(schema, choice)
    if isinstance(body.get("items"), Mapping):
        yield from (("[]" + suffix, inner) for suffix, inner in _inner(schema, body["items"]))
    for values in (body.get("additionalProperties"), *body.get("patternProperties", {}).values()):
        if isinstance(values, Mapping):
            yield from ((".NAME" + suffix, inner) for suffix, inner in _inner(schema, values))


def _short(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "none" if value is None else str(value)


def _policies() -> str:
    import policies
    from policies.policy import Policy

    text = (
        "# Our own policies\n\nBeside these, every check that checkov has for AWS runs."
        " What is accepted stands in `policies/exceptions.yaml`.\n"
        "\n| id | severity | what must hold | why | how to mend it | source |\n|---|---|---|---|---|---|\n"
    )
    rows = []
    for module in pkgutil.walk_packages(policies.__path__, "policies."):
        check: Any = getattr(importlib.import_module(module.name), "check", None)
        if isinstance(check, Policy):
            cells = (check.id, check.severity_level, check.name, check.why, check.fix, check.page)
            rows.append("| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |\n")
    return text + "".join(sorted(rows))


def main() -> None:
    """Write every page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")
    ARCHITECTURE.write_text(architecture_page(), "utf-8")


if __name__ == "__main__":
    main()
