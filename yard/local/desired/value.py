"""The base of everything that travels from `yard up` to the supervisor."""

from __future__ import annotations

from pydantic import BaseModel


class Value(BaseModel, frozen=True, extra="forbid"):
    """Never changes; travels as JSON."""
