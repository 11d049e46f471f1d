"""One address as CloudFront has it: files of the site with its headers, `/api/*` to the services."""

from __future__ import annotations

import gzip
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.yard.local.running import desired, until
from yard.local.control import Supervisor
from yard.local.desired import Behaviour, Desired, Distribution, Header, HeadersPolicy
from yard.local.folder import LocalFolder
from yard.local.processes import end_marked, marked
from yard.local.wait import wait_until_healthy

REPOSITORY = Path(__file__).resolve().parents[4]
SITE = HeadersPolicy(
    added=(Header(name="Content-Security-Policy", value="default-src 'self'"),), removed=("x-amz-version-id",)
)
SERVICES = HeadersPolicy(
    added=(Header(name="Set-Cookie", value="no", override=False), Header(name="X-A", value="1"))
)
DISTRIBUTION = Distribution(
    behaviours=(
        Behaviour(pattern="/echo*", methods=("GET", "HEAD", "POST"), headers=SERVICES),
        Behaviour(
            site="web", methods=("GET", "HEAD", "OPTIONS"), function="arn:router", headers=SITE, compress=True
        ),
    ),
    functions={"arn:router": (REPOSITORY / "modules" / "edge" / "site_router.js").read_text()},
    default_root_object="index.html",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalFolder]:
    folder = LocalFolder(tmp_path_factory.mktemp("edge") / ".yard" / "test" / "local", "test")
    folder.create()
    yield folder
    end_marked(folder.path, patience_seconds=1)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("dist")
    (site / "index.html").write_text("<h1>Shop</h1>")
    (site / "app.3f2a91c0.js").write_text("let x;\n" * 500)
    (site.parent / "secret.txt").write_text("outside")
    return site


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory, site: Path) -> Desired:
    plain = desired(tmp_path_factory.mktemp("code") / "apps")
    applied = plain.applied.model_copy(update={"distribution": DISTRIBUTION})
    return plain.model_copy(update={"applied": applied, "sites": {"web": site}})


@pytest.fixture(scope="module")
def client(folder: LocalFolder, wanted: Desired) -> Iterator[httpx.Client]:
    supervisor = Supervisor(folder)
    supervisor.start()
    supervisor.apply(wanted)
    wait_until_healthy(supervisor, folder, lambda text: None, 20)
    with httpx.Client(base_url=f"http://127.0.0.1:{wanted.port}") as client:
        yield client
    supervisor.stop()
    assert marked(folder.path) == []


def test_status_tells_of_the_site(client: httpx.Client, folder: LocalFolder, site: Path) -> None:
    status = Supervisor(folder).status()

    assert status is not None
    found = status["sites"]["web"]
    assert found.pop("pid")
    assert found == {"healthy": True, "folder": str(site), "routes": ["*"], "last_failure": ""}


@pytest.mark.parametrize("path", ["/", "/products/7", "/basket?step=2"])
def test_every_page_of_a_single_page_application_is_its_index(client: httpx.Client, path: str) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.text) == (200, "<h1>Shop</h1>")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Security-Policy"] == "default-src 'self'"
    assert "X-Amz-Version-Id" not in answer.headers


def test_a_file_with_a_hash_in_its_name_is_kept_for_good_and_comes_compressed(client: httpx.Client) -> None:
    with client.stream("GET", "/app.3f2a91c0.js", headers={"Accept-Encoding": "gzip"}) as answer:
        body = b"".join(answer.iter_raw())

    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body).startswith(b"let x;")


def test_a_file_that_the_browser_has_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get("/")

    again = client.get("/", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["/nothing.png", "/..%2Fsecret.txt", "/%2e%2e/secret.txt"])
def test_a_missing_file_is_a_404_and_none_outside_is_found(client: httpx.Client, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert "outside" not in answer.text


def test_services_answer_below_their_paths_with_the_headers_that_they_lack(client: httpx.Client) -> None:
    answer = client.post("/echo", content="x")

    assert answer.json()["path"] == "/echo"
    # The viewer, as CloudFront saw it, and CloudFront, as the load balancer did.
    assert dict(answer.json()["headers"])["X-Forwarded-For"] == "127.0.0.1, 127.0.0.1"
    assert answer.headers["X-A"] == "1"
    assert answer.headers.get_list("Set-Cookie") == ["a=1", "b=2"]


def test_a_method_that_a_behaviour_does_not_allow_is_refused(client: httpx.Client) -> None:
    assert client.post("/", content="x").status_code == 403
    assert client.delete("/echo").status_code == 403


def test_the_site_comes_back_when_what_runs_its_function_is_killed(
    client: httpx.Client, folder: LocalFolder
) -> None:
    (router,) = [process for process in marked(folder.path) if "router.mjs" in " ".join(process.cmdline())]

    os.kill(router.pid, signal.SIGKILL)

    until(lambda: client.get("/").status_code == 200, "the site")
