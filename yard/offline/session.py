"""What one Terraform run means to the provider: account, region, tags, handlers and the emulated AWS."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from yard.config import YardError
from yard.offline.attempts import Attempts
from yard.offline.catalogue import ProviderSchema
from yard.offline.configuration import settings_from
from yard.offline.handlers.base import Cloud, Handler
from yard.offline.lifecycle import Resource
from yard.offline.planning import Settings
from yard.offline.plausible import Inventor

AWS = "aws"


class Session:
    """Configured once by Terraform, then asked for resources by several threads.

    endpoint: the emulated AWS, or None to keep everything in the state.
    """

    def __init__(
        self,
        schema: ProviderSchema,
        environment: Settings,
        endpoint: str | None,
        handlers: Mapping[str, Handler],
        attempts: Attempts | None = None,
    ) -> None:
        self.schema = schema
        self.endpoint = endpoint
        self.inventor = Inventor()
        self._environment = environment
        self._handlers = handlers
        self._attempts = attempts
        self._settings: Settings | None = None
        self._lock = threading.Lock()

    @property
    def settings(self) -> Settings:
        """Those of the provider block, or the environment's until it is read."""
        return self._settings or self._environment

    def configure(self, configuration: Mapping[str, Any]) -> None:
        """Take over a provider block.

        Terraform configures the provider before each walk, always the same unless there are two provider blocks.
        Their calls look alike here, so a second region or other default tags cannot be told from the first: YardError.
        """
        if self.schema.provider != AWS:
            return  # a cluster's address and how to log in: nobody is called
        settings = settings_from(dict(configuration), self._environment.account, self._environment.region)
        with self._lock:
            if self._settings is not None and self._settings != settings:
                raise YardError(
                    "This stack configures the provider twice, with different regions or default tags, which cannot be "
                    "told apart offline. Give the resources of the other region the argument `region` instead."
                )
            self._settings = settings

    def resource(self, type_name: str, values: Mapping[str, Any] | None = None) -> Resource:
        """A resource type, bound to the region that `values` name, else to the provider's."""
        settings = self.settings
        region = (values or {}).get("region")
        cloud = None
        if self.endpoint is not None:
            cloud = Cloud(
                self.endpoint, settings.account, region if isinstance(region, str) else settings.region
            )
        block = self.schema.resources[type_name]
        handler = self._handlers.get(type_name)
        return Resource(type_name, block, settings, self.inventor, handler, cloud, self._attempts)
