"""Structured logs: one JSON object a line on standard output, the same from the service and its libraries.

Every line has `timestamp` (ISO 8601, UTC), `level`, `logger`, `event`, `service` and `environment`; inside a
request also `request_id` and `trace_id`. Log with keywords, so that a value can be searched for:

    log = structlog.get_logger("catalog.store")
    log.warning("product not stored", product_id=product.id, reason="conflict")
"""

from __future__ import annotations

import functools
import json
import logging
import sys
import threading
import time
from collections.abc import Mapping, MutableMapping
from typing import Any, Literal

import orjson
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from chassis import tracing

Level = Literal["debug", "info", "warning", "error"]

# A value under such a key is never written: a whole word of the key, so that `keyboard` and `tokens_used` stay.
SECRET_WORDS = frozenset(
    {"authorization", "cookie", "credential", "credentials", "key", "password", "secret", "token"}
)
HIDDEN = "[hidden]"


def write(text: bytes) -> None:
    """Write whole lines to standard output, at once."""
    stream = sys.stdout  # looked up each time: tests replace it
    with _writing:
        stream.buffer.write(text)
        stream.buffer.flush()


_writing = threading.Lock()


class Logger:
    """What structlog writes to; remembers the name that `structlog.get_logger` was called with."""

    def __init__(self, name: str | None = None) -> None:
        self.name = name

    def msg(self, line: bytes) -> None:
        """Write a line."""
        write(line)

    debug = info = warning = error = critical = exception = msg


class Handler(logging.Handler):
    """What the standard library's logging writes to."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        try:
            write(self.format(record).encode() + b"\n")
        except Exception:  # logging's own rule: a line that can't be written fails no request
            self.handleError(record)


def configure(service: str, environment: str | None, level: Level) -> None:
    """Send structlog and the standard library's logging to standard output as JSON.

    Called again, it replaces what it set before; handlers of others (a test's) stay.
    """
    threshold = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[*_shared(service, environment), _render_line],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=Logger,
        cache_logger_on_first_use=False,
    )
    handler = Handler()
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
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _render_text],
    )


def render(values: Mapping[str, Any]) -> bytes:
    """Write a line of JSON, whatever the values are."""
    try:
        return orjson.dumps(values, default=str, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS)
    except (TypeError, ValueError):  # half a surrogate pair, a number of more than 64 bits, a cycle
        return json.dumps(values, default=str).encode() + b"\n"


def timestamp(at: float) -> str:
    """Write a time, in seconds since 1970, in ISO 8601: UTC, to the microsecond."""
    second = int(at)
    return f"{_to_the_second(second)}.{int((at - second) * 1_000_000):06}Z"


@functools.lru_cache(maxsize=2)
def _to_the_second(second: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))


def _render_line(_: WrappedLogger, __: str, event: EventDict) -> bytes:
    return render(event)


def _render_text(_: WrappedLogger, __: str, event: EventDict) -> str:
    return render(event).decode().rstrip("\n")


def _shared(service: str, environment: str | None) -> list[Processor]:
    def name_service(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        event["service"] = service
        if environment is not None:
            event["environment"] = environment
        return event

    return [
        structlog.contextvars.merge_contextvars,
        tracing.name_trace,
        structlog.processors.add_log_level,
        _name_logger,
        name_service,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,  # without local variables: they hold secrets
        hide_secrets,
    ]


def _name_logger(logger: WrappedLogger, _: str, event: EventDict) -> EventDict:
    source = event.get("_record", logger)  # a record of the standard library's logging, or a Logger
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
