"""A process written down: which one it is, and the port it serves."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from yard.local.processes import Identity


@dataclass(frozen=True)
class Record:
    """A server that a local run started. about: whatever else must match for it to be the right one."""

    pid: int
    create_time: float
    port: int
    about: str = ""

    @property
    def identity(self) -> Identity:
        """The process."""
        return Identity(self.pid, self.create_time)

    def write(self, path: Path) -> None:
        """Put it into `path`, whole or not at all, for its owner's eyes only."""
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(asdict(self)))
        draft.chmod(0o600)
        draft.replace(path)

    @classmethod
    def read(cls, path: Path) -> Record | None:
        """What `path` holds; None where it is missing or damaged: then nothing is known."""
        try:
            return cls(**json.loads(path.read_text()))
        except (OSError, ValueError, TypeError):
            return None
