"""Creates what a plan holds in the emulated AWS: one declaration for each resource type, one engine for all."""

from collections.abc import Mapping

from yard.offline.handlers.base import Cloud, Handler, Values, refuse_unless_loopback
from yard.offline.handlers.declarations import DECLARATIONS
from yard.offline.handlers.engine import DeclaredHandler

HANDLERS: Mapping[str, Handler] = {
    name: DeclaredHandler(declaration) for name, declaration in DECLARATIONS.items()
}

__all__ = ["HANDLERS", "Cloud", "Handler", "Values", "refuse_unless_loopback"]
