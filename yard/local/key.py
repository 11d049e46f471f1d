"""Passwords and other secrets of one local run: made from one random key, so that they stay the same while it lives."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets

from yard.local.folder import LocalFolder


def derived(folder: LocalFolder, purpose: str) -> str:
    """A secret for `purpose` (64 hexadecimal digits), the same each time until `yard down` takes the key away."""
    return hmac.new(_key(folder), purpose.encode(), hashlib.sha256).hexdigest()


def _key(folder: LocalFolder) -> bytes:
    path = folder.path / "key"
    with contextlib.suppress(FileNotFoundError):
        return path.read_bytes()
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(secrets.token_bytes(32))
    draft.replace(path)
    return path.read_bytes()
