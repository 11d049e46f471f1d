"""Takes back what a killed run made and Terraform never heard of (`attempts.py` says how that is known)."""

from __future__ import annotations

import logging
from collections.abc import Set
from typing import Any

from yard.offline.attempts import (
    Journal,
    Resources,
    attempt,
    identity_of,
    is_running,
    possible_identities,
)
from yard.offline.handlers import HANDLERS
from yard.offline.handlers.base import Cloud

Values = dict[str, Any]
log = logging.getLogger(__name__)


def take_back(endpoint: str, stack: str, known: Resources) -> None:
    """Delete what runs of a stack made that ended before it was in the state; the newest first.

    known: what is in the state. To be called before anything changes, and while no other run of the stack begins.
    What cannot be deleted is told in the log, and tried again before the next change.
    """
    journal = Journal.at(endpoint)
    if journal is None:
        return
    left = {
        key: entry
        for key, entry in journal.read().items()
        if entry["scope"] == stack and not is_running(entry["run"])
    }
    identities = {identity_of(*one) for one in known} if left else set()
    for key, entry in reversed(left.items()):
        if entry.get("identity") not in identities:
            try:
                _undo(endpoint, key, entry, identities)
            except Exception as problem:
                log.warning("%s is left over from a run that was killed: %s", entry["type"], problem)
                continue
        journal.strike([key])


def _undo(endpoint: str, key: str, entry: Values, identities: Set[str | None]) -> None:
    handler = HANDLERS[entry["type"]]
    cloud = Cloud(endpoint, entry["account"], entry["region"])
    planned = entry["planned"]
    made = entry.get("made")
    if made is None:
        try:
            with attempt(key):
                made = handler.create(cloud, planned)
        except Exception as problem:  # the handler has taken back what there was
            log.info("%s came to nothing: %s", entry["type"], problem)
            return
        # The journal of an emulated AWS that was killed may be older than the state.
        if not identities.isdisjoint(possible_identities(entry["type"], made)):
            return
    handler.delete(cloud, {**planned, **made})
