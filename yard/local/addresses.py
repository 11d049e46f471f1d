"""Addresses in a service's variables: those of AWS become those of this machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from yard.local.ports import LOOPBACK


@dataclass(frozen=True)
class Addresses:
    """What stands in for what, by the host that the applied definitions name.

    databases: host -> (port, database name); caches: host -> URL; names: `quotes.local.internal:8080` -> address.
    """

    databases: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    caches: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def on_this_machine(self, variables: Mapping[str, str]) -> dict[str, str]:
        """The variables with addresses that answer here, and those beside them that must fit.

        `X_HOST` brings `X_PORT` and `X_NAME` with it, and `X_URL` of a cache `X_AUTH`, as the manifest's reference
        describes them.
        """
        found = dict(variables)
        for name, value in variables.items():
            stem = name.rsplit("_", 1)[0]
            if value in self.databases:
                port, database = self.databases[value]
                found |= {name: LOOPBACK, f"{stem}_PORT": str(port), f"{stem}_NAME": database}
            elif (host := _host(value)) in self.caches:
                found |= {name: self.caches[host], f"{stem}_AUTH": "none"}
            elif (place := _place(value)) in self.names:
                found[name] = value.replace(place, self.names[place], 1)
        return found

    def databases_in(self, variables: Mapping[str, str]) -> set[str]:
        """Hosts of the databases that these variables name."""
        return {value for value in variables.values() if value in self.databases}

    def uses_a_cache(self, variables: Mapping[str, str]) -> bool:
        """Whether one of these variables leads to a cache."""
        return any(_host(value) in self.caches for value in variables.values())


def _host(url: str) -> str:
    """Host of a URL; empty for anything else."""
    return _split(url)[0]


def _place(url: str) -> str:
    """`host:port` of a URL, as it is written there."""
    host, port = _split(url)
    return f"{host}:{port}" if port else host


def _split(url: str) -> tuple[str, int | None]:
    if "://" not in url:
        return "", None
    try:
        parts = urlsplit(url)
        return parts.hostname or "", parts.port
    except ValueError:
        return "", None
