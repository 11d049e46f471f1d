"""The emulated AWS: moto's server, without a line of log per request.

`python -m yard.local.emulator_server PORT FOLDER`.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from yard.local.emulator_attempts import KeptAnswers
from yard.local.emulator_memory import Memory, RememberingApplication, about
from yard.local.emulator_zones import make_zones_when_asked
from yard.local.ports import LOOPBACK

# What every environment has. moto imports a service at its first request, which costs EC2 alone a second and more;
# here that happens while `yard up` still synthesises.
FIRST_ASKED = (
    "sts",
    "ec2",
    "kms",
    "logs",
    "iam",
    "s3",
    "elbv2",
    "ecs",
    "ecr",
    "secretsmanager",
    "dynamodb",
    "sqs",
)


def main(port: str, folder: str) -> None:
    """Serve until told to end; the account is MOTO_ACCOUNT_ID. folder: where what it holds is kept."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    from moto.moto_server.werkzeug_app import (
        DomainDispatcherApplication,
        MotoRequestHandler,
        create_backend_app,
    )
    from werkzeug.serving import run_simple

    os.environ["MOTO_PORT"] = port  # it stands in the addresses of queues and the like
    # Roles that AWS's own services act in have AWS's own policies. Measured: 30 ms.
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)
    _leave_functions_alone()
    _leave_conditions_alone()
    make_zones_when_asked()
    application = KeptAnswers(DomainDispatcherApplication(create_backend_app))
    memory = Memory(Path(folder), about(os.environ.get("MOTO_ACCOUNT_ID", "")), application)
    memory.recall()
    threading.Thread(target=_import_services, name="imports", daemon=True).start()
    threading.Thread(target=memory.keep_changes, name="memory", daemon=True).start()
    remembering = RememberingApplication(application, memory)
    run_simple(LOOPBACK, int(port), remembering, threaded=True, request_handler=MotoRequestHandler)


def _end(_number: int, _frame: object) -> None:
    sys.exit(0)


def _leave_functions_alone() -> None:
    """Keep moto from invoking functions for a queue's messages: it wants Docker, and the supervisor does it.

    moto looks at this attribute of a queue whenever a message arrives.
    """
    from moto.sqs.models import Queue

    Queue.lambda_event_source_mappings = property(lambda _queue: {}, lambda _queue, _value: None)  # type: ignore


def _leave_conditions_alone() -> None:
    """Keep moto from turning everybody away from a bucket whose policy denies requests without TLS.

    moto knows no value for any condition and takes each for a refusal; a statement with one is passed over here.
    """
    from moto.iam.access_control import IAMPolicy, PermissionResult
    from moto.s3.models import FakeBucket

    def get_permission(bucket: FakeBucket, action: str, resource: str) -> Any:
        document = json.loads(bucket.policy) if bucket.policy else {}
        kept = [statement for statement in document.get("Statement", []) if "Condition" not in statement]
        if not kept:
            return PermissionResult.NEUTRAL
        return IAMPolicy(json.dumps({**document, "Statement": kept})).is_action_permitted(action, resource)

    FakeBucket.get_permission = get_permission  # type: ignore[method-assign, assignment]


def _import_services() -> None:
    from moto.backends import get_backend

    for service in FIRST_ASKED:
        get_backend(service)  # type: ignore[call-overload]  # one overload a service, none for a plain name


if __name__ == "__main__":
    main(*sys.argv[1:3])
