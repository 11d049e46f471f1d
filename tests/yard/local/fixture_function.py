"""A small function to invoke: `http` answers requests, `queue` takes messages. One file, no dependencies."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def http(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers with its pid, environment and event; does what the last part of the path says."""
    path = event.get("path") or event["rawPath"]
    what = path.rsplit("/", 1)[-1]
    if what == "sleep":
        time.sleep(30)
    if what == "raise":
        raise ValueError("asked to")
    if what == "exit":
        os._exit(3)
    if what == "nonsense":
        return {"no": "status"}
    if what == "slow":
        time.sleep(0.4)
    told = {
        "pid": os.getpid(),
        "environment": dict(os.environ),
        "event": event,
        "function": context.function_name,
        "remaining": context.get_remaining_time_in_millis(),
    }
    return {
        "statusCode": 200,
        "statusDescription": "200 OK",
        "headers": {"Content-Type": "application/json", "Connection": "close"},
        "body": json.dumps(told),
    }


def queue(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Writes every message down; those that say `bad` fail, `slow` takes a second."""
    failed = []
    with (HERE / "seen").open("a") as seen:
        for record in event["Records"]:
            print(json.dumps({"size": len(event["Records"]), "body": record["body"]}), file=seen)
            if record["body"] == "bad":
                failed.append({"itemIdentifier": record["messageId"]})
            if record["body"] == "slow":
                seen.flush()
                time.sleep(1)
    return {"batchItemFailures": failed}
