"""The emulated AWS: moto's server, without a line of log per request (`python -m yard.local.emulator_server PORT`)."""

from __future__ import annotations

import logging
import sys

from yard.local.ports import LOOPBACK


def main(port: str) -> None:
    """Serve until told to end; the account is MOTO_ACCOUNT_ID."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    from moto.server import main as serve

    serve(["--host", LOOPBACK, "--port", port])


if __name__ == "__main__":
    main(sys.argv[1])
