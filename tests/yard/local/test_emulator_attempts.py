"""The emulated AWS keeps a journal of creations, and gives the answer to a request of one again, doing nothing."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from yard.local.emulator_attempts import KeptAnswers
from yard.offline.attempts import KEY_HEADER, PATH

KEY = "4f1c"


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
    return written(Client(KeptAnswers(Counting())))


def written(client: Client) -> Client:
    client.put(PATH, json={"keys": [KEY], "values": {}})
    return client


def ask(client: Client, key: str = "", path: str = "/") -> str:
    return client.post(path, headers={KEY_HEADER: key} if key else {}).text


def test_a_key_gets_its_first_answer_again(client: Client) -> None:
    assert [ask(client, f"{KEY}#0"), ask(client, f"{KEY}#1"), ask(client, f"{KEY}#0")] == ["1", "2", "1"]


def test_requests_without_a_key_are_never_answered_from_the_past(client: Client) -> None:
    assert [ask(client), ask(client)] == ["1", "2"]


def test_an_error_is_not_kept(client: Client) -> None:
    assert [ask(client, f"{KEY}#0", "/broken"), ask(client, f"{KEY}#0")] == ["1", "2"]


def test_a_request_of_a_run_that_is_over_is_refused(client: Client) -> None:
    ask(client, f"{KEY}#0")

    client.delete(PATH, json={"keys": [KEY]})

    assert client.post("/", headers={KEY_HEADER: f"{KEY}#0"}).status_code == 409


def test_the_journal_is_read_as_it_was_written_the_oldest_first(client: Client) -> None:
    client.put(PATH, json={"keys": ["a"], "values": {"type": "aws_vpc"}})
    client.put(PATH, json={"keys": [KEY, "a"], "values": {"made": {"id": "vpc-1"}}})

    told = json.loads(client.get(PATH).text)

    assert list(told) == [KEY, "a"]
    assert told["a"] == {"type": "aws_vpc", "made": {"id": "vpc-1"}}


def test_a_request_sent_again_while_the_first_is_at_work_waits_for_its_answer() -> None:
    begun, go_on = threading.Event(), threading.Event()

    class Slow(Counting):
        def __call__(self, environ: Any, start_response: Any) -> Any:
            begun.set()
            go_on.wait(10)
            return super().__call__(environ, start_response)

    application = KeptAnswers(Slow())
    written(Client(application))
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(ask, Client(application), f"{KEY}#0")
        begun.wait(10)
        second = pool.submit(ask, Client(application), f"{KEY}#0")
        go_on.set()

    assert first.result() == second.result() == "1"
