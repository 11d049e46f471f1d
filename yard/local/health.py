"""Health of one task, told as its target group says."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal

import aiohttp

from yard.local.desired import HealthCheck

# On AWS a check every 30 s is cheap and patient; here a person waits for the answer.
FIRST_INTERVAL_SECONDS = 0.15
LONGEST_INTERVAL_SECONDS = 5.0


@dataclass
class Health:
    """Counts answers: enough good ones in a row make a task healthy, enough bad ones unhealthy.

    state: `initial` until the first verdict. reason: what was wrong with the last bad answer.
    """

    check: HealthCheck
    state: Literal["initial", "healthy", "unhealthy"] = "initial"
    reason: str = ""
    _good: int = 0
    _bad: int = 0

    def record(self, failure: str | None) -> None:
        """Note one answer: None for a good one, else what was wrong with it."""
        if failure is None:
            self._good, self._bad = self._good + 1, 0
        else:
            self._good, self._bad, self.reason = 0, self._bad + 1, failure
        if self._good >= self.check.healthy_threshold:
            self.state = "healthy"
        elif self._bad >= self.check.unhealthy_threshold and self.state != "initial":
            self.state = "unhealthy"

    @property
    def interval_seconds(self) -> float:
        """Until the next check: the target group's, capped; short while a verdict is awaited."""
        if self.state == "healthy" and not self._bad:
            return min(self.check.interval_seconds, LONGEST_INTERVAL_SECONDS)
        return FIRST_INTERVAL_SECONDS


async def ask(session: aiohttp.ClientSession, address: str, check: HealthCheck) -> str | None:
    """Send one health check: None where the answer is a healthy one, else what was wrong with it."""
    if not check.path:
        return await _connect(address, check.timeout_seconds)
    timeout = aiohttp.ClientTimeout(total=check.timeout_seconds)
    try:
        async with session.get(
            f"http://{address}{check.path}",
            timeout=timeout,
            allow_redirects=False,
            headers={"User-Agent": "ELB-HealthChecker/2.0"},
        ) as answer:
            if check.accepts(answer.status):
                return None
            text = (await answer.text(errors="replace"))[:200]
            return f"GET {check.path} answered {answer.status} instead of {check.codes}: {' '.join(text.split())}"
    except TimeoutError:
        return f"GET {check.path} gave no answer within {check.timeout_seconds:g} s"
    except (aiohttp.ClientError, OSError) as error:
        return f"GET {check.path} failed: {error}"


async def _connect(address: str, timeout_seconds: float) -> str | None:
    host, port = address.split(":")
    try:
        _, writer = await asyncio.wait_for(asyncio.open_connection(host, int(port)), timeout_seconds)
    except (OSError, TimeoutError) as error:
        return f"no connection to port {port}: {error}"
    writer.close()
    return None
