"""One execution environment of a function: a process that asks for an event, handles it, and asks again."""

from __future__ import annotations

import asyncio
import json
import secrets
import shutil
import sys
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from yard.local.child import Child, Write, ending
from yard.local.desired import Desired, Function
from yard.local.folder import LocalFolder
from yard.local.task import base_environment, injected, resolved

RUNTIME = Path(__file__).with_name("runtime.py")
STOP_SECONDS = 1.0


@dataclass(frozen=True)
class Outcome:
    """What came of an invocation. error: as Lambda names it (`Runtime.ExitError`), empty where it went well.

    begun: whether the handler ever saw the event; one that it did not see may be handled by another worker.
    """

    payload: bytes
    error: str = ""
    message: str = ""
    begun: bool = True


class Worker:
    """Starts on `start`; `ready` is set when it asks for its first event.

    token: its part of the runtime API's address. busy: while it handles an event, or nobody else may give it one.
    stopped: whether it was asked to end.
    """

    def __init__(self, function: Function, number: int, revision: str) -> None:
        self.function = function
        self.number = number
        self.revision = revision
        self.token = secrets.token_hex(16)
        self.ready = asyncio.Event()
        self.ended = asyncio.Event()
        self.busy = False
        self.stopped = False
        self.used_at = time.monotonic()
        self.failure = ""
        self._child: Child | None = None
        self._events: asyncio.Queue[tuple[str, bytes, float] | None] = asyncio.Queue()
        self._outcome: asyncio.Future[Outcome] | None = None
        self._request_id = ""
        self._begun = False

    @property
    def name(self) -> str:
        """`local-receipts/1`."""
        return f"{self.function.name}/{self.number}"

    @property
    def pid(self) -> int:
        """Of its process."""
        return self._child.pid if self._child else 0

    @property
    def running(self) -> bool:
        """Whether its process lives."""
        return self._child is not None and self._child.running

    async def start(
        self, desired: Desired, folder: LocalFolder, here: dict[str, str], api: str, write: Write
    ) -> None:
        """Start the process. here: the function's variables with addresses of this machine; api: the runtime API's.

        Raises UnresolvedSecretError, and OSError where no process can be started.
        """
        function, home = self.function, folder.scratch / f"{self.function.name}-{self.number}"
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(mode=0o700, parents=True)
        code = desired.apps / function.service
        await resolved(desired.aws, {}, here, folder)
        self._child = Child(self.name, folder, write)
        command = function.command or (sys.executable, "-P", str(RUNTIME), function.handler)
        await self._child.start(
            command,
            cwd=code,
            environment={
                **base_environment(desired.apps, function.service, home),
                **here,
                **injected(desired.aws),
                **self._told(code, f"{api}/{self.token}"),
            },
        )
        self._watching = asyncio.create_task(self._until_end(home))

    async def invoke(self, event: bytes) -> Outcome:
        """Handle one event; killed when the function's time is over."""
        if not self.running:
            return Outcome(b"", "Runtime.ExitError", self.failure, begun=False)
        self.busy, self._begun = True, False
        self._outcome = asyncio.get_running_loop().create_future()
        request_id = self._request_id = str(uuid.uuid4())
        deadline = time.time() + self.function.timeout_seconds
        try:
            await self._events.put((request_id, event, deadline))
            return await asyncio.wait_for(self._outcome, self.function.timeout_seconds)
        except TimeoutError:
            message = f"{request_id} Task timed out after {self.function.timeout_seconds:.2f} seconds"
            await self.stop(0)
            return Outcome(b"", "Sandbox.Timedout", message)
        finally:
            self.busy = False
            self.used_at = time.monotonic()

    async def stop(self, patience_seconds: float = STOP_SECONDS) -> None:
        """End the process."""
        self.stopped = True
        if self._child is None:
            return
        if patience_seconds:
            await self._child.stop(patience_seconds)
        else:
            await self._child.kill()

    async def next(self) -> web.Response:
        """The runtime API's answer to a worker that asks for an event: the next one, when there is one."""
        self.ready.set()
        given = await self._events.get()
        if given is None or (self._child is not None and self._child.dead):  # it died while it waited
            return web.Response(status=410)
        self._begun = True
        request_id, event, deadline = given
        return web.Response(
            body=event,
            content_type="application/json",
            headers={
                "Lambda-Runtime-Aws-Request-Id": request_id,
                "Lambda-Runtime-Deadline-Ms": str(int(deadline * 1000)),
                "Lambda-Runtime-Invoked-Function-Arn": self.function.arn,
            },
        )

    def respond(self, request_id: str, payload: bytes) -> None:
        """Take what the handler returned."""
        self._settle(request_id, Outcome(payload))

    def fail(self, request_id: str, payload: bytes) -> None:
        """Take what the handler raised."""
        told = _error(payload)
        self._settle(
            request_id,
            Outcome(payload, told.get("errorType") or "Runtime.Unknown", str(told.get("errorMessage"))),
        )

    def fail_init(self, payload: bytes) -> None:
        """Take why the handler cannot be imported."""
        told = _error(payload)
        self.failure = f"{told.get('errorType')}: {told.get('errorMessage')}"

    def _settle(self, request_id: str, outcome: Outcome) -> None:
        if request_id == self._request_id and self._outcome is not None and not self._outcome.done():
            self._outcome.set_result(outcome)

    async def _until_end(self, home: Path) -> None:
        assert self._child is not None
        await self._child.ended.wait()
        shutil.rmtree(home, ignore_errors=True)
        how = f"{self.name} ended with {ending(self._child.exit_status)}"
        self.failure = self.failure or how
        self._settle(self._request_id, Outcome(b"", "Runtime.ExitError", how, self._begun))
        await self._events.put(None)
        self.ended.set()

    def _told(self, code: Path, api: str) -> dict[str, str]:
        """Source: "Defined runtime environment variables" (Lambda)."""
        function = self.function
        return {
            "_HANDLER": function.handler,
            "AWS_LAMBDA_RUNTIME_API": api,
            "AWS_LAMBDA_FUNCTION_NAME": function.name,
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_mib),
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{function.name}",
            "AWS_LAMBDA_LOG_STREAM_NAME": self.name,
            "LAMBDA_TASK_ROOT": str(code),
            "TZ": ":UTC",
        }


def _error(payload: bytes) -> dict[str, Any]:
    try:
        told = json.loads(payload)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
