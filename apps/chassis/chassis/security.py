"""Headers that keep a browser from doing more with an answer than it should.

Source: OWASP, "REST Security Cheat Sheet", section Security Headers.
"""

from __future__ import annotations

HEADERS = {
    "Cache-Control": "no-store",  # a route that may be cached says so itself
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",  # browsers heed it over https only
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_ALL = list(HEADERS.items())
_NAMES = frozenset(name.lower() for name in HEADERS)


def protect(headers: list[tuple[str, str]]) -> None:
    """Add the headers to an answer's; what a route has set itself stays."""
    given = [name for name, _ in headers if name.lower() in _NAMES]
    if not given:
        headers.extend(_ALL)
        return
    present = {name.lower() for name in given}
    headers.extend(pair for pair in _ALL if pair[0].lower() not in present)
