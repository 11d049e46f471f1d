"""boto3 clients for a deployment: of AWS with the person's credentials, or of the emulated AWS on this machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from yard.config import Environment


@dataclass(frozen=True)
class Clients:
    """offline: AWS is never asked. endpoint: of the emulated AWS; offline without one there is nobody to ask."""

    environment: Environment
    offline: bool
    endpoint: str | None

    @property
    def reach_something(self) -> bool:
        """Whether there is a cloud at all."""
        return not self.offline or self.endpoint is not None

    def client(self, service: str, region: str | None = None) -> Any:
        """A client in the environment's region, or in `region`."""
        where = region or self.environment.region
        if not self.offline:
            from boto3 import Session

            # Named by a variable: boto3's types know services by literal names alone.
            make: Callable[..., Any] = Session().client
            return make(service, region_name=where)
        from yard.offline.handlers.base import Cloud

        assert self.endpoint
        return Cloud(self.endpoint, self.environment.account, where).client(service)
