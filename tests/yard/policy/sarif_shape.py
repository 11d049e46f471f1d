"""The part of SARIF 2.1.0 that `yard check` writes, as a JSON Schema in which nothing else is allowed.

Source: "sarif-schema-2.1.0.json", OASIS; limits of "SARIF support for code scanning", GitHub.
"""

from __future__ import annotations

from typing import Any

LEVEL = {"enum": ["none", "note", "warning", "error"]}
MESSAGE = {
    "type": "object",
    "properties": {"text": {"type": "string", "minLength": 1}},
    "required": ["text"],
    "additionalProperties": False,
}


def only(required: tuple[str, ...], **properties: Any) -> dict[str, Any]:
    """An object with these properties and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def some(item: dict[str, Any], least: int = 0, most: int = 25_000) -> dict[str, Any]:
    """An array."""
    return {"type": "array", "items": item, "minItems": least, "maxItems": most}


PLACE = only(
    ("artifactLocation", "region"),
    artifactLocation=only(
        ("uri",),
        uri={"type": "string", "format": "uri-reference", "pattern": r"^(?!/)[^\s\\]+$"},
        uriBaseId={"const": "ROOT"},
    ),
    region=only(("startLine",), startLine={"type": "integer", "minimum": 1}),
)
RESULT = only(
    ("ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"),
    ruleId={"type": "string", "maxLength": 255},
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=MESSAGE,
    locations=some(
        only(
            ("physicalLocation",),
            physicalLocation=PLACE,
            logicalLocations=some(
                only(("fullyQualifiedName",), fullyQualifiedName={"type": "string"}, kind={"type": "string"})
            ),
        ),
        least=1,
        most=10,
    ),
    relatedLocations=some(
        only(
            ("physicalLocation",),
            id={"type": "integer", "minimum": -1},
            physicalLocation=PLACE,
            message=MESSAGE,
        )
    ),
    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
    suppressions=some(
        only(
            ("kind",),
            kind={"enum": ["inSource", "external"]},
            status={"enum": ["accepted", "underReview", "rejected"]},
            justification={"type": "string"},
        )
    ),
)
RULE = only(
    ("id", "shortDescription"),
    id={"type": "string", "maxLength": 255},
    shortDescription=only(("text",), text={"type": "string", "maxLength": 1024}),
    help=MESSAGE,
    defaultConfiguration=only(("level",), level=LEVEL),
    properties=only(
        ("tags",),
        tags=some({"type": "string"}, most=20) | {"uniqueItems": True},
        **{"security-severity": {"type": "string", "pattern": r"^\d+(\.\d+)?$"}},
    ),
)
SHAPE = only(
    ("version", "runs"),
    **{"$schema": {"type": "string", "format": "uri"}},
    version={"const": "2.1.0"},
    runs=some(
        only(
            ("tool", "results"),
            tool=only(
                ("driver",),
                driver=only(
                    ("name",),
                    name={"type": "string"},
                    informationUri={"type": "string", "format": "uri"},
                    rules=some(RULE) | {"uniqueItems": True},
                ),
            ),
            originalUriBaseIds={"type": "object", "additionalProperties": only((), description=MESSAGE)},
            results=some(RESULT),
        ),
        least=1,
        most=20,
    ),
)
