"""Messages of a queue that invoke a function: received, handed over in batches, deleted where it took them.

What failed stays in the queue and comes again, until the queue's redrive policy sends it to the dead-letter queue.
Source: "Using Lambda with Amazon SQS", "Handling errors for an SQS event source in Lambda".
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from yard.local.desired import Aws, QueueMapping
from yard.local.functions.runner import FunctionRunner
from yard.local.functions.worker import Outcome
from yard.local.secrets import client

WAIT_SECONDS = 1
RECEIVE_AT_MOST = 10  # source: "ReceiveMessage, MaxNumberOfMessages"
RETRY_SECONDS = 0.5
# On AWS a failed message is hidden for the rest of the queue's visibility timeout, minutes often; nobody waits for that
# in front of a terminal.
LONGEST_HIDDEN_SECONDS = 5
# Nor for a batch to fill.
LONGEST_WINDOW_SECONDS = 1.0

Message = dict[str, Any]


class QueuePoller:
    """Polls from now until `stop`. find: the function's runner, by name; None while it is not there."""

    def __init__(self, mapping: QueueMapping, aws: Aws, find: Callable[[str], FunctionRunner | None]) -> None:
        self.mapping, self.aws = mapping, aws
        self._find = find
        self._stopping = False
        self._threads = ThreadPoolExecutor(mapping.concurrency, thread_name_prefix="queue")
        self._client = client(aws, "sqs")
        self._url = f"{aws.endpoint}/{aws.account}/{mapping.queue.rsplit(':', 1)[-1]}"
        self._polling = [asyncio.create_task(self._poll()) for _ in range(mapping.concurrency)]

    async def stop(self) -> None:
        """Finish the batches under way, then poll no more."""
        self._stopping = True
        await asyncio.gather(*self._polling)
        self._threads.shutdown(wait=False)

    async def _poll(self) -> None:
        while not self._stopping:
            runner = self._find(self.mapping.function)
            if runner is None or not runner.healthy:
                await asyncio.sleep(RETRY_SECONDS)
                continue
            try:
                if batch := await self._receive():
                    await self._handle(runner, batch)
            except (ClientError, BotoCoreError):  # the queue is not there yet, or the emulated AWS is away
                await asyncio.sleep(RETRY_SECONDS)

    async def _receive(self) -> list[Message]:
        """A batch: what is there, and what comes within the window until it is full."""
        batch = await self._receive_some(self.mapping.batch_size, WAIT_SECONDS)
        ends = time.monotonic() + min(self.mapping.window_seconds, LONGEST_WINDOW_SECONDS)
        while batch and len(batch) < self.mapping.batch_size and time.monotonic() < ends:
            batch += await self._receive_some(self.mapping.batch_size - len(batch), 0)
            await asyncio.sleep(0.05)
        return batch

    async def _receive_some(self, count: int, wait_seconds: int) -> list[Message]:
        answer = await self._ask(
            self._client.receive_message,
            MaxNumberOfMessages=min(count, RECEIVE_AT_MOST),
            WaitTimeSeconds=wait_seconds,
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        found: list[Message] = answer.get("Messages", [])
        return found

    async def _handle(self, runner: FunctionRunner, batch: Sequence[Message]) -> None:
        told = {"Records": [record(message, self.mapping.queue, self.aws.region) for message in batch]}
        outcome = await runner.invoke(json.dumps(told).encode())
        failed = failures(outcome, batch, partial_failures=self.mapping.partial_failures)
        for message in batch:
            handle = message["ReceiptHandle"]
            if message["MessageId"] in failed:
                received = int(message.get("Attributes", {}).get("ApproximateReceiveCount", 1))
                hidden = min(2 ** (received - 1), LONGEST_HIDDEN_SECONDS)
                await self._tell(
                    self._client.change_message_visibility, ReceiptHandle=handle, VisibilityTimeout=hidden
                )
            else:
                await self._tell(self._client.delete_message, ReceiptHandle=handle)

    async def _tell(self, operation: Callable[..., Any], **arguments: Any) -> None:
        """Ask until the emulated AWS is there again: a message whose fate it is not told stays hidden for minutes."""
        while True:
            try:
                await self._ask(operation, **arguments)
            except ClientError:  # the queue is gone, or the message came again meanwhile
                return
            except BotoCoreError:
                if self._stopping:
                    return
                await asyncio.sleep(RETRY_SECONDS)
            else:
                return

    async def _ask(self, operation: Callable[..., Any], **arguments: Any) -> Any:
        call = partial(operation, QueueUrl=self._url, **arguments)
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)


def record(message: Message, queue: str, region: str) -> dict[str, Any]:
    """A message as a function sees it."""
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": {
            name: {
                "stringValue": value.get("StringValue"),
                "stringListValues": [],
                "binaryListValues": [],
                "dataType": value["DataType"],
            }
            for name, value in message.get("MessageAttributes", {}).items()
        },
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue,
        "awsRegion": region,
    }


def failures(outcome: Outcome, batch: Sequence[Message], *, partial_failures: bool) -> set[str]:
    """Ids of the messages that stay in the queue.

    With partial failures those that the function names; all, where it fails or names none of the batch.
    Source: "Implementing partial batch responses" (success and failure conditions).
    """
    everything = {message["MessageId"] for message in batch}
    if outcome.error:
        return everything
    if not partial_failures:
        return set()
    try:
        told = json.loads(outcome.payload or b"null") or {}
        named = {item["itemIdentifier"] for item in told.get("batchItemFailures") or ()}
    except (ValueError, TypeError, KeyError, AttributeError):
        return everything
    return named if named <= everything else everything
