"""Become the command of a task, so that it ends when its supervisor does, however that ends.

Run by path, isolated (`python -I -S leash.py SUPERVISOR_PID COMMAND…`), so it imports nothing of ours. A
`preexec_fn` would do the same, but running Python between fork and exec of a threaded process can deadlock.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # source: prctl(2); kept across execve, so the command has it too
CANNOT_START = 127  # source: POSIX sh, "command not found"


def main(supervisor: int, command: list[str]) -> None:
    """Replace this process by `command`; exit status 127 and one line where it cannot be started."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != supervisor:  # it died before the line above
        sys.exit(CANNOT_START)
    try:
        os.execvpe(command[0], command, os.environ)  # noqa: S606 - this is what it is for
    except OSError as error:
        print(f"cannot start {command[0]!r}: {error.strerror}", file=sys.stderr, flush=True)
        sys.exit(CANNOT_START)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
