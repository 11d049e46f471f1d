"""The same configuration planned by HashiCorp's own provider and by ours: the same values, the same replacements."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from yard.config import Workspace

from .areas import RESOURCES, TYPES
from .areas.area import REGION, RENAMED, TAGS, in_later_words
from .genuine import UNSEEN, GenuineTerraform, required_provider
from .ours import OurTerraform
from .pruning import resolve

UNKNOWN = "(known after apply)"
HERE = Path(__file__).parent


def _read(name: str) -> dict[str, Any]:
    return dict(YAML(typ="safe").load(HERE / name) or {})


@pytest.fixture
def genuine(mirror: Path, tmp_path: Path) -> GenuineTerraform:
    return GenuineTerraform(tmp_path / "genuine", mirror)


@pytest.fixture
def ours(mirror: Path, tmp_path: Path) -> OurTerraform:
    return OurTerraform(tmp_path / "ours", mirror, cache=Workspace.at().cache)


def test_an_argument_of_every_type_of_the_twins_is_changed() -> None:
    assert sorted(_read("other_values.yaml")) == TYPES


def _write(genuine: GenuineTerraform, ours: OurTerraform, resources: dict[str, Any]) -> None:
    common = {"region": REGION, "default_tags": [{"tags": TAGS}]}
    for run, version, settings, told in (
        (genuine, "3.39.0", common | UNSEEN, resources),
        (ours, "6.25.0", common, in_later_words(resources)),
    ):
        provider = {"aws": [settings]}
        run.write({"terraform": required_provider(version), "provider": provider, "resource": told})


@pytest.mark.slow
def test_both_plan_the_same_values_for_new_resources(genuine: GenuineTerraform, ours: OurTerraform) -> None:
    _write(genuine, ours, RESOURCES)

    theirs, own = genuine.init().plan(), ours.init().plan()

    found = {
        f"{address.rpartition('.')[0]}{path}": f"{json.dumps(first)} -> {json.dumps(second)}"
        for address in theirs
        for path, first, second in _differing(_planned(theirs[address]), _planned(own[address]), "")
    }
    assert found == {place: entry["differs"] for place, entry in _read("plan_differences.yaml").items()}


@pytest.mark.slow
def test_both_replace_for_the_same_arguments(
    genuine: GenuineTerraform,
    ours: OurTerraform,
    genuine_schema: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
) -> None:
    _write(genuine, ours, RESOURCES)
    ours.init().apply()
    genuine.init()
    state = json.loads((ours.folder / "terraform.tfstate").read_text())
    values = {
        (entry["type"], entry["name"], name): value
        for entry in state["resources"]
        for name, value in entry["instances"][0]["attributes"].items()
    }
    literal = resolve(RESOURCES, lambda *path: values.get(path))
    (genuine.folder / "terraform.tfstate").write_text(json.dumps(_as_of_3_39(state, genuine_schema)))
    listed = _read("replacement_differences.yaml")
    checked: set[tuple[str, str]] = set()
    found: dict[str, str] = {}

    for change in _one_argument_of_each():
        resources = copy.deepcopy(literal)
        for (kind, name), (argument, value) in change.items():
            resources[kind][name][argument] = value
        _write(genuine, ours, resources)
        theirs, own = (run.plan("-refresh=false") for run in (genuine, ours))
        for (kind, name), (argument, _) in change.items():
            first = _forcing(theirs[f"{kind}.{name}"], argument)
            second = _forcing(own[f"{kind}.{name}"], RENAMED.get(kind, {}).get(argument, argument))
            checked.add((kind, argument))
            if first != second:
                found[f"{kind}.{argument}"] = f"{first} -> {second}"

    assert found == {place: entry["differs"] for place, entry in listed.items()}
    with capsys.disabled():
        print(
            f"\n{len(checked)} arguments of {len({kind for kind, _ in checked})} types changed with both providers"
        )


def _one_argument_of_each() -> Iterator[dict[tuple[str, str], tuple[str, Any]]]:
    """Of each type that has any left, its first resource and one more argument with another value."""
    left = {kind: list(arguments.items()) for kind, arguments in _read("other_values.yaml").items()}
    while any(left.values()):
        yield {
            (kind, next(iter(RESOURCES[kind]))): arguments.pop(0)
            for kind, arguments in left.items()
            if arguments
        }


def _forcing(change: dict[str, Any], argument: str) -> str:
    """What a plan says of one changed argument."""
    if any(path[0] == argument for path in change.get("replace_paths", [])):
        return "replaced"
    before, after = ((change.get(side) or {}).get(argument) for side in ("before", "after"))
    return "no change" if before == after else "in place"


def _as_of_3_39(state: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Our state as 3.39.0 would have written it: without what it does not know."""
    return {
        **state,
        "resources": [
            {
                **entry,
                "instances": [
                    {
                        "schema_version": schema[entry["type"]]["version"],
                        "attributes": _known(
                            _in_earlier_words(entry["type"], instance["attributes"]),
                            schema[entry["type"]]["block"],
                        ),
                    }
                    for instance in entry["instances"]
                ],
            }
            for entry in state["resources"]
        ],
    }


