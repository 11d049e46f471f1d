"""Where the local run of one environment keeps its records, logs and sockets."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from yard.config import Workspace

# Source: unix(7): sun_path holds 108 bytes on Linux, 104 on macOS, the closing NUL included.
LONGEST_SOCKET_PATH = 103


@dataclass(frozen=True)
class LocalFolder:
    """`.yard/<env>/local`: only its owner may look inside (0700); `yard down` removes it."""

    path: Path
    environment: str

    @classmethod
    def of(cls, workspace: Workspace, environment: str) -> LocalFolder:
        """The folder of `environment`; nothing is created yet."""
        return cls(workspace.state_dir / environment / "local", environment)

    @property
    def logs(self) -> Path:
        """One `<service>.log` per service."""
        return self.path / "logs"

    @property
    def scratch(self) -> Path:
        """The tasks' `/tmp`, one folder each."""
        return self.path / "tmp"

    @property
    def emulator_record(self) -> Path:
        """Which process is the emulated AWS, and on which port."""
        return self.path / "emulator.json"

    @property
    def supervisor_record(self) -> Path:
        """Which process is the supervisor, and the gateway's port."""
        return self.path / "supervisor.json"

    @property
    def sources_record(self) -> Path:
        """Which folders of services and environments `yard up` read."""
        return self.path / "sources.json"

    @property
    def socket(self) -> Path:
        """The supervisor's control socket; under the temporary folder where this path is too long for one."""
        inside = self.path / "supervisor.sock"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_PATH:
            return inside
        digest = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"yard-{os.getuid()}-{digest}" / "supervisor.sock"

    def create(self) -> None:
        """Make the folders, private to this user."""
        for folder in (self.path, self.logs, self.scratch, self.socket.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path.chmod(0o700)
        if self.socket.parent.stat().st_uid != os.getuid():
            raise PermissionError(f"{self.socket.parent} belongs to somebody else")
