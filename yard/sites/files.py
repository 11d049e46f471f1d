"""The files that a site publishes: what they are, how long browsers may keep them, and the digest of them all."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from yard.config import InputError

# Python's own table, and not the machine's: the same folder gives the same headers everywhere.
TYPES = mimetypes.MimeTypes()
# Source: "IANA, Media Types", for what Python 3.11 does not know.
MORE_TYPES = {
    ".avif": "image/avif",
    ".map": "application/json",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".otf": "font/otf",
    ".ttf": "font/ttf",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
UTF_8 = ("text/", "application/json", "application/manifest+json", "application/xml", "image/svg+xml")
# Source: "RFC 8246, HTTP Immutable Responses". The name changes with the content.
IMMUTABLE = "public, max-age=31536000, immutable"
# Asked for each time, and answered with 304 where it is the same (source: "RFC 9111, no-cache").
REVALIDATED = "no-cache"
AN_HOUR = "public, max-age=3600"
ALWAYS_FRESH = frozenset({".html", ".json", ".webmanifest", ".xml", ".txt"})
# A hash in a name, as bundlers write it: app.3f2a91c0.js, index-DiwrgTda.js.
HASH = re.compile(r"[.-]([A-Za-z0-9_-]{8,64})(?:\.[A-Za-z0-9]+){1,2}$")
HEX = re.compile(r"(?=.*[0-9])(?=.*[a-f])[0-9a-f]{8,64}")
# Vite's hashes have any letters, so that only the folders which bundlers fill are trusted with them.
VITE_CHARACTERS = 8
NO_WORD = re.compile(r"[0-9]|[a-z][A-Z]")
BUILT = frozenset({"assets", "static", "chunks", "immutable", "_next", "_astro", "_app", "_nuxt"})
SERVICE_WORKERS = frozenset({"sw.js", "service-worker.js", "serviceworker.js"})
INDEX = "index.html"


@dataclass(frozen=True)
class SiteFile:
    """name: below the folder, with / between its parts."""

    name: str
    path: Path
    sha256: str

    @property
    def content_type(self) -> str:
        """Its media type; bytes where the extension tells nothing."""
        extension = Path(self.name).suffix.lower()
        kind = MORE_TYPES.get(extension) or TYPES.guess_type(self.name)[0] or "application/octet-stream"
        return f"{kind}; charset=utf-8" if kind.startswith(UTF_8) else kind

    @property
    def cache_control(self) -> str:
        """A year where the name holds a hash, nothing for pages, an hour for the rest."""
        if is_hashed(self.name):
            return IMMUTABLE
        last = self.name.rpartition("/")[2]
        fresh = Path(last).suffix.lower() in ALWAYS_FRESH or last in SERVICE_WORKERS or "." not in last
        return REVALIDATED if fresh else AN_HOUR


def read_site(folder: Path, shown: str) -> list[SiteFile]:
    """The files of `folder`, by name. shown: the folder as a person would type it.

    Raises InputError where there is nothing to publish, no index.html, or a link that leads out of the folder.
    """
    if not folder.is_dir():
        raise InputError(
            f"{shown}: there is no such folder. Build the site first, or name another with --folder."
        )
    root, files = folder.resolve(), []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() and not path.resolve().is_relative_to(root):
            raise InputError(f"{shown}/{name}: leads out of the folder. Copy the file into it.")
        if path.is_file():
            files.append(SiteFile(name, path, hashlib.sha256(path.read_bytes()).hexdigest()))
    if not any(file.name == INDEX for file in files):
        raise InputError(f"{shown}: there is no {INDEX} in it. Name the folder that was built with --folder.")
    return files


def digest_of(files: Iterable[SiteFile]) -> str:
    """`sha256:…` over names and contents: the same files give the same release, whoever builds them."""
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda one: one.name):
        digest.update(f"{file.name}\0{file.sha256}\n".encode())
    return f"sha256:{digest.hexdigest()}"


def is_hashed(name: str) -> bool:
    """Whether the content of a file can never change under this name."""
    *folders, last = name.split("/")
    found = HASH.search(last)
    if found is None or last.endswith(".html"):
        return False
    text = found.group(1)
    if HEX.fullmatch(text):
        return True
    # A word has its capital in front: photo-Portrait.jpg.
    return bool(BUILT & set(folders) and len(text) == VITE_CHARACTERS and NO_WORD.search(text))
