"""The socket is private, a wrong endpoint is refused, nothing is left behind."""

from __future__ import annotations

import json
import os
import stat
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from yard.config import YardError
from yard.offline import serve


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A temporary folder whose path leaves room for a socket's: pytest's own grows with its workers' names."""
    with tempfile.TemporaryDirectory(prefix="yard-") as folder:
        yield Path(folder)


def test_only_this_user_can_reach_the_provider(short_path: Path, schema_cache: Path) -> None:
    with _serving(schema_cache, short_path / "sockets") as variables:
        socket = _address(variables)

        assert stat.S_IMODE(socket.stat().st_mode) == 0o600
        assert stat.S_ISSOCK(socket.stat().st_mode)
        assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700


def test_nothing_is_left_behind(short_path: Path, schema_cache: Path) -> None:
    before = {thread.name for thread in threading.enumerate()}

    with _serving(schema_cache, short_path / "sockets") as variables:
        socket = _address(variables)

    assert not socket.parent.exists()
    assert list((short_path / "sockets").iterdir()) == []
    assert {thread.name for thread in threading.enumerate() if thread.name.startswith("offline")} <= before


def test_terraform_and_opentofu_find_it_under_their_own_registries(schema_cache: Path) -> None:
    with _serving(schema_cache) as variables:
        known = json.loads(variables["TF_REATTACH_PROVIDERS"])

    assert set(known) == {"registry.terraform.io/hashicorp/aws", "registry.opentofu.org/hashicorp/aws"}
    assert {(entry["ProtocolVersion"], entry["Pid"]) for entry in known.values()} == {(6, os.getpid())}


def test_two_runs_at_once_have_a_socket_each(short_path: Path, schema_cache: Path) -> None:
    with _serving(schema_cache, short_path / "s") as one, _serving(schema_cache, short_path / "s") as other:
        assert _address(one) != _address(other)


def test_a_known_schema_is_served_within_moments(schema_cache: Path) -> None:
    with _serving(schema_cache):
        pass

    start = time.perf_counter()
    with _serving(schema_cache):
        took = time.perf_counter() - start

    assert took < 2, f"{took:.3f} s; a cold start with nothing cached takes about as long"


def test_an_endpoint_on_another_machine_is_refused(schema_cache: Path) -> None:
    serving = serve(
        ["aws_sqs_queue"],
        [],
        endpoint="https://sqs.eu-west-1.amazonaws.com",
        account="111111111111",
        region="eu-west-1",
        cache=schema_cache,
    )

    with pytest.raises(YardError, match=r"which is not on this machine\. It creates things"), serving:
        pass


def test_a_folder_too_deep_for_a_socket_is_told(tmp_path: Path, schema_cache: Path) -> None:
    deep = tmp_path / ("x" * 90)

    with pytest.raises(
        YardError, match=r"is too long for a socket\. Give TMPDIR a shorter one, /tmp for example\.$"
    ):
        _serving(schema_cache, deep).__enter__()

    assert list(deep.iterdir()) == []


def _serving(cache: Path, socket_dir: Path | None = None):  # type: ignore[no-untyped-def]
    return serve(
        ["aws_sqs_queue"],
        [],
        endpoint=None,
        account="111111111111",
        region="eu-west-1",
        cache=cache,
        socket_dir=socket_dir,
    )


def _address(variables: dict[str, str]) -> Path:
    return Path(
        json.loads(variables["TF_REATTACH_PROVIDERS"])["registry.terraform.io/hashicorp/aws"]["Addr"][
            "String"
        ]
    )
