"""Answers to creations are kept by the emulated AWS and given again, once, to whoever asks with the same key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.serving import make_server
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from yard.local.emulator_attempts import KeptAnswers
from yard.offline.attempts import KEY_HEADER, PATH, REPEATED_HEADER, Attempts

KEY = "dev-shop/aws_vpc/1/0"


class Counting:
    """Answers with the number of the request; `/broken` with an error."""

    def __init__(self) -> None:
        self.requests = 0

    def __call__(self, environ: Any, start_response: Any) -> Any:
        self.requests += 1
        broken = Request(environ).path == "/broken"
        return Response(str(self.requests), status=500 if broken else 200)(environ, start_response)


@pytest.fixture
def client() -> Client:
    return Client(KeptAnswers(Counting()))


def ask(client: Client, key: str = "", path: str = "/") -> tuple[str, bool]:
    answer = client.post(path, headers={KEY_HEADER: key} if key else {})
    return answer.text, REPEATED_HEADER in answer.headers


def test_a_key_gets_its_first_answer_again(client: Client) -> None:
    assert [ask(client, f"{KEY}#0"), ask(client, f"{KEY}#1"), ask(client, f"{KEY}#0")] == [
        ("1", False),
        ("2", False),
        ("1", True),
    ]


def test_requests_without_a_key_are_never_answered_from_the_past(client: Client) -> None:
    assert [ask(client), ask(client)] == [("1", False), ("2", False)]


def test_an_error_is_not_kept(client: Client) -> None:
    assert [ask(client, f"{KEY}#0", "/broken"), ask(client, f"{KEY}#0")] == [("1", False), ("2", False)]


def test_what_is_deleted_is_forgotten_under_every_key_that_made_it(client: Client) -> None:
    ask(client, f"{KEY}#0")
    client.put(PATH, json={"key": KEY, "made": "dev-shop/aws_vpc/vpc-1"})

    client.delete(PATH, json={"made": "dev-shop/aws_vpc/vpc-1"})

    assert ask(client, f"{KEY}#0") == ("2", False)


@pytest.fixture
def endpoint() -> Iterator[str]:
    import threading

    server = make_server("127.0.0.1", 0, KeptAnswers(Counting()), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Cloud:
    """Makes things by a boto3 client of our own, with the ids that the emulated AWS answers."""

    def __init__(self, endpoint: str) -> None:
        from yard.offline.handlers import Cloud as Emulated

        self.client = Emulated(endpoint, "111111111111", "eu-west-1").client("s3")
        self.gone: set[str] = set()

    def make(self) -> dict[str, Any]:
        return {"id": self.client.get_object(Bucket="b", Key="k")["Body"].read().decode()}

    def exists(self, made: dict[str, Any]) -> bool:
        return made["id"] not in self.gone


def attempts(endpoint: str, *known: str) -> Attempts:
    found = Attempts.of(endpoint, "dev-shop", [("aws_vpc", one) for one in known])
    assert found
    return found


def test_a_creation_that_terraform_never_heard_of_is_taken_up(endpoint: str) -> None:
    cloud = Cloud(endpoint)
    made = attempts(endpoint).create("aws_vpc", {"cidr": "a"}, cloud.make, cloud.exists)

    again = attempts(endpoint).create("aws_vpc", {"cidr": "a"}, cloud.make, cloud.exists)

    assert again == made


def test_one_that_is_in_the_state_already_is_another_resource_with_the_same_values(endpoint: str) -> None:
    cloud = Cloud(endpoint)
    first = attempts(endpoint).create("aws_vpc", {"cidr": "a"}, cloud.make, cloud.exists)

    second = attempts(endpoint, first["id"]).create("aws_vpc", {"cidr": "a"}, cloud.make, cloud.exists)

    assert second != first


def test_one_that_somebody_took_away_is_made_anew(endpoint: str) -> None:
    cloud = Cloud(endpoint)
    first = attempts(endpoint).create("aws_vpc", {"cidr": "a"}, cloud.make, cloud.exists)
    cloud.gone.add(first["id"])

    assert attempts(endpoint).create("aws_vpc", {"cidr": "a"}, cloud.make, cloud.exists) != first


def test_one_that_was_deleted_is_made_anew(endpoint: str) -> None:
    cloud = Cloud(endpoint)
    made = attempts(endpoint)
    first = made.create("aws_vpc", {"cidr": "a"}, cloud.make, cloud.exists)

    made.forget("aws_vpc", first["id"])

    assert made.create("aws_vpc", {"cidr": "a"}, cloud.make, cloud.exists) != first


def test_an_emulator_that_keeps_no_answers_is_used_without() -> None:
    assert Attempts.of("http://127.0.0.1:9", "dev-shop", []) is None
