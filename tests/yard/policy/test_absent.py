"""What stands in for a package while checkov is imported is gone afterwards."""

from __future__ import annotations

import importlib
import sys

import pytest

from yard.policy.absent import absent


def test_a_stand_in_has_every_name_and_every_module() -> None:
    with absent(["nobody_has_this"]):
        module = importlib.import_module("nobody_has_this.exceptions")

        class Session(module.Session):  # type: ignore[misc,name-defined]  # it has every name
            pass

        assert issubclass(module.HTTPError, Exception)
        assert Session(retries=3) is not None


def test_afterwards_it_is_as_before() -> None:
    with absent(["nobody_has_this"], missing=["this"]):
        importlib.import_module("nobody_has_this.deep.down")
        with pytest.raises(ImportError):
            importlib.import_module("this")

    assert not [name for name in sys.modules if name.startswith("nobody_has_this")]
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("nobody_has_this")


def test_what_is_imported_already_stays() -> None:
    with absent(["json"], missing=["sys"]):
        assert importlib.import_module("json").loads("1") == 1
    assert sys.modules["sys"] is sys
