"""CloudFront Functions: run by Node.js, which synthesis needs anyway, as their JavaScript in the state says.

Source: "CloudFront Developer Guide, CloudFront Functions event structure".
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import aiohttp

from yard.config import YardError
from yard.local.child import Child
from yard.local.folder import LocalFolder
from yard.local.ports import LOOPBACK
from yard.local.server import Server

PROGRAM = Path(__file__).with_suffix(".mjs")
TIMEOUT_SECONDS = 5


class Router(Server):
    """One process that holds the functions of a distribution. Its log is called `edge`."""

    name = "edge"

    def __init__(self, folder: LocalFolder, functions: Mapping[str, str]) -> None:
        super().__init__(folder)
        self.functions = dict(functions)
        self._session: aiohttp.ClientSession | None = None

    async def begin(self, child: Child) -> None:
        """Start Node.js over the functions. YardError where there is none."""
        node = shutil.which("node")
        if node is None:
            raise YardError("there is no node on PATH; install Node.js 20 or later")
        code = self.home / "functions.json"
        code.write_text(json.dumps({"functions": self.functions}))
        await child.start(
            (node, str(PROGRAM), str(self.port), str(code)),
            cwd=self.home,
            environment={"PATH": os.environ.get("PATH", os.defpath)},
        )

    async def answers(self) -> bool:
        """Whether it takes connections."""
        try:
            _, writer = await asyncio.open_connection(LOOPBACK, self.port)
        except OSError:
            return False
        writer.close()
        return True

    async def run(self, function: str, event: Mapping[str, Any]) -> dict[str, Any]:
        """What the function returns: a request or a response. YardError where it throws, or nothing runs it now."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS))
        try:
            asked = {"function": function, "event": event}
            async with self._session.post(f"http://{self.address}/", json=asked) as answer:
                if answer.status != 200:
                    raise YardError(f"the function {function} failed: {await answer.text()}")
                found: dict[str, Any] = await answer.json()
                return found
        except (aiohttp.ClientError, TimeoutError) as error:
            raise YardError(f"the function {function} cannot be run: {error}") from error

    async def stop(self) -> None:
        """End it."""
        if self._session is not None:
            await self._session.close()
        await super().stop()


def event(
    *, method: str, path: str, query: str, headers: Iterable[tuple[str, str]], viewer: str
) -> dict[str, Any]:
    """The event of a viewer request."""
    return {
        "version": "1.0",
        "context": {
            "eventType": "viewer-request",
            "distributionId": "local",
            "distributionDomainName": "local",
        },
        "viewer": {"ip": viewer},
        "request": {
            "method": method,
            "uri": path,
            "querystring": _values(parse_qsl(query, keep_blank_values=True)),
            "headers": _values((name.lower(), value) for name, value in headers if name.lower() != "cookie"),
            "cookies": {},
        },
    }


def _values(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The first value of each name, and all of them where there are several."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name not in found:
            found[name] = {"value": value}
        else:
            found[name].setdefault("multiValue", [{"value": found[name]["value"]}]).append({"value": value})
    return found
