"""Messages of SQS queues, a batch at a time: those that fail are named and come again, the others are done with.

The event source mapping has to allow it (`ReportBatchItemFailures`; the platform's does). A message may come twice, so
what is done for one must bear being done again. Needs the extra `lambda`.
"""

from __future__ import annotations

import functools
import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from chassis import tracing

log = structlog.get_logger("chassis.batches")
# A message is begun with so much time left, or as much as the slowest before it took.
LEAST_SECONDS = 1.0


@dataclass(frozen=True)
class Message:
    """A message as its consumer gets it.

    queue: its name in the manifest. attempt: 1 for the first time. attributes: what the sender put beside the body.
    """

    id: str
    queue: str
    body: str
    attempt: int
    attributes: Mapping[str, str]

    def json(self) -> Any:
        """The body, parsed. Raises ValueError where it is no JSON."""
        return json.loads(self.body)


Consumer = Callable[[Message], object]


class OutOfTimeError(Exception):
    """There is too little time left to begin another message; it comes again."""


class Batches:
    """Hands each message to the consumer of its queue."""

    def __init__(self, consumers: Mapping[str, Consumer]) -> None:
        """consumers: by the queue's name in the manifest."""
        # 0.3 s of a cold start, so not for functions that take no messages.
        from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType

        self._consumers = dict(consumers)
        self._new_processor = functools.partial(
            BatchProcessor,
            event_type=EventType.SQS,
            # Else a batch of which every message failed fails the function too, and counts as its error.
            raise_on_entire_batch_failure=False,
        )

    def take(self, event: Mapping[str, Any], left: Callable[[], float]) -> dict[str, Any]:
        """Deal with a batch; returns the ids of the messages that failed, as Lambda wants them.

        left: seconds until the invocation is cut off, which would bring every message of the batch again.
        """
        processor = self._new_processor()
        slowest = LEAST_SECONDS

        def consume(record: Any) -> None:
            nonlocal slowest
            if left() < slowest:
                raise OutOfTimeError
            began = time.monotonic()
            self._consume(record.raw_event)
            slowest = max(slowest, time.monotonic() - began)

        with processor(event["Records"], handler=consume):
            processor.process()
        return dict(processor.response())

    def _consume(self, record: Mapping[str, Any]) -> None:
        message = _message(record, self._consumers)
        sender = message.attributes.get
        trace = tracing.read(sender("request_id", message.id), sender("traceparent"), sender("tracestate"))
        token = tracing.enter(trace)
        began = time.monotonic()
        try:
            self._consumers[message.queue](message)
        except Exception as error:
            log.error(
                "message failed",
                queue=message.queue,
                message_id=message.id,
                attempt=message.attempt,
                exc_info=error,
            )
            raise
        else:
            log.info(
                "message done",
                queue=message.queue,
                message_id=message.id,
                attempt=message.attempt,
                duration_ms=round((time.monotonic() - began) * 1000, 1),
            )
        finally:
            tracing.leave(token)


def _message(record: Mapping[str, Any], consumers: Mapping[str, Consumer]) -> Message:
    queue = str(record.get("eventSourceARN", "")).rpartition(":")[2]
    name = next((name for name in consumers if _aws_name(name) == queue), None)
    if name is None:
        log.error("message of an unknown queue", queue=queue, message_id=record["messageId"])
        raise LookupError(f"{queue}: no consumer is known for this queue. Known: {', '.join(consumers)}.")
    attributes = {
        key: value["stringValue"]
        for key, value in record.get("messageAttributes", {}).items()
        if value.get("stringValue") is not None
    }
    attempt = int(record.get("attributes", {}).get("ApproximateReceiveCount", 1))
    return Message(record["messageId"], name, record["body"], attempt, attributes)


def _aws_name(name: str) -> str:
    """What a queue of the manifest is called in AWS: the end of its address, which the platform tells."""
    return os.environ.get(f"QUEUE_{name.upper()}_URL", "").rpartition("/")[2]
