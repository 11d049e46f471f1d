"""Events between services: what a service publishes, and what it subscribes to, by declared interest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

from yard.config import forms
from yard.config.model import Broken, text

if TYPE_CHECKING:
    from yard.config.service import Service

# The `detail-type` of an event; EventBridge takes 128 characters, a rule's name 64 with environment and service.
EventName = Annotated[str, text(forms.NAME, longest=60)]


def subscription_problems(subscribes: Mapping[str, str], queues: Sequence[str]) -> Iterator[Broken]:
    """A subscription that names no queue of the service."""
    for event, queue in subscribes.items():
        if queue not in queues:
            way_out = f"Use {' or '.join(queues)}" if queues else f"Add queues: {{{queue}: {{}}}}"
            yield Broken(
                ("subscribes", event),
                f"{queue} is not a queue of this service. {way_out}.",
                (("queues",),),
            )


def misspelt_events(services: Mapping[str, Service]) -> Iterator[str]:
    """Subscriptions to what nobody publishes, where somebody publishes almost that.

    A subscriber may be deployed before the first publisher; only what looks like a slip is one.
    """
    published = sorted({event for service in services.values() for event in service.publishes})
    for service in services.values():
        for event in service.subscribes:
            if event not in published and (close := get_close_matches(event, published, n=1, cutoff=0.8)):
                yield service.problem(
                    f"subscribes.{event}", f"no service publishes it. Did you mean {close[0]}?"
                )
