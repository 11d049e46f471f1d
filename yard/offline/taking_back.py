"""Takes back what a killed run made and Terraform never heard of (`attempts.py` says how that is known)."""

from __future__ import annotations

import logging
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
        cloud = Cloud(endpoint, entry["account"], entry["region"])
        try:
            made = entry.get("made") or _made_again(cloud, key, entry)
            # What the journal knows as begun may be in the state: a killed emulated AWS comes back with an older one.
            if made and identities.isdisjoint(possible_identities(entry["type"], made)):
                HANDLERS[entry["type"]].delete(cloud, {**entry["planned"], **made})
        except Exception as problem:
            log.warning("%s is left over from a run that was killed: %s", entry["type"], problem)
            continue
        journal.strike([key])


def _made_again(cloud: Cloud, key: str, entry: Values) -> Values | None:
    """What an attempt that was cut off makes, or made then; None where it fails, for then it has left nothing."""
    try:
        with attempt(key):
            made: Values = HANDLERS[entry["type"]].create(cloud, entry["planned"])
    except Exception as problem:
        log.info("%s came to nothing: %s", entry["type"], problem)
        return None
    return made
