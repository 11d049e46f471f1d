"""A jsii archive cut down to some of its submodules: fewer types, fewer JavaScript files, the same text.

An archive holds `package/.jsii` (the assembly: every type of the package, as JSON) and `package/lib/<submodule>/`.
"""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any

ASSEMBLY = "package/.jsii"
ENTRY = "package/lib/index.js"
# Three quarters of the JavaScript is the TypeScript it was made from, as a comment that Node would read at each start.
SOURCE_MAP = b"//# sourceMappingURL=data:"


class DoesNotFitError(Exception):
    """The package is not laid out as expected; the stock package must be used."""


def cut_members(archive: Path, submodules: Set[str]) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file of the archive that the Python `submodules` need.

    Raises DoesNotFitError where the archive has another layout, or where what is kept needs what is not.
    """
    folders = {name.replace("_", "-") for name in submodules}
    try:
        with tarfile.open(archive, "r|gz") as tar:
            for member in tar:
                file = tar.extractfile(member) if _is_needed(member, folders) else None
                if file is not None:
                    yield member.name, _cut(member.name, file.read(), folders)
    except tarfile.TarError as error:
        raise DoesNotFitError(f"{archive.name} cannot be read ({error})") from error


def _is_needed(member: tarfile.TarInfo, folders: Set[str]) -> bool:
    parts = member.name.split("/")
    if not member.isfile():
        return False
    if parts[:2] == ["package", "lib"] and len(parts) > 3:
        return parts[2] in folders and parts[-1].endswith(".js")
    return member.name in (ASSEMBLY, ENTRY, "package/package.json")


def _cut(name: str, content: bytes, folders: Set[str]) -> bytes:
    if name == ASSEMBLY:
        return cut_assembly(content, folders)
    if name == ENTRY:
        content = _cut_entry(content.decode(), folders).encode()
    return content.partition(SOURCE_MAP)[0] if name.endswith(".js") else content


def cut_assembly(assembly: bytes, folders: Set[str]) -> bytes:
    """The assembly with the submodules that lie in `folders` and their types, each in the bytes that it had.

    It is read a type at a time: of 131 MB that are 1 GB as Python objects, some types out of 24,943 are wanted.
    """
    # As Latin-1 every byte is a character, so that the text takes no more than the bytes, and gives them back.
    reader = _Reader(assembly.decode("latin-1"))
    kept: dict[str, list[str]] = {"submodules": [], "types": []}
    members, package = [], ""
    try:
        for name in reader.members():
            if name in kept:
                kept[name] = [text for text, value in reader.entries() if _folder(value) in folders]
                members.append(f'"{name}":{{{",".join(kept[name])}}}')
            else:
                start, value = reader.at, reader.value()
                package = value if name == "name" else package
                members.append(f'"{name}":{reader.text[start : reader.at]}')
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise DoesNotFitError(f"the assembly has another layout ({error!r})") from error
    if len(kept["submodules"]) != len(folders):
        raise DoesNotFitError(f"the assembly knows {len(kept['submodules'])} of {len(folders)} submodules")
    _refuse_open_ends(package, kept["types"])
    return "{{{}}}".format(",".join(members)).encode("latin-1")


def _folder(description: Any) -> str:
    """Where a type or a submodule comes from: `src/lb-listener/index:LbListener` is in `lb-listener`."""
    return str(description["symbolId"].split("/")[1])


def _refuse_open_ends(package: str, types: list[str]) -> None:
    """A kept type must not speak of a type of the same package that is gone."""
    names = {entry[1 : entry.index('"', 1)] for entry in types}
    mention = re.compile(rf'"({re.escape(package)}\.[\w.]+)"')
    gone = sorted({name for entry in types for name in mention.findall(entry)} - names)
    if gone:
        raise DoesNotFitError(f"what is imported needs {gone[0]}, which is in another submodule")


def _cut_entry(text: str, folders: Set[str]) -> str:
    """The entry file with only the `require` lines of the kept submodules."""
    kept = [line for line in text.splitlines() if (found := _required(line)) is None or found in folders]
    return "\n".join(line for line in kept if not line.endswith("= void 0;")) + "\n"


def _required(line: str) -> str | None:
    found = re.search(r'require\("\./([^"/]+)', line)
    return found[1] if found else None


class _Reader:
    """Reads a JSON text in order, and keeps nothing of what it has read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self._decode = json.JSONDecoder().raw_decode
        self._gap = re.compile(r"[\s:,]*")

    def value(self) -> Any:
        """The value that begins here."""
        value, self.at = self._decode(self.text, self.at)
        return value

    def members(self) -> Iterator[str]:
        """The names in the object that begins here; whoever asks reads each value before the next name."""
        if self.text[self.at] != "{":
            raise ValueError(f"an object was expected at {self.at}")
        self._pass(self.at + 1)
        while self.text[self.at] != "}":
            name = self.value()
            self._pass(self.at)
            yield name
            self._pass(self.at)
        self.at += 1

    def entries(self) -> Iterator[tuple[str, Any]]:
        """Each member of the object that begins here: as text, and its value."""
        for name in self.members():
            start = self.at
            value = self.value()
            yield f"{json.dumps(name)}:{self.text[start : self.at]}", value

    def _pass(self, at: int) -> None:
        found = self._gap.match(self.text, at)
        self.at = found.end() if found else at
