from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from chassis import cache
from chassis.cache import Cache, CacheSettings, CacheUnavailableError, Found, MemoryStore, RedisStore, connect
from chassis.testing_cache import RedisServer, redis

COPY = {"name": "Espresso cup", "price": 1990}


class OutageError(Exception):
    pass


class Shelf:
    """What is cached: gives, fails, and counts."""

    def __init__(self) -> None:
        self.down = False
        self.loads = 0

    def load(self) -> dict[str, Any]:
        self.loads += 1
        if self.down:
            raise OutageError
        return COPY | {"load": self.loads}


class SharedStore(MemoryStore):
    """As Redis is to tasks, without one; dead if told."""

    shared = True
    dead = False

    def get(self, key: str) -> bytes | None:
        if self.dead:
            raise CacheUnavailableError
        return super().get(key)

    def set(self, key: str, copy: bytes, seconds: float) -> None:
        if self.dead:
            raise CacheUnavailableError
        super().set(key, copy, seconds)

    def delete(self, key: str) -> None:
        if self.dead:
            raise CacheUnavailableError
        super().delete(key)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def store() -> SharedStore:
    return SharedStore()


@pytest.fixture
def cups(store: SharedStore) -> Cache:
    return Cache(store, prefix="cups:1:")


def fetch(
    cups: Cache, load: Callable[[], dict[str, Any]], fresh: float = 60, stale: float = 3600
) -> Found[dict[str, Any]]:
    return cups.fetch("cup", load, fresh_seconds=fresh, stale_seconds=stale, unavailable=(OutageError,))


def test_a_fresh_copy_is_given_without_loading(cups: Cache, shelf: Shelf) -> None:
    found = [fetch(cups, shelf.load) for _ in range(3)]

    assert [one.value["load"] for one in found] == [1, 1, 1]
    assert not any(one.stale for one in found)
    assert shelf.loads == 1


def test_a_copy_that_is_old_is_loaded_again(cups: Cache, shelf: Shelf) -> None:
    fetch(cups, shelf.load)

    assert fetch(cups, shelf.load, fresh=0).value["load"] == 2


def test_in_an_outage_the_last_copy_is_given_and_says_so(cups: Cache, shelf: Shelf) -> None:
    fetch(cups, shelf.load)
    shelf.down = True

    found = fetch(cups, shelf.load, fresh=0)

    assert (found.value["load"], found.stale) == (1, True)
    assert 0 <= found.age_seconds < 5


def test_a_copy_that_is_too_old_is_not_given_in_an_outage_either(cups: Cache, shelf: Shelf) -> None:
    fetch(cups, shelf.load)
    shelf.down = True

    with pytest.raises(OutageError):
        fetch(cups, shelf.load, fresh=0, stale=0)


def test_without_a_copy_an_outage_is_one(cups: Cache, shelf: Shelf) -> None:
    shelf.down = True

    with pytest.raises(OutageError):
        fetch(cups, shelf.load)


def test_an_answer_that_is_no_outage_hides_the_copy(cups: Cache, shelf: Shelf) -> None:
    fetch(cups, shelf.load)

    def gone() -> dict[str, Any]:
        raise LookupError

    with pytest.raises(LookupError):
        fetch(cups, gone, fresh=0)


def test_what_has_changed_is_loaded_again(cups: Cache, shelf: Shelf) -> None:
    fetch(cups, shelf.load)

    cups.forget("cup")

    assert fetch(cups, shelf.load).value["load"] == 2


def test_a_dead_cache_fails_nothing(cups: Cache, store: SharedStore, shelf: Shelf) -> None:
    store.dead = True

    found = [fetch(cups, shelf.load).value["load"] for _ in range(2)]
    cups.forget("cup")

    assert found == [1, 2]


@pytest.mark.parametrize("copy", [b"", b"{", b"1", b'["a", 1]', b"[1]"])
def test_a_copy_that_cannot_be_read_is_loaded_again(
    cups: Cache, store: SharedStore, shelf: Shelf, copy: bytes
) -> None:
    store.set("cups:1:cup", copy, 60)

    assert fetch(cups, shelf.load).value["load"] == 1


