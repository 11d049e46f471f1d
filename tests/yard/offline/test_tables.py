"""What the modules use is in the tables, so that its plan and its ids are as good as they can be."""

from __future__ import annotations

import pytest

from yard.config import Workspace
from yard.offline.formats import FORMATS
from yard.offline.replacement import REPLACED
from yard.synth.imports import imported_submodules

ROOT = Workspace.at().root
USED = sorted(
    f"aws_{name}"
    for name in imported_submodules([ROOT / "modules", ROOT / "stacks"])["cdktf_cdktf_provider_aws"]
    - {"provider"}
)


@pytest.mark.parametrize("type_name", USED)
def test_what_replaces_a_type_that_the_modules_use_is_known(type_name: str) -> None:
    assert type_name in REPLACED


@pytest.mark.parametrize("type_name", USED)
def test_the_ids_of_a_type_that_the_modules_use_are_known(type_name: str) -> None:
    assert {"id", "arn"} & set(FORMATS[type_name])  # a few types have no id
