from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from yard.config import SIZES, Scale, Service, Workspace

ORDERS, QUOTES = "apps/orders/service.yaml", "apps/quotes/service.yaml"
SERVICE = "name: orders\nteam: sales\n"
OTHER = "name: quotes\nteam: sales\n"
DESIGN = """\
name: catalog
team: merchandising
runtime: ecs                     # ecs | eks | lambda
port: 8080
routes: [/api/catalog]
health: /health/ready
cpu: 256                         # CPU units; memory in MiB; only pairs that Fargate accepts
memory: 512
scale: {min: 2, max: 20, cpu: 60, requests_per_task: 500, schedule: []}
deploy: {strategy: canary, percent: 10, bake_minutes: 5}    # rolling | blue_green | canary | linear
data:
  tables: {products: {hash_key: id, indexes: {by_category: {hash_key: category}}, ttl: expires_at}}
  cache: {engine: valkey}
  database: {engine: postgres}   # postgres mysql mariadb aurora-postgresql aurora-mysql oracle sqlserver
  buckets: {images: {}}
queues: {}
calls: [quotes]                  # other services it may call: opens just that path, injects QUOTES_URL
secrets: [payment_api_key]
environments:                    # overrides per environment, merged over the above
  prod: {scale: {min: 4}}
"""


def test_the_example_of_the_design_is_read(repository: Any) -> None:
    repository.write("apps/catalog/service.yaml", DESIGN)
    repository.write(QUOTES, OTHER)

    catalog = repository.services("prod")["catalog"]

    assert (catalog.scale.min, catalog.scale.max, catalog.scale.schedule) == (4, 20, ())
    assert catalog.deploy.strategy == "canary"
    assert catalog.data.tables["products"].indexes["by_category"].hash_key == "category"
    assert catalog.data.database is not None
    assert catalog.calls == ("quotes",)
    assert catalog.line_of("data.tables.products.ttl") == 12


def test_two_keys_are_enough() -> None:
    service = Service.model_validate({"name": "order-desk", "team": "sales"})

    assert (service.runtime, service.port, service.routes, service.health) == (
        "ecs",
        8080,
        (),
        "/health/ready",
    )
    assert (service.cpu, service.memory, service.deploy.strategy) == (256, 512, "rolling")
    assert (service.data.tables, service.queues, service.secrets, service.environment) == ({}, {}, (), {})


def test_a_service_without_a_command_runs_its_package_under_gunicorn() -> None:
    service = Service.model_validate({"name": "order-desk", "team": "sales"})
    node = Service.model_validate({"name": "quotes", "team": "sales", "command": ["node", "server.js"]})

    assert service.container_command == (
        "gunicorn", "--config", "python:chassis.gunicorn", "order_desk:create_app()",
    )  # fmt: skip
    assert node.container_command == ("node", "server.js")


def test_services_come_sorted_by_name(repository: Any) -> None:
    repository.write("apps/zebra/service.yaml", "name: zebra\nteam: zoo\n")
    repository.write("apps/ant/service.yaml", "name: ant\nteam: zoo\n")

    assert list(repository.services()) == ["ant", "orders", "zebra"]


def test_a_library_and_hidden_folders_are_passed_over(repository: Any) -> None:
    repository.write("apps/chassis/pyproject.toml", "")
    repository.write("apps/.idea/x", "")
    repository.write("apps/__pycache__/x", "")
    repository.write("apps/service.schema.json", "{}")

    assert list(repository.services()) == ["orders"]


def test_a_folder_without_a_manifest_is_told(repository: Any) -> None:
    problems = repository.problems({"apps/quotes/README.md": "", "apps/shop/service.yml": ""})

    assert problems == [
        "apps/quotes: has no service.yaml. Add one; a library has a pyproject.toml instead.",
        "apps/shop/service.yml: manifests end in .yaml. Rename it to service.yaml.",
    ]


def test_no_services_and_no_folder_are_told(repository: Any) -> None:
    (repository.root / ORDERS).unlink()
    (repository.root / "apps/orders").rmdir()

    assert repository.problems() == ["apps: there is no service. Add a folder with a service.yaml."]

    (repository.root / "apps").rmdir()

    assert repository.problems() == [
        "apps: there is no such folder. Make it and add a folder for each service."
    ]


def test_two_services_cannot_have_one_route(repository: Any) -> None:
    problems = repository.problems(
        {ORDERS: SERVICE + "routes:\n  - /api/x\n  - /api/shop\n", QUOTES: OTHER + "routes: [/api/shop]\n"}
    )

    assert problems == [
        f"{QUOTES}:3 routes[0]: /api/shop is a route of orders ({ORDERS}:5) too. Use another prefix."
    ]


