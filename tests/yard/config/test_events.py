from __future__ import annotations

from typing import Any

import pytest

from yard.config import InputError

ORDERS = "name: orders\nteam: sales\npublishes: [order-placed]\n"
QUOTES = "apps/quotes/service.yaml"


def problems(repository: Any, text: str) -> list[str]:
    repository.write("apps/orders/service.yaml", ORDERS)
    repository.write(QUOTES, f"name: quotes\nteam: sales\n{text}")
    with pytest.raises(InputError) as caught:
        repository.services()
    return list(caught.value.problems)


def test_a_service_says_what_it_publishes_and_into_which_queue_what_it_heard_goes(repository: Any) -> None:
    repository.write("apps/orders/service.yaml", ORDERS)
    repository.write(
        QUOTES, "name: quotes\nteam: sales\nqueues: {inbox: {}}\nsubscribes: {order-placed: inbox}\n"
    )

    services = repository.services()

    assert services["orders"].publishes == ("order-placed",)
    assert services["quotes"].subscribes == {"order-placed": "inbox"}


def test_a_subscription_names_a_queue_of_the_service(repository: Any) -> None:
    assert problems(repository, "queues: {inbox: {}}\nsubscribes: {order-placed: orders}\n") == [
        f"{QUOTES}:4 subscribes.order-placed: orders is not a queue of this service. Use inbox."
    ]
    assert problems(repository, "subscribes: {order-placed: inbox}\n") == [
        f"{QUOTES}:3 subscribes.order-placed: inbox is not a queue of this service. Add queues: {{inbox: {{}}}}."
    ]


def test_a_slip_in_the_name_of_an_event_is_found(repository: Any) -> None:
    assert problems(repository, "queues: {inbox: {}}\nsubscribes: {order-plced: inbox}\n") == [
        f"{QUOTES}:4 subscribes.order-plced: no service publishes it. Did you mean order-placed?"
    ]


def test_a_subscriber_may_come_before_the_first_publisher(repository: Any) -> None:
    repository.write(
        QUOTES, "name: quotes\nteam: sales\nqueues: {inbox: {}}\nsubscribes: {stock-low: inbox}\n"
    )

    assert repository.services()["quotes"].subscribes == {"stock-low": "inbox"}


def test_an_event_is_published_once_and_the_variable_of_the_bus_is_taken(repository: Any) -> None:
    assert problems(repository, "publishes: [stock-low, stock-low]\n") == [
        f"{QUOTES}:3 publishes[1]: stock-low stands here twice. Keep one."
    ]
    assert problems(repository, "publishes: [stock-low]\nenvironment: {EVENT_BUS: other}\n") == [
        f"{QUOTES}:4 environment.EVENT_BUS: EVENT_BUS is set by publishes already. Use another name."
    ]
