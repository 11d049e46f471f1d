"""Become a command that ends when its supervisor does, however that ends.

Run by path, isolated (`python -I -S leash.py SUPERVISOR_PID SIGNAL USER COMMAND…`), so it imports nothing of ours. A
`preexec_fn` would do the same, but running Python between fork and exec of a threaded process can deadlock.

USER is `-`, or a user to become: PostgreSQL refuses to run as root, which a container's user often is. The right to
pass closed folders stays (CAP_DAC_OVERRIDE), since the run's own folder, and whatever the programs lie in, may be
closed to everybody else; the usual way out, opening all folders up to `/`, would be a change to the person's machine.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

# Sources: prctl(2), capabilities(7), capget(2).
PR_SET_PDEATHSIG = 1  # kept across execve, so the command has it too; lost when the user changes
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522
CANNOT_START = 127  # source: POSIX sh, "command not found"


def main(supervisor: int, number: int, user: str, command: list[str]) -> None:
    """Replace this process by `command`; exit status 127 and one line where it cannot be started.

    number: the signal that the command gets when the supervisor ends (Linux).
    """
    try:
        if user != "-":
            become(user)
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != supervisor:  # it died before the line above
            sys.exit(CANNOT_START)
        os.execvpe(command[0], command, os.environ)  # noqa: S606 - this is what it is for
    except (OSError, KeyError) as error:
        why = error.strerror if isinstance(error, OSError) else f"no user {user}"
        print(f"cannot start {command[0]!r}: {why}", file=sys.stderr, flush=True)
        sys.exit(CANNOT_START)


def become(user: str) -> None:
    """Drop root for `user`, for good, but for the right to pass closed folders."""
    import pwd

    entry = pwd.getpwnam(user)
    libc = ctypes.CDLL(None)
    if sys.platform == "linux":
        libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)
    if sys.platform == "linux":
        _keep_only(libc, CAP_DAC_OVERRIDE)


def _keep_only(libc: ctypes.CDLL, capability: int) -> None:
    """Keep one capability across execve; where the system denies it, closed folders stay closed, and say so."""
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    bit = 1 << capability
    data = (ctypes.c_uint32 * 6)(
        bit, bit, bit, 0, 0, 0
    )  # effective, permitted, inheritable; then bits 32 and up
    if libc.capset(header, data) == 0:
        libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0)


if __name__ == "__main__":
    main(int(sys.argv[1]), signal.Signals(int(sys.argv[2])), sys.argv[3], sys.argv[4:])
