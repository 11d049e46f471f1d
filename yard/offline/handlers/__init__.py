"""Creates what a plan holds in the emulated AWS: one declaration for each resource type, one engine for all."""

from yard.offline.handlers.base import Cloud, Handler, Values, refuse_unless_loopback

HANDLERS: dict[str, Handler] = {}

__all__ = ["HANDLERS", "Cloud", "Handler", "Values", "refuse_unless_loopback"]
