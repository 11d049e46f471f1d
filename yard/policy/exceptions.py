"""policies/exceptions.yaml: findings that somebody looked at and accepted, until a date."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from yard.config import InputError, Workspace, environment_names
from yard.policy.report import Finding

EXPIRED = "YARD_EXCEPTION_1"
UNUSED = "YARD_EXCEPTION_2"


class Exemption(BaseModel):
    """One accepted finding.

    policy: the policy's id, CKV_AWS_18.
    resource: a pattern (`*`, `?`) over the construct path, dev-platform/load-balancer/*.
    expires: the first day on which it no longer counts.
    standing: a decision about what teams may add at any time; it fails when it expires, not for want of a resource.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    policy: Annotated[str, Field(min_length=1)]
    resource: Annotated[str, Field(min_length=1)]
    reason: Annotated[str, Field(min_length=20)]
    owner: Annotated[str, Field(min_length=2)]
    expires: date
    standing: Annotated[bool, Field(strict=True)] = False
    _place: str = PrivateAttr(default="")

    @property
    def place(self) -> str:
        """File and line of the entry."""
        return self._place

    @property
    def because(self) -> str:
        """The reason with who gave it and until when."""
        return f"{self.reason} ({self.owner}, until {self.expires})"

    def covers(self, finding: Finding) -> bool:
        """Whether this is about `finding`."""
        return finding.policy == self.policy and fnmatchcase(finding.construct, self.resource)

    def may_concern(self, environment: str) -> bool:
        """Whether the pattern could match a construct of `environment`, whose stacks are named `<environment>-…`."""
        return _can_start_with(self.resource, f"{environment}-")

    def expired(self) -> Finding:
        """The finding that it counts no longer."""
        return Finding(
            policy=EXPIRED,
            severity="high",
            resource=self.resource,
            source=self._place,
            message="No exception is older than its date",
            why=f"The exception of {self.policy} for {self.resource} expired on {self.expires}.",
            fix=f"Ask {self.owner} to mend the resource, or to accept it again with a new date.",
        )

    def unused(self) -> Finding:
        """The finding that it covers nothing."""
        return Finding(
            policy=UNUSED,
            severity="low",
            resource=self.resource,
            source=self._place,
            message="Every exception is needed",
            why=f"No resource that matches {self.resource} breaks {self.policy}: the next one would pass unseen.",
            fix="Take the entry out, or mend its policy or its pattern.",
        )


def read_exceptions(path: Path) -> list[Exemption]:
    """The exceptions in `path`, none where there is no such file.

    Raises InputError where the file does not read or an entry is incomplete.
    """
    try:
        document = YAML(typ="rt").load(path.read_text("utf-8")) if path.exists() else None
    except (YAMLError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path.name}: this is not YAML: {str(error).splitlines()[0]}. Mend the file."
        ) from error
    if document is None:
        return []
    entries = document.get("exceptions") if isinstance(document, CommentedMap) else None
    if not isinstance(entries, CommentedSeq):
        raise InputError(
            f"{path.name}: expected one key, exceptions, with a list. Write `exceptions: []` for none."
        )
    shown = f"{path.parent.name}/{path.name}"
    return [
        _read(entry, place=f"{shown}:{entries.lc.item(index)[0] + 1}") for index, entry in enumerate(entries)
    ]


def unused(
    exemptions: Iterable[Exemption],
    used: Collection[Exemption],
    *,
    checked: Collection[str],
    known: Iterable[str],
) -> list[Exemption]:
    """Those that cover nothing in any environment that they may concern.

    checked: the environments of this run; known: all there are. An exception that may concern one that was not
    checked is not judged: `*-platform/*` may be needed there; nor is a standing one.
    """
    names = list(known)
    return [
        exemption
        for exemption in exemptions
        if exemption not in used
        and not exemption.standing
        and all(name in checked for name in names if exemption.may_concern(name))
    ]


def known_environments(workspace: Workspace) -> list[str]:
    """The environments that an exception may be for: those of the repository, and of the folder named in its place."""
    shipped = Workspace.at(workspace.root)
    return sorted(
        {
            *environment_names(workspace),
            *(environment_names(shipped) if shipped.environments.is_dir() else ()),
        }
    )


def _read(entry: object, *, place: str) -> Exemption:
    try:
        exemption = Exemption.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"])) or "entry"
        raise InputError(
            f"{place} {key}: {first['msg']}. An exception needs policy, resource, reason, owner and expires."
        ) from error
    exemption._place = place
    return exemption


def _can_start_with(pattern: str, text: str) -> bool:
    """Whether some string that begins with `text` matches `pattern`; sets in brackets count as a match."""
    for index, character in enumerate(pattern):
        if character in "*[" or index >= len(text):
            return True
        if character not in ("?", text[index]):
            return False
    return len(pattern) >= len(text)
