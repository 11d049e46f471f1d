"""Static sites: how their files come to be, and what each of them is to a browser."""

from __future__ import annotations

from yard.sites.build import site_folder
from yard.sites.files import SiteFile, digest_of, is_hashed, read_site

__all__ = ["SiteFile", "digest_of", "is_hashed", "read_site", "site_folder"]
