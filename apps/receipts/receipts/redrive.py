"""`python -m receipts.redrive`: puts what is in the dead-letter queue back into the queue, once the fault is mended.

Reads QUEUE_PLACED_URL and AWS_REGION; needs sqs:GetQueueAttributes, StartMessageMoveTask and ListMessageMoveTasks.
Messages whose receipt is there already do no harm. Source: "Amazon SQS API Reference, StartMessageMoveTask".
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

LOOK_EVERY_SECONDS = 1.0
RUNNING = ("RUNNING", "CANCELLING")


class RedriveError(Exception):
    """It cannot be done; the message says why and what to do."""


def redrive(
    sqs: Any, queue_url: str, *, per_second: int | None = None, pause: Callable[[float], None] = time.sleep
) -> int:
    """Move all messages back, and wait until that is done. Returns how many were moved.

    per_second: at the most, 1 to 500, so that what is behind is not run over; None lets SQS choose.
    Raises RedriveError.
    """
    queue = _attributes(sqs, queue_url)
    policy = json.loads(queue.get("RedrivePolicy", "{}"))
    if "deadLetterTargetArn" not in policy:
        raise RedriveError(f"{queue_url} has no dead-letter queue.")
    source = policy["deadLetterTargetArn"]
    limit = {} if per_second is None else {"MaxNumberOfMessagesPerSecond": per_second}
    # The destination is named: what EventBridge itself could not deliver has no queue that it came from.
    sqs.start_message_move_task(SourceArn=source, DestinationArn=queue["QueueArn"], **limit)
    while True:
        task = sqs.list_message_move_tasks(SourceArn=source, MaxResults=1)["Results"][0]
        if task["Status"] not in RUNNING:
            break
        pause(LOOK_EVERY_SECONDS)
    moved = int(task.get("ApproximateNumberOfMessagesMoved", 0))
    if task["Status"] != "COMPLETED":
        raise RedriveError(
            f"SQS stopped after {moved} messages: {task.get('FailureReason', task['Status'])}. Run it again."
        )
    return moved


def _attributes(sqs: Any, queue_url: str) -> dict[str, str]:
    answer = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["QueueArn", "RedrivePolicy"])
    return dict(answer["Attributes"])


def main(arguments: list[str] | None = None, variables: Mapping[str, str] = os.environ) -> int:
    """Run the command; returns its exit status: 0 done, 1 it failed, 2 the input is wrong."""
    parser = argparse.ArgumentParser(prog="python -m receipts.redrive", description=__doc__.splitlines()[0])
    parser.add_argument("--per-second", type=int, choices=range(1, 501), metavar="1..500", help="at the most")
    options = parser.parse_args(arguments)
    missing = [name for name in ("QUEUE_PLACED_URL", "AWS_REGION") if not variables.get(name)]
    if missing:
        print(
            f"{' and '.join(missing)} not set: `yard outputs ENV` shows the queue's address.", file=sys.stderr
        )
        return 2
    sqs = boto3.session.Session().client("sqs", region_name=variables["AWS_REGION"])
    try:
        moved = redrive(sqs, variables["QUEUE_PLACED_URL"], per_second=options.per_second)
    except (RedriveError, BotoCoreError, ClientError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{moved} messages are back in the queue.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
