"""CloudFront Function that finds the file for a path: index.html for the pages of a single-page application.

Defines: the function.
Leaves to the caller: the behaviours that it works on (`function_arn`), always at `viewer-request`.

Not by error pages: those are the whole distribution's, and would turn a service's 404 into a page that says 200.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from cdktf_cdktf_provider_aws.cloudfront_function import CloudfrontFunction
from constructs import Construct

from modules.literal import literal

CODE = Path(__file__).with_suffix(".js")
# Source: "CloudFront Developer Guide, Quotas on CloudFront Functions".
LARGEST_CODE_BYTES = 10_240
LONGEST_NAME = 64


class SiteRouter(Construct):
    """Runs before the cache, on each request; it takes less than a millisecond and reaches nothing."""

    def __init__(self, scope: Construct, id_: str, *, name: str, routes: Sequence[str], spa: bool) -> None:
        """routes: of the site, each taken off the path. spa: a path without a file extension is index.html.

        Raises ValueError for a name that CloudFront refuses.
        """
        super().__init__(scope, id_)
        if len(name) > LONGEST_NAME:
            raise ValueError(f"{name}: a function's name has at most {LONGEST_NAME} characters.")
        function = CloudfrontFunction(
            self,
            "Default",
            name=name,
            runtime="cloudfront-js-2.0",
            comment="From a path to the file of the site",
            publish=True,
            code=literal(router_code(routes, spa=spa)),
        )
        self.function_arn = function.arn


def router_code(routes: Sequence[str], *, spa: bool) -> str:
    """The JavaScript for one site."""
    ordered = sorted({route.rstrip("/") for route in routes} - {""}, key=lambda route: (-len(route), route))
    code = CODE.read_text("utf-8")
    for empty, filled in (
        ("const ROUTES = [];", f"const ROUTES = {json.dumps(ordered)};"),
        ("const SPA = true;", f"const SPA = {json.dumps(spa)};"),
    ):
        assert code.count(empty) == 1
        code = code.replace(empty, filled)
    return code
