"""A static site in a manifest: what it may say, and what does not go with it."""

from __future__ import annotations

from typing import Any

import pytest

WEB = "apps/web/service.yaml"
SITE = "name: web\nteam: shop\nruntime: static\nroutes: [/]\n"


def test_a_site_needs_a_route_and_no_more(repository: Any) -> None:
    repository.write(WEB, SITE)

    site = repository.services()["web"]

    assert (site.static.folder, site.static.build, site.static.spa) == ("dist", (), True)


def test_a_site_says_what_it_publishes(repository: Any) -> None:
    repository.write(WEB, SITE + "static: {folder: public/out, build: [npm, run, build], spa: false}\n")

    static = repository.services()["web"].static

    assert (static.folder, static.build, static.spa) == ("public/out", ("npm", "run", "build"), False)


@pytest.mark.parametrize(
    "line",
    [
        "port: 8080",
        "cpu: 256",
        "calls: [orders]",
        "command: [node, server.js]",
        "data: {tables: {a: {hash_key: id}}}",
        "deploy: {strategy: rolling}",
        "environment: {A: b}",
        "health: /health",
        "queues: {}",
        "scale: {min: 2}",
        "secrets: [api_key]",
    ],
)
def test_what_is_about_running_code_does_not_go_with_a_site(repository: Any, line: str) -> None:
    key = line.partition(":")[0]

    assert repository.problems({WEB: SITE + line + "\n"}) == [
        f"{WEB}:5 {key}: does not go with runtime static: a site is files, and no code of it runs. Take it out."
    ]


def test_an_override_cannot_bring_it_back(repository: Any) -> None:
    assert repository.problems({WEB: SITE + "environments:\n  prod: {scale: {min: 2}}\n"}) == [
        f"{WEB}:6 environments.prod.scale: does not go with runtime static: a site is files, and no code of it runs."
        " Take it out."
    ]


def test_a_site_without_a_route_is_refused(repository: Any) -> None:
    assert repository.problems({WEB: "name: web\nteam: shop\nruntime: static\n"}) == [
        f"{WEB}:3 runtime: a static site without a route is seen by nobody. Add routes: [/]."
    ]


def test_only_a_site_publishes_a_folder(repository: Any) -> None:
    assert repository.problems({WEB: "name: web\nteam: shop\nstatic: {folder: dist}\n"}) == [
        f"{WEB}:3 static: does not go with runtime ecs. Add runtime: static, or take it out."
    ]


@pytest.mark.parametrize("folder", ["/srv/www", "../other", "dist/../..", "dist/", ""])
def test_a_folder_outside_the_services_own_is_refused(repository: Any, folder: str) -> None:
    (problem,) = repository.problems({WEB: SITE + f'static: {{folder: "{folder}"}}\n'})

    assert problem.startswith(f"{WEB}:5 static.folder: ")
    assert problem.endswith(
        "Use a folder below the service's own, with / between its parts, for example dist."
    )


def test_a_site_at_the_root_leaves_their_routes_to_the_services(repository: Any) -> None:
    repository.write("apps/orders/service.yaml", "name: orders\nteam: sales\nroutes: [/api/orders]\n")

    assert repository.problems({WEB: SITE}) == []


def test_a_site_and_a_service_cannot_have_one_route(repository: Any) -> None:
    repository.write("apps/orders/service.yaml", "name: orders\nteam: sales\nroutes: [/]\n")

    assert repository.problems({WEB: SITE}) == [
        f"{WEB}:4 routes[0]: / is a route of orders (apps/orders/service.yaml:3) too. Use another prefix."
    ]


def test_a_site_cannot_be_called(repository: Any) -> None:
    repository.write("apps/orders/service.yaml", "name: orders\nteam: sales\ncalls: [web]\n")

    assert repository.problems({WEB: SITE}) == [
        "apps/orders/service.yaml:3 calls[0]: web is a static site, which answers no calls. Take it out."
    ]