def test_a_route_cannot_be_inside_anothers(repository: Any) -> None:
    below = repository.problems(
        {ORDERS: SERVICE + "routes: [/api/shop]\n", QUOTES: OTHER + "routes: [/api/shop/quotes]\n"}
    )
    above = repository.problems({QUOTES: OTHER + "routes: [/api]\n"})
    root = repository.problems({QUOTES: OTHER + "routes: [/]\n"})

    assert below == [
        f"{QUOTES}:3 routes[0]: /api/shop/quotes is below /api/shop of orders ({ORDERS}:3). Use another prefix."
    ]
    assert above == [
        f"{QUOTES}:3 routes[0]: /api is above /api/shop of orders ({ORDERS}:3). Use another prefix."
    ]
    assert root == [f"{QUOTES}:3 routes[0]: / is above /api/shop of orders ({ORDERS}:3). Use another prefix."]


def test_routes_that_only_begin_alike_are_two_routes(repository: Any) -> None:
    assert (
        repository.problems({ORDERS: SERVICE + "routes: [/api]\n", QUOTES: OTHER + "routes: [/apis]\n"}) == []
    )


def test_a_call_to_an_unknown_service_suggests_the_nearest(repository: Any) -> None:
    problems = repository.problems({ORDERS: SERVICE + "calls: [quote]\n", QUOTES: OTHER})

    assert problems == [f"{ORDERS}:3 calls[0]: there is no service quote. Did you mean quotes?"]


def test_a_call_to_a_service_whose_manifest_is_wrong_is_no_second_mistake(repository: Any) -> None:
    problems = repository.problems({ORDERS: SERVICE + "calls: [quotes]\n", QUOTES: OTHER + "port: 0\n"})

    assert problems == [f"{QUOTES}:3 port: 0 is too small. Use 1 to 65535."]


def test_what_a_manifest_leaves_open_comes_from_the_environments_size(repository: Any) -> None:
    dev, prod = repository.services("dev")["orders"].scale, repository.services("prod")["orders"].scale

    assert (dev.min, dev.max) == (SIZES["small"].min_tasks, SIZES["small"].max_tasks)
    assert (prod.min, prod.max) == (SIZES["large"].min_tasks, SIZES["large"].max_tasks)


@given(st.sampled_from(sorted(SIZES)), st.none() | st.integers(0, 1000), st.none() | st.integers(1, 1000))
def test_a_size_never_overrules_the_manifest(size: Any, least: int | None, most: int | None) -> None:
    if least is not None and most is not None and least > most:
        least, most = most, least
    scale = Scale(min=least, max=most).within(SIZES[size])

    assert scale.min is not None
    assert scale.max is not None
    assert scale.min <= scale.max
    assert least in (None, scale.min)
    assert most in (None, scale.max)


def test_services_can_live_in_another_folder(repository: Any) -> None:
    repository.write("elsewhere/quotes/service.yaml", OTHER)
    (repository.root / "else").mkdir()
    workspace = Workspace.at(repository.root, apps=repository.root / "elsewhere")

    assert workspace.apps == repository.root / "elsewhere"
    assert workspace.shown(workspace.apps) == "elsewhere"


def test_calls_in_a_circle_are_refused_once_with_the_way_round(repository: Any) -> None:
    repository.write(ORDERS, SERVICE + "calls: [quotes]\n")
    repository.write(QUOTES, OTHER + "calls: [stock]\n")
    repository.write("apps/stock/service.yaml", "name: stock\nteam: sales\ncalls: [billing, orders]\n")
    repository.write("apps/billing/service.yaml", "name: billing\nteam: sales\n")

    assert repository.problems() == [
        f"{ORDERS}:3 calls[0]: orders calls quotes calls stock calls orders: of services that call in a circle none can"
        " be deployed first, and one that fails takes all down. Publish an event in place of one of the calls."
    ]


def test_two_services_that_call_each_other_are_a_circle_too(repository: Any) -> None:
    repository.write(ORDERS, SERVICE + "calls: [quotes]\n")
    repository.write(QUOTES, OTHER + "calls: [orders]\n")

    assert [problem.split(": of ")[0] for problem in repository.problems()] == [
        f"{ORDERS}:3 calls[0]: orders calls quotes calls orders"
    ]


def test_calling_the_same_service_twice_over_is_no_circle(repository: Any) -> None:
    repository.write(ORDERS, SERVICE + "calls: [quotes, stock]\n")
    repository.write(QUOTES, OTHER + "calls: [stock]\n")
    repository.write("apps/stock/service.yaml", "name: stock\nteam: sales\n")

    assert list(repository.services("dev")) == ["orders", "quotes", "stock"]
