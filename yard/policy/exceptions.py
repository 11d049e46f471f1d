"""policies/exceptions.yaml: findings that somebody looked at and accepted, until a date."""

from __future__ import annotations

from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from yard.config import InputError
from yard.policy.report import Finding


class Exemption(BaseModel):
    """One accepted finding.

    policy: the policy's id, CKV_AWS_18.
    resource: a pattern (`*`, `?`) over the construct path, dev-platform/load-balancer/*.
    expires: the first day on which it no longer counts.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    policy: Annotated[str, Field(min_length=1)]
    resource: Annotated[str, Field(min_length=1)]
    reason: Annotated[str, Field(min_length=20)]
    owner: Annotated[str, Field(min_length=2)]
    expires: date

    @property
    def because(self) -> str:
        """The reason with who gave it and until when."""
        return f"{self.reason} ({self.owner}, until {self.expires})"

    def covers(self, finding: Finding) -> bool:
        """Whether this is about `finding`."""
        return finding.policy == self.policy and fnmatchcase(finding.construct, self.resource)


def read_exceptions(path: Path, *, today: date) -> list[Exemption]:
    """The exceptions in `path`, none where there is no such file.

    Raises InputError where the file does not read, an entry is incomplete, or an entry has expired.
    """
    try:
        document = YAML(typ="safe").load(path.read_text("utf-8")) if path.exists() else None
    except (YAMLError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path.name}: this is not YAML: {str(error).splitlines()[0]}. Mend the file."
        ) from error
    if document is None:
        return []
    entries = document.get("exceptions") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise InputError(
            f"{path.name}: expected one key, exceptions, with a list. Write `exceptions: []` for none."
        )
    return [
        _read(entry, place=f"{path.name} exceptions[{index}]", today=today)
        for index, entry in enumerate(entries)
    ]


def _read(entry: object, *, place: str, today: date) -> Exemption:
    try:
        exemption = Exemption.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"])) or "entry"
        raise InputError(
            f"{place} {key}: {first['msg']}. An exception needs policy, resource, reason, owner and expires."
        ) from error
    if exemption.expires <= today:
        raise InputError(
            f"{place}: the exception of {exemption.policy} for {exemption.resource} expired on {exemption.expires}."
            f" Ask {exemption.owner} to mend the resource, or to accept it again with a new date."
        )
    return exemption
