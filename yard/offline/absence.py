"""Tells an emulated AWS that is away from one that refuses."""

from __future__ import annotations

from urllib.error import URLError


def is_absence(problem: Exception) -> bool:
    """Whether nobody answered a request, or nobody to the end."""
    from botocore.exceptions import ConnectionError as NoConnection
    from botocore.exceptions import HTTPClientError

    return isinstance(problem, URLError | ConnectionError | TimeoutError | NoConnection | HTTPClientError)
