"""Every mistake has its sentence: place, what was found, what is allowed, what to do."""

# a sentence stays in one piece

from __future__ import annotations

from typing import Any

import pytest

DEV = "environments/dev.yaml"
ORDERS = "apps/orders/service.yaml"
ENVIRONMENT = """\
name: dev
account: "111111111111"
region: eu-west-1
zones: [eu-west-1a, eu-west-1b]
"""
SERVICE = "name: orders\nteam: sales\n"

ENVIRONMENTS: dict[str, tuple[str | bytes, str]] = {__ENVIRONMENTS__}

SERVICES: dict[str, tuple[str, str]] = {__SERVICES__}


@pytest.mark.parametrize(("content", "sentence"), ENVIRONMENTS.values(), ids=ENVIRONMENTS)
def test_a_mistake_in_an_environment_is_told_in_one_sentence(
    repository: Any, content: str | bytes, sentence: str
) -> None:
    problems = repository.problems({DEV: content})

    assert problems == [sentence]


@pytest.mark.parametrize(("content", "sentence"), SERVICES.values(), ids=SERVICES)
def test_a_mistake_in_a_manifest_is_told_in_one_sentence(
    repository: Any, content: str, sentence: str
) -> None:
    problems = repository.problems({ORDERS: content})

    assert problems == [sentence]


def test_all_mistakes_of_a_file_are_told_at_once_in_its_order(repository: Any) -> None:
    manifest = SERVICE + "memmory: 512\nport: 70000\ncpu: 300\nscale: {min: 9, max: 2}\nsecrets: [port]\n"

    problems = repository.problems({ORDERS: manifest})

    assert problems == [
        f"{ORDERS}:3 memmory: no such key. Did you mean memory?",
        f"{ORDERS}:4 port: 70000 is too large. Use 1 to 65535.",
        f"{ORDERS}:5 cpu: 300 is not allowed. Use 256, 512, 1024, 2048, 4096, 8192 or 16384.",
        f"{ORDERS}:6 scale.min: 9 is more than max 2. Lower min, or raise max.",
        f"{ORDERS}:7 secrets[0]: every container has a variable PORT. Use another name.",
    ]


def test_a_wrong_key_does_not_hide_a_rule_over_other_keys(repository: Any) -> None:
    problems = repository.problems({ORDERS: SERVICE + "port: http\ncpu: 256\nmemory: 4096\n"})

    assert problems == [
        f"{ORDERS}:3 port: http is not a whole number. Use one, for example port: 8080.",
        f"{ORDERS}:5 memory: 4096 does not go with cpu 256. Use 512, 1024 or 2048 (MiB), or raise cpu to 512.",
    ]


def test_a_rule_is_not_judged_with_the_default_of_a_key_that_is_wrong(repository: Any) -> None:
    problems = repository.problems({ORDERS: SERVICE + "cpu: lots\nmemory: 4096\n"})

    assert problems == [
        f"{ORDERS}:3 cpu: lots is not allowed. Use 256, 512, 1024, 2048, 4096, 8192 or 16384."
    ]


def test_a_missing_key_says_what_it_means_and_how_to_write_it(repository: Any) -> None:
    problems = repository.problems({DEV: "name: dev\n"})

    assert problems == [
        f"{DEV}:1 account: is missing. AWS account id: 12 digits, in quotes, because a number would lose its zeros."
        ' Add it, for example account: "111111111111".',
        f"{DEV}:1 region: is missing. AWS region. Add it, for example region: eu-west-1.",
        f"{DEV}:1 zones: is missing. Availability zones of the region, 2 to 6; a load balancer needs two."
        " Add it, for example zones: [eu-west-1a, eu-west-1b].",
    ]


def test_keys_that_stand_twice_are_all_told(repository: Any) -> None:
    problems = repository.problems({DEV: "name: dev\nname: prod\nnetwork:\n  nat: none\n  nat: single\n"})

    assert problems == [
        f"{DEV}:2 name: stands here a second time, first at line 1. Keep one of the two.",
        f"{DEV}:5 network.nat: stands here a second time, first at line 4. Keep one of the two.",
    ]


def test_mistakes_of_several_services_are_told_together(repository: Any) -> None:
    problems = repository.problems(
        {ORDERS: SERVICE + "port: 0\n", "apps/quotes/service.yaml": "name: quotes\nteam: sales\nport: -1\n"}
    )

    assert problems == [
        f"{ORDERS}:3 port: 0 is too small. Use 1 to 65535.",
        "apps/quotes/service.yaml:3 port: -1 is too small. Use 1 to 65535.",
    ]
