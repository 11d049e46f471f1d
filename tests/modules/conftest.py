"""Switches the fast bindings on, before a test imports `modules`: 20 s less."""

from __future__ import annotations

from hypothesis import settings

import stacks  # noqa: F401

# A busy machine is no failure.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