def _in_earlier_words(kind: str, attributes: dict[str, Any]) -> dict[str, Any]:
    earlier = {later: name for name, later in RENAMED.get(kind, {}).items()}
    return {earlier.get(name, name): value for name, value in attributes.items()}


def _known(values: Any, block: dict[str, Any]) -> Any:
    if isinstance(values, dict) and set(values) == {"type", "value"}:  # a block that in ours has any type
        return _known(values["value"], block)
    if isinstance(values, list):
        return [_known(item, block) for item in values]
    if not isinstance(values, dict):
        return values
    blocks = block.get("block_types", {})
    return {
        name: _known(_repeated(value, blocks[name]), blocks[name]["block"]) if name in blocks else value
        for name, value in values.items()
        if name in blocks or name in block.get("attributes", {})
    }


def _repeated(value: Any, nested: dict[str, Any]) -> Any:
    """A block as a list of one, which a value of any type does not say."""
    single = isinstance(value, dict) and set(value) != {"type", "value"}
    return [value] if single and nested["nesting_mode"] in ("list", "set") else value


def _planned(change: dict[str, Any]) -> Any:
    """What will be there, with a mark for what is only known after the apply."""
    return _marked(change["after"], change["after_unknown"])


def _marked(known: Any, unknown: Any) -> Any:
    if unknown is True:
        return UNKNOWN
    if isinstance(known, dict):
        marks = unknown if isinstance(unknown, dict) else {}
        return {
            name: _marked(known.get(name), marks.get(name))
            for name in sorted({*known, *marks})
            if name != "timeouts"
        }
    if isinstance(known, list):
        places = unknown if isinstance(unknown, list) else []
        items = [
            _marked(item, places[number] if number < len(places) else None)
            for number, item in enumerate(known)
        ]
        # The first SDK plans a set as unknown if any of its elements is.
        return UNKNOWN if UNKNOWN in items else items
    if isinstance(known, str) and known[:1] in ("{", "["):
        try:
            return json.loads(known)
        except ValueError:  # a template of one
            return known
    return known


def _differing(theirs: Any, ours: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """Only what both have, and only where the genuine provider knows more than that there is nothing."""
    if theirs == ours or (theirs in (None, UNKNOWN, [], "") and ours in (None, UNKNOWN, [], "")):
        return
    if isinstance(theirs, list) and len(theirs) == 1 and isinstance(ours, dict):
        [theirs] = theirs  # a block that in ours has any type
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for name in sorted({*theirs} & {*ours}):
            yield from _differing(theirs[name], ours[name], f"{path}.{name}")
    elif isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        for first, second in zip(theirs, ours, strict=True):
            yield from _differing(first, second, path)
    else:
        yield path, theirs, ours
