from __future__ import annotations

from typing import Any

import pytest

from yard.config import load_environment, load_releases

DEV = "environments/releases/dev.yaml"
DIGEST = "sha256:" + "0123456789abcdef" * 4
USE = "Use one such as 111111111111.dkr.ecr.eu-west-1.amazonaws.com/dev-catalog@sha256: and 64 hexadecimal digits."


def releases(repository: Any) -> dict[str, str]:
    environment = load_environment(repository.workspace, "dev")
    return load_releases(repository.workspace, environment, repository.services())


def test_no_file_is_no_release(repository: Any) -> None:
    assert releases(repository) == {}


@pytest.mark.parametrize("content", ["", "# nothing yet\n", "{}\n"])
def test_an_empty_file_is_no_release(repository: Any, content: str) -> None:
    repository.write(DEV, content)

    assert releases(repository) == {}


@pytest.mark.parametrize(
    "name",
    [
        "111111111111.dkr.ecr.eu-west-1.amazonaws.com/dev-orders",
        "ghcr.io/shop/orders",
        "localhost:5000/orders",
        "orders",
        "registry.example.com/shop/orders:1.2.3",
    ],
)
def test_an_image_of_any_registry_is_a_release(repository: Any, name: str) -> None:
    repository.write(DEV, f"orders: {name}@{DIGEST}\n")

    assert releases(repository) == {"orders": f"{name}@{DIGEST}"}


def test_releases_come_sorted(repository: Any) -> None:
    repository.write("apps/ant/service.yaml", "name: ant\nteam: zoo\n")
    repository.write(DEV, f"orders: o@{DIGEST}\nant: a@{DIGEST}\n")

    assert list(releases(repository)) == ["ant", "orders"]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("orders: shop/orders:latest\n", "orders: shop/orders:latest is not pinned by a digest."),
        ("orders: shop/orders@sha256:12ab\n", "orders: shop/orders@sha256:12ab is not an image reference."),
        (f"orders: Shop/orders@{DIGEST}x\n", f"orders: Shop/orders@{DIGEST}x is not an image reference."),
        ("orders: 12\n", "orders: is not an image reference."),
        ("orders:\n", "orders: is not an image reference."),
    ],
)
def test_what_is_no_image_pinned_by_digest_is_refused(repository: Any, content: str, found: str) -> None:
    assert repository.problems({DEV: content}) == [f"{DEV}:1 {found} {USE}"]


def test_a_release_of_an_unknown_service_is_refused(repository: Any) -> None:
    assert repository.problems({DEV: f"order: o@{DIGEST}\n"}) == [
        f"{DEV}:1 order: there is no service order. Did you mean orders?"
    ]


def test_the_release_of_a_site_is_a_digest(repository: Any) -> None:
    repository.write("apps/web/service.yaml", "name: web\nteam: shop\nruntime: static\nroutes: [/]\n")
    repository.write(DEV, f"web: {DIGEST}\n")

    assert releases(repository) == {"web": DIGEST}
    assert repository.problems({DEV: f"web: shop/web@{DIGEST}\n"}) == [
        f"{DEV}:1 web: shop/web@{DIGEST} is not the digest of a published folder. Use one such as sha256: and 64"
        " hexadecimal digits, which yard deploy writes."
    ]
