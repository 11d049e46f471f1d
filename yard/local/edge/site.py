"""A file of a static site as CloudFront gives it from the bucket: type, caching, validators, compression."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from pathlib import Path
from urllib.parse import unquote

from aiohttp import hdrs, web

from yard.local.problem import problem
from yard.sites import SiteFile

# Source: "CloudFront Developer Guide, Serving compressed files": types, and 1,000 bytes at the least.
COMPRESSED = (
    "text/",
    "application/json",
    "application/javascript",
    "application/manifest+json",
    "image/svg+xml",
)
LEAST_COMPRESSED_BYTES = 1000


async def file_answer(
    request: web.BaseRequest, folder: Path, path: str, *, compress: bool
) -> web.StreamResponse:
    """The file at `path` below `folder`; 304 where the client has it, 404 where there is none."""
    name = unquote(path).lstrip("/")
    file = (folder / name).resolve()
    if not file.is_relative_to(folder.resolve()) or not file.is_file():
        return problem(404, f"There is no file {name} in the site.")
    content = await asyncio.to_thread(file.read_bytes)
    digest = hashlib.sha256(content).hexdigest()
    found = SiteFile(name, file, digest)
    headers = {
        hdrs.CACHE_CONTROL: found.cache_control,
        hdrs.ETAG: f'"{digest[:32]}"',
        hdrs.ACCEPT_RANGES: "bytes",
    }
    if headers[hdrs.ETAG] in request.headers.get(hdrs.IF_NONE_MATCH, ""):
        return web.Response(status=304, headers=headers)
    if compress and _compressible(request, found.content_type, len(content)):
        content = await asyncio.to_thread(gzip.compress, content, 6)
        headers |= {hdrs.CONTENT_ENCODING: "gzip", hdrs.VARY: hdrs.ACCEPT_ENCODING}
    return web.Response(body=content, headers={**headers, hdrs.CONTENT_TYPE: found.content_type})


def _compressible(request: web.BaseRequest, content_type: str, size: int) -> bool:
    accepts = "gzip" in request.headers.get(hdrs.ACCEPT_ENCODING, "")
    return accepts and size >= LEAST_COMPRESSED_BYTES and content_type.startswith(COMPRESSED)
