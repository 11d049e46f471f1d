"""The zip of a service on Lambda: its code, our libraries that it imports, its requirements; always the same."""

from __future__ import annotations

from yard.package.build import Package, package

__all__ = ["Package", "package"]
