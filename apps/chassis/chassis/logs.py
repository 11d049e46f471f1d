"""Structured logs: one JSON object a line on standard output, the same from the service and its libraries.

Every line has `timestamp` (ISO 8601, UTC), `level`, `logger`, `event`, `service` and `environment`; inside a
request also `request_id` and `trace_id`. Log with keywords, so that a value can be searched for:

    log = structlog.get_logger("catalog.store")
    log.warning("product not stored", product_id=product.id, reason="conflict")
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

Level = Literal["debug", "info", "warning", "error"]

# A value under such a key is never written: a whole word of the key, so that `keyboard` and `tokens_used` stay.
SECRET_WORDS = frozenset(
    {"authorization", "cookie", "credential", "credentials", "key", "password", "secret", "token"}
)
HIDDEN = "[hidden]"


class Output(structlog.WriteLogger):
    """Writes to standard output; remembers the name that `structlog.get_logger` was called with."""

    def __init__(self, name: str | None = None) -> None:
        super().__init__(sys.stdout)
        self.name = name


def configure(service: str, environment: str | None, level: Level) -> None:
    """Send structlog and the standard library's logging to standard output as JSON.

    Called again, it replaces what it set before; handlers of others (a test's) stay.
    """
    threshold = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[*_shared(service, environment), structlog.processors.JSONRenderer(default=str)],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=Output,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.set_name("chassis")
    handler.setFormatter(formatter(service, environment))
    root = logging.getLogger()
    for earlier in [found for found in root.handlers if found.get_name() == "chassis"]:
        root.removeHandler(earlier)
    root.addHandler(handler)
    # Libraries speak up from warnings on: botocore's info says which credentials it found, at every start.
    root.setLevel(max(threshold, logging.WARNING))


def formatter(service: str, environment: str | None) -> logging.Formatter:
    """Give the JSON formatter for a handler of the standard library's logging."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *_shared(service, environment)],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(default=str),
        ],
    )


def _shared(service: str, environment: str | None) -> list[Processor]:
    def name_service(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        event["service"] = service
        if environment is not None:
            event["environment"] = environment
        return event

    return [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        _name_logger,
        name_service,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,  # without local variables: they hold secrets
        hide_secrets,
    ]


def _name_logger(logger: WrappedLogger, _: str, event: EventDict) -> EventDict:
    source = event.get("_record", logger)  # a record of the standard library's logging, or an Output
    if source.name:
        event["logger"] = source.name
    return event


def hide_secrets(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace each value whose key speaks of a secret, also in nested mappings."""
    _hide(event)
    return event


def _hide(values: MutableMapping[str, Any]) -> None:
    for name, value in values.items():
        if SECRET_WORDS.intersection(name.lower().replace("-", "_").split("_")):
            values[name] = HIDDEN
        elif isinstance(value, Mapping) and name != "_record":
            values[name] = inner = dict(value)
            _hide(inner)
