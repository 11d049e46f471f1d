"""A port in use is told with the process that has it."""

from __future__ import annotations

import os
import socket

from yard.local.control import port_in_use
from yard.local.ports import LOOPBACK, free_port, holder_of, is_free


def test_a_free_port_is_free() -> None:
    assert is_free(free_port())


def test_a_port_in_use_names_its_process_and_a_way_out() -> None:
    with socket.socket() as server:
        server.bind((LOOPBACK, 0))
        server.listen()
        port = server.getsockname()[1]

        message = port_in_use(port)

        assert not is_free(port)
        assert f"(pid {os.getpid()}: " in holder_of(port)
    assert message.startswith(f"Port {port}, where the gateway listens, is in use by ")
    assert message.endswith(f". Stop that, or choose another port: `yard up --port {port + 1}`.")
