"""An environment running on this machine: brought up, looked at, brought down."""

from __future__ import annotations

from yard.local.bring_down import bring_down
from yard.local.bring_up import PolicyFailedError, Progress, Up, bring_up
from yard.local.folder import LocalFolder
from yard.local.status import status_of

__all__ = ["LocalFolder", "PolicyFailedError", "Progress", "Up", "bring_down", "bring_up", "status_of"]
