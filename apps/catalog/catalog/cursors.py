"""Where a list goes on: opaque to clients, signed, and bound to the list it came from.

Signing keeps a client from naming keys of its own, and lets the format change without breaking anyone who
does not look inside.
"""

from __future__ import annotations

from itsdangerous import BadData, URLSafeSerializer


class InvalidCursorError(Exception):
    """Not a cursor of this list: altered, cut off, of another category, or signed with an earlier key."""


class Cursors:
    """Makes and reads cursors with one signing key."""

    def __init__(self, signing_key: str) -> None:
        self._serializer = URLSafeSerializer(signing_key, salt="catalog.products.cursor")

    def write(self, last_id: str, category: str | None) -> str:
        """Make the cursor that goes on after product `last_id` of the list of `category` (None: of all)."""
        text = self._serializer.dumps([last_id, category])
        return text if isinstance(text, str) else text.decode()

    def read(self, cursor: str, category: str | None) -> str:
        """Give the id of the product after which the list goes on. Raises InvalidCursorError."""
        try:
            last_id, of_category = self._serializer.loads(cursor)
        except (BadData, ValueError):
            raise InvalidCursorError from None
        if of_category != category:
            raise InvalidCursorError
        return str(last_id)
