"""The CloudFront Function's JavaScript, run by Node as CloudFront runs it."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import pytest

from modules.edge.site_router import LARGEST_CODE_BYTES, SiteRouter, router_code
from tests.modules.synthesised import synthesise

RUN = """
const vm = require('node:vm');
const { code, requests } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const sandbox = {};
vm.runInNewContext(code + '\\nthis.handler = handler;', sandbox); // nothing of Node is there, as at the edge
process.stdout.write(JSON.stringify(requests.map((request) => sandbox.handler({ request }))));
"""


def answers(code: str, *uris: str, query: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    requests = [{"method": "GET", "uri": uri, "querystring": query or {}, "headers": {}} for uri in uris]
    node = shutil.which("node")
    assert node
    done = subprocess.run(
        [node, "-e", RUN],
        input=json.dumps({"code": code, "requests": requests}),
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def files(code: str, *uris: str) -> list[str]:
    return [answer["uri"] for answer in answers(code, *uris)]


def test_a_single_page_application_answers_every_page_with_its_index() -> None:
    code = router_code(["/"], spa=True)

    assert files(code, "/", "/orders", "/orders/42", "/orders/42/") == ["/index.html"] * 4


def test_a_file_is_asked_for_by_its_name_so_that_a_missing_one_is_a_404() -> None:
    code = router_code(["/"], spa=True)
    names = ["/assets/app.3f2a91c0.js", "/favicon.ico", "/.well-known/security.txt", "/a%20b.pdf"]

    assert files(code, *names) == names


def test_the_route_of_a_site_is_no_part_of_its_files_names() -> None:
    code = router_code(["/docs", "/docs/archive"], spa=True)

    assert files(code, "/docs", "/docs/", "/docs/app.js", "/docs/archive/app.js", "/docs/archive") == [
        "/index.html", "/index.html", "/app.js", "/app.js", "/index.html",
    ]  # fmt: skip
    assert files(code, "/docsy/app.js") == ["/docsy/app.js"]


def test_a_site_of_pages_answers_a_folder_with_its_index() -> None:
    code = router_code(["/docs"], spa=False)

    assert files(code, "/docs/", "/docs/guide/", "/docs/guide/page.html") == [
        "/index.html", "/guide/index.html", "/guide/page.html",
    ]  # fmt: skip


def test_a_folder_without_its_slash_is_redirected_so_that_relative_links_work() -> None:
    query = {"q": {"value": "a%26b"}, "tag": {"value": "x", "multiValue": [{"value": "x"}, {"value": "y"}]}}
    code = router_code(["/docs"], spa=False)

    plain, asked = answers(code, "/docs/guide")[0], answers(code, "/docs", query=query)[0]

    assert (plain["statusCode"], plain["headers"]["location"]["value"]) == (301, "/docs/guide/")
    assert asked["headers"]["location"]["value"] == "/docs/?q=a%26b&tag=x&tag=y"


@pytest.mark.parametrize("uri", ["//evil.example", "///evil", "//evil/x"])
def test_a_redirect_never_leads_to_another_site(uri: str) -> None:
    for answer in answers(router_code(["/"], spa=False), uri):
        location = answer.get("headers", {}).get("location", {}).get("value", "/")
        assert location.startswith("/")
        assert not location.startswith("//")


def test_the_code_is_small_and_has_nothing_that_terraform_would_read() -> None:
    def build(stack: Any) -> None:
        SiteRouter(stack, "router", name="dev-edge-web", routes=["/docs/"], spa=False)

    function = synthesise(build).only("aws_cloudfront_function")

    assert function["runtime"] == "cloudfront-js-2.0"
    assert 'const ROUTES = ["/docs"];' in function["code"]
    assert "const SPA = false;" in function["code"]
    assert "${" not in function["code"]
    assert len(router_code(["/" + "x" * 119] * 5, spa=True).encode()) < LARGEST_CODE_BYTES


def test_a_name_that_cloudfront_refuses_is_refused_before() -> None:
    with pytest.raises(ValueError, match="has at most 64 characters"):
        synthesise(lambda stack: SiteRouter(stack, "router", name="a" * 65, routes=["/"], spa=True))