def in_parallel(number: int, call: Callable[[], Any]) -> list[Any]:
    """The results, or what was raised, of calls that all run at once."""
    results: list[Any] = []

    def run() -> None:
        try:
            results.append(call())
        except Exception as error:
            results.append(error)

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    return results


def slow(load: Callable[[], dict[str, Any]]) -> Callable[[], dict[str, Any]]:
    def load_slowly() -> dict[str, Any]:
        time.sleep(0.1)
        return load()

    return load_slowly


def test_of_many_who_ask_at_once_one_loads(cups: Cache, shelf: Shelf) -> None:
    found = in_parallel(8, lambda: fetch(cups, slow(shelf.load), fresh=0))

    assert [one.value["load"] for one in found] == [1] * 8


def test_of_many_who_ask_in_an_outage_one_tries_and_all_get_the_copy(cups: Cache, shelf: Shelf) -> None:
    fetch(cups, shelf.load)
    shelf.down = True

    found = in_parallel(8, lambda: fetch(cups, slow(shelf.load), fresh=0))

    assert [(one.value["load"], one.stale) for one in found] == [(1, True)] * 8
    assert shelf.loads == 2


def test_who_waited_for_one_that_failed_for_reasons_of_its_own_loads_itself(
    cups: Cache, shelf: Shelf
) -> None:
    first = threading.Event()

    def load() -> dict[str, Any]:
        if not first.is_set():
            first.set()
            time.sleep(0.1)
            raise LookupError
        return shelf.load()

    found = in_parallel(3, lambda: fetch(cups, load, fresh=0))

    assert sum(isinstance(one, LookupError) for one in found) == 1
    assert sum(isinstance(one, Found) for one in found) == 2


def test_without_a_shared_cache_copies_help_in_an_outage_only(shelf: Shelf) -> None:
    alone = connect(CacheSettings(environment="test"), prefix="cups:1:")

    found = [fetch(alone, shelf.load).value["load"] for _ in range(2)]
    shelf.down = True
    last = fetch(alone, shelf.load)

    assert found == [1, 2]
    assert (last.value["load"], last.stale) == (2, True)


def test_a_process_keeps_the_copies_that_were_used_last() -> None:
    store = MemoryStore(most_bytes=5)
    for key in ("a", "b"):
        store.set(key, b"12", 1)
    store.set("a", b"21", 1)
    store.set("b", b"12", 1)

    store.get("a")
    store.set("c", b"12", 1)

    assert [store.get(key) for key in ("a", "b", "c")] == [b"21", None, b"12"]


@pytest.fixture(scope="module")
def redis_server() -> Iterator[RedisServer]:
    with redis() as server:
        yield server


def test_copies_live_in_redis_for_all_and_for_so_long(redis_server: RedisServer, shelf: Shelf) -> None:
    settings = CacheSettings(environment="test", cache_url=redis_server.url)
    here, there = connect(settings, prefix="cups:1:"), connect(settings, prefix="cups:1:")

    fetch(here, shelf.load)

    assert fetch(there, shelf.load).value["load"] == 1
    assert 3500_000 < cache.redis_client(settings).pttl("cups:1:cup") <= 3600_000
    there.forget("cup")
    assert fetch(here, shelf.load).value["load"] == 2


def test_a_redis_that_is_not_there_is_left_alone_after_three_tries(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "OPEN_SECONDS", 60)
    settings = CacheSettings(environment="test", cache_url="redis://127.0.0.1:1")
    client = cache.redis_client(settings)
    dead = Cache(RedisStore(client), prefix="")

    found = [fetch(dead, shelf.load).value["load"] for _ in range(3)]
    client.connection_pool.disconnect()
    client.get = None  # would fail if it was asked

    assert found == [1, 2, 3]
    assert fetch(dead, shelf.load).value["load"] == 4
