"""Does what a declaration says: create, read, update, delete, tags and errors, the same for every resource type."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yard.offline.handlers.answers import at, complete, discover, is_default, observe
from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import Declaration, Operation, Procedure, Read, Tags
from yard.offline.handlers.requests import call
from yard.offline.handlers.tags import apply_tags, read_tags

# ResourceNotFoundException, InvalidVpcID.NotFound, NoSuchEntity, AWS.SimpleQueueService.NonExistentQueue, 404, and
# InvalidTarget for a target that is not registered, …
GONE = re.compile(r"NotFound|NoSuch|NonExist|NotExist|NotAttached|^InvalidTarget$|^404$", re.I)
# Where the code tells nothing: Application Auto Scaling, Secrets Manager, ECS task definitions (ClientException),
# CloudFormation (ValidationError).
NONE_FOUND = re.compile(
    r"No [\w ]+ found for|.*currently marked deleted|Unable to describe task definition|Stack .*does not exist",
    re.S,
)
FIELD = re.compile(r"\{(\w+)(\.\.\.)?\}")


def is_gone(error: Exception) -> bool:
    """Whether AWS says with `error` that there is no such thing."""
    answer: Any = getattr(error, "response", {})
    told = answer.get("Error", {})
    return (
        GONE.search(str(told.get("Code", ""))) is not None
        or NONE_FOUND.match(str(told.get("Message", ""))) is not None
    )


@dataclass(frozen=True)
class DeclaredHandler:
    """The Handler of one declaration."""

    declaration: Declaration

    def create(self, cloud: Cloud, planned: Values) -> Values:
        """Make it, and leave nothing behind if a later step of that fails."""
        values = self._named(planned)
        values |= self._do(cloud, self.declaration.create, {}, values) or {}
        values = self._derived(cloud, values)
        try:
            self._tag(cloud, {}, values)
            for change in self.declaration.changes:
                if change.on_create and any(_given(values.get(name)) for name in change.when):
                    self._do(cloud, change.action, {}, values)
            return self._settled(cloud, planned, values)
        except Exception as error:
            self._undo(cloud, values, error)
            raise

    def read(self, cloud: Cloud, state: Values) -> Values | None:
        """`state` with what AWS has now, or None if it is gone."""
        return self._read(cloud, state, everything=False)

    def update(self, cloud: Cloud, prior: Values, planned: Values) -> Values:
        """Do just the changes whose attributes differ."""
        values = {**prior, **planned}
        changed = {name for name, value in planned.items() if value != prior.get(name)}
        result: Values = {}
        for change in self.declaration.changes:
            if change.when & changed:
                result |= self._do(cloud, change.action, prior, values) or {}
        self._tag(cloud, prior, values)
        return self._settled(cloud, planned, {**values, **result}) | result

    def delete(self, cloud: Cloud, state: Values) -> None:
        """Remove it. That it is gone already is fine."""
        for action in (self.declaration.before_delete, self.declaration.delete):
            if action is not None:
                try:
                    self._do(cloud, action, state, state)
                except Exception as error:
                    if not is_gone(error):
                        raise

    def import_state(self, cloud: Cloud, identifier: str) -> Values | None:
        """What AWS tells about `identifier`; raises ValueError if it is not written as this type's are."""
        pattern = self.declaration.import_id or self.declaration.id
        values = {"id": identifier, **_matched(pattern, identifier)}
        return self._read(cloud, self._derived(cloud, values), everything=True)

    def _undo(self, cloud: Cloud, values: Values, error: Exception) -> None:
        """Remove what was half made; if that fails too, the error says what is left over."""
        try:
            self.delete(cloud, values)
        except Exception as second:
            error.add_note(f"What had been made of it, {values['id']}, is left over: {second}")

    def _do(
        self, cloud: Cloud, action: Operation | Procedure, prior: Values, values: Values
    ) -> Values | None:
        if not isinstance(action, Operation):
            return action(cloud, prior, values)
        answer = call(self._client(cloud, values), action, values)
        return {name: at(path, answer) for name, path in action.result.items()}

    def _client(self, cloud: Cloud, values: Values) -> Any:
        return cloud.client(self.declaration.service, values.get("region"))

    def _read(self, cloud: Cloud, state: Values, *, everything: bool) -> Values | None:
        client = self._client(cloud, state)
        seen: Values = {}
        description: Any = None
        for index, read in enumerate(self.declaration.read):
            found = self._found(client, read, {**state, **seen})
            if found is None and (index == 0 or read.needed):
                return None
            description = found if index == 0 else description
            if everything and index == 0:
                seen |= discover(read, found)
            seen |= observe(read, found, state)
        for name, default in self.declaration.defaults.items():
            if state.get(name) in (None, []) and is_default(seen.get(name), default) and not everything:
                seen[name] = state.get(name)
        public = {name: value for name, value in seen.items() if not name.startswith("_")}
        values = self._derived(cloud, {**state, **public})
        if self.declaration.tags is not None:
            values["tags_all"] = self._tags(client, self.declaration.tags, values, description)
        return values

    def _found(self, client: Any, read: Read, state: Values) -> Any:
        try:
            answer = call(client, read.operation, state)
        except client.exceptions.ClientError as error:
            if is_gone(error):
                return None
            raise
        return at(read.found, answer) if isinstance(read.found, str) else read.found(answer, state)

    def _tags(self, client: Any, tags: Tags, values: Values, description: Any) -> dict[str, str]:
        try:
            return read_tags(client, tags, values, description)
        except client.exceptions.ClientError as error:
            if is_gone(error):  # S3 says NoSuchTagSet
                return {}
            raise

    def _settled(self, cloud: Cloud, planned: Values, values: Values) -> Values:
        """What was planned, with everything AWS computed filled in."""
        seen = self._read(cloud, values, everything=False)
        completed: Values = complete(planned, values if seen is None else seen)
        return completed

    def _tag(self, cloud: Cloud, prior: Values, values: Values) -> None:
        tags, before, after = self.declaration.tags, prior.get("tags_all") or {}, values.get("tags_all") or {}
        if tags is not None and before != after:
            apply_tags(self._client(cloud, values), tags, values, before, after)

    def _named(self, planned: Values) -> Values:
        name = self.declaration.named
        if name is None or planned.get(name):
            return dict(planned)
        prefix = planned.get(f"{name}_prefix") or self.declaration.default_prefix
        return {**planned, name: prefix + _unique()}

    def _derived(self, cloud: Cloud, values: Values) -> Values:
        context = {"partition": cloud.partition, "account": cloud.account}
        region = values.get("region") or cloud.region
        derived: Values = {**values, "region": region}
        for name, pattern in (*self.declaration.computed.items(), ("id", self.declaration.id)):
            derived[name] = _formatted(pattern, {**context, **derived})
        return derived


def _given(value: Any) -> bool:
    return value is not None and value not in ([], {}, "")


def _formatted(pattern: str, values: Mapping[str, Any]) -> str:
    return FIELD.sub(lambda field: str(values.get(field[1]) or ""), pattern)


def _matched(pattern: str, identifier: str) -> dict[str, str]:
    """The attributes in `identifier`; `{resource_id...}` may hold the separator that stands around it."""
    expression, end = "", 0
    for found in FIELD.finditer(pattern):
        expression += re.escape(pattern[end : found.start()])
        expression += f"(?P<{found[1]}>{'.+' if found[2] else '.+?'})"
        end = found.end()
    match = re.fullmatch(expression + re.escape(pattern[end:]), identifier)
    if match is None:
        raise ValueError(f"{identifier!r} is not of the form {pattern}")
    return match.groupdict()


def _unique() -> str:
    """18 digits of time and 8 of chance, as Terraform's generated names end."""
    return time.strftime("%Y%m%d%H%M%S0000", time.gmtime()) + uuid.uuid4().hex[:8]
