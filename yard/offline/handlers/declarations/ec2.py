"""What everything in the API of EC2 shares."""

from __future__ import annotations

from yard.offline.handlers.base import Values
from yard.offline.handlers.declaration import Source, Tags

TAGS = Tags({"Resources": "id"}, add="create_tags", remove="delete_tags", read=None, keys="Tags")


def arn(kind: str) -> str:
    """The pattern of an ARN: `arn("subnet")`."""
    return f"arn:{{partition}}:ec2:{{region}}:{{account}}:{kind}/{{id}}"


def switch(attribute: str) -> Source:
    """A boolean as EC2 takes it in its Modify...Attribute operations: `{"Value": true}`."""

    def wrapped(values: Values) -> dict[str, bool] | None:
        value = values.get(attribute)
        return None if value is None else {"Value": value}

    return wrapped


def filters(**wanted: str) -> Source:
    """A filter on each name, `vpc_id` for `vpc-id`, by the attribute it must equal or, with a leading =, a value."""

    def wrapped(values: Values) -> list[dict[str, object]]:
        return [
            {"Name": name.replace("__", ".").replace("_", "-"), "Values": [_wanted(source, values)]}
            for name, source in wanted.items()
        ]

    return wrapped


def _wanted(source: str, values: Values) -> str:
    return source[1:] if source.startswith("=") else str(values.get(source))
