from __future__ import annotations

from pathlib import Path

import pytest

from yard.config import InputError
from yard.sites.files import AN_HOUR, IMMUTABLE, REVALIDATED, SiteFile, digest_of, is_hashed, read_site


def site(folder: Path, **files: str) -> Path:
    for name, text in {"index.html": "<h1>Shop</h1>", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def a_file(name: str) -> SiteFile:
    return SiteFile(name, Path(name), "0" * 64)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("assets/app-DiwrgTda.js", "text/javascript; charset=utf-8"),
        ("assets/app.css", "text/css; charset=utf-8"),
        ("data.json", "application/json; charset=utf-8"),
        ("app.js.map", "application/json; charset=utf-8"),
        ("site.webmanifest", "application/manifest+json; charset=utf-8"),
        ("logo.svg", "image/svg+xml; charset=utf-8"),
        ("font.woff2", "font/woff2"),
        ("module.wasm", "application/wasm"),
        ("photo.JPG", "image/jpeg"),
        ("photo.avif", "image/avif"),
        ("favicon.ico", "image/vnd.microsoft.icon"),
        ("LICENSE", "application/octet-stream"),
    ],
)
def test_browsers_are_told_what_a_file_is_the_same_on_every_machine(name: str, kind: str) -> None:
    assert a_file(name).content_type == kind


@pytest.mark.parametrize(
    "name",
    [
        "assets/index-DiwrgTda.js",
        "assets/index-BxYz12_3.css",
        "app.3f2a91c0.js",
        "app.3f2a91c0.js.map",
        "static/js/main.8f7e6d5c4b3a.chunk.js",
        "_next/static/chunks/webpack-a1b2c3d4e5f60718.js",
        "img/logo-0a1b2c3d4e5f67890a1b2c3d4e5f6789.png",
    ],
)
def test_a_name_with_a_hash_is_kept_for_a_year(name: str) -> None:
    assert is_hashed(name)
    assert a_file(name).cache_control == IMMUTABLE


@pytest.mark.parametrize(
    "name",
    [
        "index.html",
        "about/index.html",
        "posts/post-3f2a91c0.html",
        "photo-20240101.jpg",
        "apple-touch-icon-precomposed.png",
        "team-JohnDoe1.png",
        "assets/hero-background.jpg",
        "assets/photo-Portrait.jpg",
        "report-december.pdf",
        "fonts/inter-regular.woff2",
    ],
)
def test_what_only_looks_like_a_hash_is_not_kept_for_a_year(name: str) -> None:
    assert not is_hashed(name)


@pytest.mark.parametrize(
    ("name", "control"),
    [
        ("index.html", REVALIDATED),
        ("sw.js", REVALIDATED),
        ("config.json", REVALIDATED),
        ("site.webmanifest", REVALIDATED),
        ("robots.txt", REVALIDATED),
        (".well-known/apple-app-site-association", REVALIDATED),
        ("favicon.ico", AN_HOUR),
        ("logo.png", AN_HOUR),
    ],
)
def test_pages_are_asked_for_each_time_and_the_rest_each_hour(name: str, control: str) -> None:
    assert a_file(name).cache_control == control


def test_the_same_files_are_the_same_release_wherever_they_are(tmp_path: Path) -> None:
    one = read_site(site(tmp_path / "one", **{"assets/a.js": "1"}), "one")
    two = read_site(site(tmp_path / "two", **{"assets/a.js": "1"}), "two")

    assert digest_of(one) == digest_of(reversed(two))
    assert len(digest_of(one)) == len("sha256:") + 64


@pytest.mark.parametrize("files", [{"assets/a.js": "2"}, {"assets/b.js": "1"}, {}])
def test_another_content_or_name_is_another_release(tmp_path: Path, files: dict[str, str]) -> None:
    one = read_site(site(tmp_path / "one", **{"assets/a.js": "1"}), "one")
    two = read_site(site(tmp_path / "two", **files), "two")

    assert digest_of(one) != digest_of(two)


def test_a_folder_that_is_not_there_or_has_no_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"^dist: there is no such folder\. Build the site first, or name another"
    ):
        read_site(tmp_path / "dist", "dist")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"^empty: there is no index\.html in it\."):
        read_site(tmp_path / "empty", "empty")


def test_a_link_out_of_the_folder_is_refused_so_that_no_secret_is_published(tmp_path: Path) -> None:
    folder = site(tmp_path / "dist")
    (tmp_path / "key.pem").write_text("secret")
    (folder / "key.pem").symlink_to(tmp_path / "key.pem")

    with pytest.raises(
        InputError, match=r"^dist/key\.pem: leads out of the folder\. Copy the file into it\."
    ):
        read_site(folder, "dist")
