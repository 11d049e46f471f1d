"""policies/exceptions.yaml: findings that somebody looked at and accepted, until a date."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError

from yard.config import InputError, Workspace, environment_names
from yard.config.yaml_reader import read_yaml
from yard.config.yaml_source import YamlSource
from yard.policy.report import Finding

KEY = "exceptions"
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

    Raises InputError, with file and line of everything that is wrong, where the file does not read.
    """
    if not path.exists():
        return []
    source = read_yaml(path, f"{path.parent.name}/{path.name}", may_be_empty=True)
    strangers = [key for key in source.values if key != KEY]
    if strangers:
        raise InputError(source.problem((strangers[0],), f"there is no such key here. Use one key, {KEY}."))
    entries = source.values.get(KEY) or []
    if not isinstance(entries, list):
        raise InputError(source.problem((KEY,), f"is no list. Write `{KEY}: []` for none."))
    problems: list[str] = []
    found = [_read(source, index, entry, problems) for index, entry in enumerate(entries)]
    if problems:
        raise InputError(problems)
    return [exemption for exemption in found if exemption]


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


def _read(source: YamlSource, index: int, entry: object, problems: list[str]) -> Exemption | None:
    """One entry; None where something is wrong with it, which then is among `problems`."""
    place = (KEY, index)
    try:
        exemption = Exemption.model_validate(entry)
    except ValidationError as error:
        for one in error.errors():
            text = f"{one['msg']}. An exception needs policy, resource, reason, owner and expires."
            problems.append(source.problem((*place, *one["loc"]), text))
        return None
    exemption._place = f"{source.name}:{source.line_of(place)}"
    return exemption


def _can_start_with(pattern: str, text: str) -> bool:
    """Whether some string that begins with `text` matches `pattern`; sets in brackets count as a match."""
    for index, character in enumerate(pattern):
        if character in "*[" or index >= len(text):
            return True
        if character not in ("?", text[index]):
            return False
    return len(pattern) >= len(text)
