"""What a caller uses of another service exists in that service's document: a change that breaks it fails here.

A caller declares it in `apps/<caller>/contract.json`; see the README beside this file.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from tests.contracts.documents import DOCUMENTS, Document
from tests.contracts.openapi import content, operation, parameters, promised

APPS = Path(__file__).parents[2] / "apps"
CONTRACTS = sorted(APPS.glob("*/contract.json"))
SERVICES = {path.parent.name for path in APPS.glob("*/service.yaml")}


@cache
def document(service: str) -> Document:
    return DOCUMENTS[service]()


def uses() -> list[Any]:
    """Every operation that somebody uses, of services that are here."""
    found = []
    for path in CONTRACTS:
        for use in json.loads(path.read_text())["uses"]:
            name = f"{path.parent.name} uses {use['service']}: {use['method']} {use['path']}"
            marks = (
                () if use["service"] in SERVICES else pytest.mark.skip(f"there is no {use['service']} here")
            )
            found.append(pytest.param(use, id=name, marks=marks))
    return found


every_use = pytest.mark.parametrize("use", uses())


@every_use
def test_the_operation_exists_with_its_parameters(use: dict[str, Any]) -> None:
    described = document(use["service"])

    found = operation(described, use["method"], use["path"])

    assert found is not None
    for place, key in (("query", "query"), ("header", "headers")):
        known = {name.lower() for name in parameters(described, found, place)}
        assert {name.lower() for name in use.get(key, ())} <= known


@every_use
def test_what_is_sent_is_accepted(use: dict[str, Any]) -> None:
    described = document(use["service"])
    found = operation(described, use["method"], use["path"])
    if "sends" not in use or found is None:
        return

    schema = content(described, found["requestBody"])

    assert schema is not None
    Draft202012Validator({**schema, "components": described["components"]}).validate(use["sends"])


@every_use
def test_what_is_read_is_promised(use: dict[str, Any]) -> None:
    described = document(use["service"])
    found = operation(described, use["method"], use["path"])
    assert found is not None

    missing = []
    for status, fields in use["reads"].items():
        schema = content(described, found["responses"].get(status, {}))
        missing += [
            f"{status} {field}"
            for field in fields
            if schema is None or not promised(described, schema, field)
        ]

    assert missing == []


def test_every_call_in_a_manifest_is_declared() -> None:
    undeclared = []
    for manifest in APPS.glob("*/service.yaml"):
        calls = YAML(typ="safe").load(manifest.read_text()).get("calls", [])
        contract = manifest.with_name("contract.json")
        used = (
            {use["service"] for use in json.loads(contract.read_text())["uses"]}
            if contract.exists()
            else set()
        )
        undeclared += [f"{manifest.parent.name} calls {name}" for name in calls if name not in used]

    assert undeclared == [], "say in contract.json what is used of them"


def test_the_shop_page_offers_only_countries_that_can_be_quoted() -> None:
    source = (APPS / "web" / "src" / "shop" / "countries.js").read_text()
    listed = source[source.index("[") : source.index("]")]
    offered = {code for code in listed.replace("'", " ").split() if code.isalpha()}

    country = document("quotes")["components"]["schemas"]["QuoteRequest"]["properties"]["country"]

    assert offered == set(country["enum"])
