"""Packages that stand in for others while checkov is imported, where no check asks for anything that they do."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType


class _Nothing(Exception):  # noqa: N818  # it stands in for classes of every kind, errors among them
    """It can be named, made, inherited from and caught; nobody raises it."""

    def __init__(self, *_arguments: object, **_named: object) -> None:
        super().__init__()


class _Absent(ModuleType):
    """Whatever is taken from it is a class that does nothing."""

    def __getattr__(self, name: str) -> type[_Nothing]:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (_Nothing,), {"__module__": self.__name__})


class _StandIns(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the packages and everything below them."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = frozenset(names)

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002  # the interface of importlib
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:
        """The specification of a stand-in; None for what is imported as ever."""
        if fullname.partition(".")[0] not in self._names:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        """An empty stand-in."""
        return _Absent(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""


@contextmanager
def absent(never_used: Collection[str], *, missing: Collection[str] = ()) -> Iterator[None]:
    """Keep packages out while something is imported, unless they are in already.

    never_used: what stands in for them has every name. missing: importing them fails, as where they are not installed.
    Afterwards they can be imported as ever.
    """
    finder = _StandIns([name for name in never_used if name not in sys.modules])
    blocked = [name for name in missing if name not in sys.modules]
    sys.modules.update(dict.fromkeys(blocked))  # type: ignore[arg-type]  # None is how Python blocks an import
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in [
            *blocked,
            *(name for name, module in sys.modules.items() if isinstance(module, _Absent)),
        ]:
            del sys.modules[name]
