"""`static:` in a manifest: a site that is files, built here and served by CloudFront from a bucket."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from yard.config import forms
from yard.config.model import Flag, Model, text

# What a site has; every other key of a manifest is about code that runs.
KEYS = frozenset({"name", "team", "runtime", "routes", "static"})


class Static(Model):
    """What is published: a folder of files, and how they come to be."""

    folder: Annotated[
        str,
        text(forms.FOLDER, longest=120),
        Field(
            description="Folder below the service's own with the files to publish, index.html among them.",
            examples=["dist"],
        ),
    ] = "dist"
    build: Annotated[
        tuple[Annotated[str, StringConstraints(min_length=1)], ...],
        Field(
            description="What makes the folder, a word an entry, run in the service's own folder. Default: nothing, the"
            " files are there.",
            examples=[["npm", "run", "build"]],
        ),
    ] = ()
    spa: Annotated[
        Flag,
        Field(
            description="A single-page application: a path without a file extension is answered with index.html."
            " false: /guide is answered with guide/index.html.",
            examples=[True],
        ),
    ] = True
    content_security_policy: Annotated[
        str | None,
        text(forms.HEADER_VALUE, longest=2000),
        Field(
            description="Content-Security-Policy of its pages. Default: everything from the site's own domain, no"
            " inline scripts and styles, in no frame.",
            examples=["default-src 'self'; img-src 'self' https://images.example.com"],
        ),
    ] = None
