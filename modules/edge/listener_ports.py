"""Which port each callee gets on the internal load balancer, without a list of all ports kept anywhere.

As with `rule_priorities`: a port comes from the name alone, so that adding a callee leaves the others' ports alone,
but for one case in some thousands, where two names want the same port.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

# Below the ports that Linux takes for outgoing connections (32768 and up), above the ones that services listen on.
PORTS = range(20_000, 30_000)


def listener_ports(names: Iterable[str]) -> dict[str, int]:
    """Name -> TCP port, 20000 to 29999, all different.

    Raises ValueError for more names than ports.
    """
    ports: dict[str, int] = {}
    taken: set[int] = set()
    for name in sorted(set(names)):
        start = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") % len(PORTS)
        free = (PORTS[(start + step) % len(PORTS)] for step in range(len(PORTS)))
        port = next((port for port in free if port not in taken), None)
        if port is None:
            raise ValueError(f"{name}: all {len(PORTS)} ports of the internal load balancer are in use.")
        ports[name] = port
        taken.add(port)
    return ports
