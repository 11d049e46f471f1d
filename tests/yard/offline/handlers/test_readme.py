"""The folder's README lists just the types that are handled."""

from __future__ import annotations

import re
from pathlib import Path

import yard.offline.handlers
from yard.offline.handlers import HANDLERS

README = Path(yard.offline.handlers.__file__).with_name("README.md")


def test_the_readme_lists_every_handled_type_and_no_other() -> None:
    _, listed = README.read_text("utf-8").split("## Types")

    assert sorted(re.findall(r"`(aws_\w+)`", listed)) == sorted(HANDLERS)
