"""What tasks print: one file a service, every line with its time and task, old ones rotated away by size."""

from __future__ import annotations

import heapq
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

LARGEST_FILE_BYTES = 5 * 1024 * 1024
KEPT_FILES = 3
LONGEST_LINE_BYTES = 64 * 1024
SUPERVISOR = "yard"


@dataclass(frozen=True, order=True)
class Line:
    """One line. time: UTC, ISO 8601 with milliseconds; source: `catalog/1`, or `yard` for the supervisor's word."""

    time: str
    service: str
    source: str
    text: str


class ServiceLog:
    """Writes the log of one service; `.log.1` is the one before, up to `.log.2`."""

    def __init__(self, path: Path, *, largest_bytes: int = LARGEST_FILE_BYTES) -> None:
        self._path = path
        self._largest = largest_bytes
        self._file: BinaryIO | None = None

    def write(self, source: str, text: str) -> None:
        """Add one line. source: the task, or SUPERVISOR."""
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("ab", buffering=0)
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        self._file.write(f"{now} {source} {text}\n".encode("utf-8", "replace"))
        if self._file.tell() > self._largest:
            self._rotate()

    def close(self) -> None:
        """Let the file go; a later `write` opens it again."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _rotate(self) -> None:
        self.close()
        for number in range(KEPT_FILES - 1, 0, -1):
            older = self._path if number == 1 else numbered(self._path, number - 1)
            if older.exists():
                older.replace(numbered(self._path, number))


class Lines:
    """Cuts a stream of bytes into lines, none longer than LONGEST_LINE_BYTES."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[str]:
        """The lines that `data` completes; an empty `data` (the end) gives what is left."""
        self._rest += data
        *lines, self._rest = self._rest.split(b"\n")
        if not data or len(self._rest) > LONGEST_LINE_BYTES:
            lines.append(self._rest)
            self._rest = b""
        for line in lines:
            if line:
                yield line.decode("utf-8", "replace").rstrip("\r")


def numbered(path: Path, number: int) -> Path:
    """The rotated file: `catalog.log.1`."""
    return path.with_name(f"{path.name}.{number}")


def services_with_logs(folder: Path) -> list[str]:
    """Names of the services that wrote anything."""
    return sorted(path.stem for path in folder.glob("*.log"))


def last_lines(folder: Path, services: Sequence[str], count: int) -> list[Line]:
    """The last `count` lines of these services together, oldest first."""
    found = heapq.merge(*(_lines_of(folder, service) for service in services))
    return list(found)[-count:] if count > 0 else []


def follow(
    folder: Path, services: Sequence[str] | None, *, every_seconds: float = 0.1
) -> Iterator[list[Line]]:
    """New lines as they come, for ever; an empty list whenever nothing came. services: None for all, new ones too."""
    tails: dict[str, _Tail] = {}
    first = True
    try:
        while True:
            lines: list[Line] = []
            for service in services if services is not None else services_with_logs(folder):
                if service not in tails:
                    tails[service] = _Tail(folder / f"{service}.log", service, from_end=first)
                lines.extend(tails[service].read())
            first = False
            yield sorted(lines)
            if not lines:
                time.sleep(every_seconds)
    finally:
        for tail in tails.values():
            tail.close()


class _Tail:
    """Reads what is added to a file, and goes on with the new one after a rotation."""

    def __init__(self, path: Path, service: str, *, from_end: bool) -> None:
        self._path, self._service = path, service
        self._file: BinaryIO | None = None
        self._cut = Lines()
        self._from_end = from_end

    def read(self) -> Iterator[Line]:
        if self._file is None and not self._open():
            return
        file = self._file
        assert file is not None
        yield from self._rest_of(file)
        if self._moved(file):
            yield from self._rest_of(file)
            self.close()
            self._from_end = False
            yield from self.read()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _open(self) -> bool:
        try:
            self._file = self._path.open("rb")
        except FileNotFoundError:
            return False
        if self._from_end:
            self._file.seek(0, os.SEEK_END)
        return True

    def _rest_of(self, file: BinaryIO) -> Iterator[Line]:
        while data := file.read(65536):
            yield from (parse(text, self._service) for text in self._cut.feed(data))

    def _moved(self, file: BinaryIO) -> bool:
        try:
            return self._path.stat().st_ino != os.fstat(file.fileno()).st_ino
        except FileNotFoundError:
            return False


def _lines_of(folder: Path, service: str) -> Iterator[Line]:
    path = folder / f"{service}.log"
    for file in (*(numbered(path, number) for number in range(KEPT_FILES - 1, 0, -1)), path):
        if file.exists():
            with file.open(encoding="utf-8", errors="replace", newline="\n") as lines:
                for line in lines:
                    yield parse(line.rstrip("\n"), service)


def parse(line: str, service: str) -> Line:
    """A line of a file, taken apart."""
    moment, _, rest = line.partition(" ")
    source, _, text = rest.partition(" ")
    return Line(moment, service, source, text)
