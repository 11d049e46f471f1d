"""Takes back what is left in no state because a run or the emulated AWS was killed (`attempts.py` says how)."""

from __future__ import annotations

import logging
from typing import Any

from yard.config import YardError
from yard.offline.absence import is_absence
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
    """Delete what runs of a stack left in no state, if they ended before they could say so; the newest first.

    known: what is in the state. To be called before anything changes, and while no other run of the stack begins.
    What cannot be deleted is told in the log, and tried again before the next change. Raises YardError where the
    emulated AWS stops answering.
    """
    journal = Journal.at(endpoint)
    if journal is None:
        return
    try:
        _take_back(journal, endpoint, stack, known)
    except Exception as problem:
        if not is_absence(problem):
            raise
        raise YardError(
            f"{stack}: the emulated AWS at {endpoint} stopped answering ({problem}). "
            "Start it with `yard up` and try again."
        ) from problem


def _take_back(journal: Journal, endpoint: str, stack: str, known: Resources) -> None:
    left = {
        key: entry
        for key, entry in journal.read().items()
        if entry["scope"] == stack and not is_running(entry["run"])
    }
    identities = {identity_of(*one) for one in known} if left else set()
    settled = []
    for key, entry in reversed(left.items()):
        cloud = Cloud(endpoint, entry["account"], entry["region"])
        try:
            made = entry.get("made") or _made_again(cloud, key, entry)
            # What the journal knows as begun may be in the state: a killed emulated AWS comes back with an older one.
            if made and identities.isdisjoint(possible_identities(entry["type"], made)):
                HANDLERS[entry["type"]].delete(cloud, {**entry["planned"], **made})
        except Exception as problem:
            if is_absence(problem):
                raise
            log.warning("%s is left over from a run that was killed: %s", entry["type"], problem)
        else:
            settled.append(key)
    if settled:
        journal.strike(settled)


def _made_again(cloud: Cloud, key: str, entry: Values) -> Values | None:
    """What an attempt that was cut off makes, or made then; None where it fails, for then it has left nothing.

    Raises what tells that nobody answered.
    """
    try:
        with attempt(key):
            made: Values = HANDLERS[entry["type"]].create(cloud, entry["planned"])
    except Exception as problem:
        if is_absence(problem):
            raise
        log.info("%s came to nothing: %s", entry["type"], problem)
        return None
    return made
