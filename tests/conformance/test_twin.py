"""The same configuration, applied by HashiCorp's own provider and by ours: boto3 sees the same cloud."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from yard.config import Workspace
from yard.local.ports import LOOPBACK, free_port, is_free
from yard.offline.handlers import HANDLERS

from .areas import AREAS, TYPES
from .areas.area import REGION, TAGS, Area, Resources, in_later_words
from .cloud import clients, describe
from .genuine import UNSEEN, GenuineTerraform, required_provider
from .ours import OurTerraform

UP_WITHIN_SECONDS = 120
AT_A_TIME = 4
KNOWN, NOT_COMPARED = (
    YAML(typ="safe").load(Path(__file__).with_name(name))
    for name in ("twin_differences.yaml", "twin_not_compared.yaml")
)


@pytest.fixture(scope="module")
def endpoints(mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The services whose address the genuine provider can be told."""
    stack = GenuineTerraform(tmp_path_factory.mktemp("endpoints"), mirror)
    return stack.write({"terraform": required_provider()}).init().endpoints()


@pytest.fixture(scope="module")
def outcomes(
    request: pytest.FixtureRequest,
    mirror: Path,
    endpoints: list[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, Future[dict[str, str]]]]:
    """Area -> what differs. Several at a time, since the genuine provider mostly waits: half a minute for each change
    of a load balancer or a database."""
    wanted = [
        str(item.callspec.params["name"])
        for item in request.session.items
        if item.path == request.path and isinstance(item, pytest.Function) and hasattr(item, "callspec")
    ]
    with ThreadPoolExecutor(AT_A_TIME) as threads:
        folders = {name: tmp_path_factory.mktemp(name) for name in wanted}
        yield {name: threads.submit(_run, AREAS[name], mirror, endpoints, folders[name]) for name in wanted}
        threads.shutdown(cancel_futures=True)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", AREAS)
def test_both_providers_make_change_and_destroy_the_same_cloud(
    name: str, outcomes: dict[str, Future[dict[str, str]]]
) -> None:
    found = outcomes[name].result()

    assert found == {place: entry["differs"] for place, entry in KNOWN.get(name, {}).items()}


def test_every_type_that_both_know_is_in_an_area_or_said_to_be_in_none(
    types_in_stacks: set[str], genuine_schema: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    both = {kind for kind in types_in_stacks | set(HANDLERS) if kind in genuine_schema}

    assert both - set(TYPES) == set(NOT_COMPARED)
    assert [name for name in KNOWN if name not in AREAS] == []
    listed = sum(len(places) for places in KNOWN.values())
    with capsys.disabled():
        print(f"\nThe twins agree about {len(TYPES)} types in {len(AREAS)} areas but for {listed} facts")


def _run(area: Area, mirror: Path, endpoints: list[str], folder: Path) -> dict[str, str]:
    """Make, change and destroy the area with both; what boto3 told otherwise after any of it."""
    found: dict[str, str] = {}
    with ExitStack() as stack:
        theirs, own = (stack.enter_context(emulated_aws(folder / side)) for side in ("theirs", "own"))
        genuine = GenuineTerraform(folder / "genuine", mirror)
        offline = OurTerraform(folder / "ours", mirror, endpoint=own, cache=Workspace.at().cache)
        at_theirs, at_ours = clients(theirs), clients(own)

        def compare() -> None:
            found.update(differences(describe(at_theirs, area), describe(at_ours, area)))

        at_first_theirs, at_first_ours = (area.before(client) for client in (at_theirs, at_ours))
        for resources in (area.resources, area.changed()):
            genuine.write(_with(at_first_theirs, _genuine_document(resources, theirs, endpoints)))
            offline.write(_with(at_first_ours, _our_document(resources)))
            for run in (genuine, offline):
                run.init().apply()
            compare()
        for run in (genuine, offline):
            run.destroy()
        compare()
    return found


def _with(identifiers: Mapping[str, str], document: dict[str, Any]) -> dict[str, Any]:
    """`document` with the identifiers of what was there before in their places."""
    text = json.dumps(document)
    for stand_in, identifier in identifiers.items():
        text = text.replace(stand_in, identifier)
    return dict(json.loads(text))


def differences(theirs: dict[str, Any], ours: dict[str, Any]) -> dict[str, str]:
    """What boto3 tells otherwise: operation and path -> "what theirs has -> what ours has"."""
    return {
        f"{name}{path}": f"{_shown(first)} -> {_shown(second)}"
        for name in theirs
        for path, first, second in _differing(theirs[name], ours[name], "")
    }


def _differing(theirs: Any, ours: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if theirs == ours:
        return
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for key in sorted({*theirs, *ours}):
            yield from _differing(theirs.get(key), ours.get(key), f"{path}.{key}")
    elif isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        for first, second in zip(theirs, ours, strict=True):
            yield from _differing(first, second, path)
    else:
        yield path, theirs, ours


def _shown(value: Any) -> str:
    return "absent" if value is None else json.dumps(value, sort_keys=True)


@contextmanager
def emulated_aws(folder: Path) -> Iterator[str]:
    """An emulated AWS in a process of its own, since two in one process are the same; what it holds is in `folder`."""
    folder.mkdir()
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "MOTO_"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "yard.local.emulator_server", str(port), str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=kept | {"MOTO_ACM_VALIDATION_WAIT": "0"},
        cwd=Workspace.at().root,
    )
    try:
        _wait(lambda: not is_free(port))
        yield f"http://{LOOPBACK}:{port}"
    finally:
        process.kill()
        process.wait()


def _wait(ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + UP_WITHIN_SECONDS
    while not ready():
        assert time.monotonic() < deadline, "the emulated AWS did not start"
        time.sleep(0.1)


def _genuine_document(resources: Resources, endpoint: str, services: list[str]) -> dict[str, Any]:
    settings = UNSEEN | {
        "default_tags": [{"tags": TAGS}],
        "endpoints": [dict.fromkeys(services, endpoint)],
        "max_retries": 2,  # what the emulated AWS cannot answer now it will never
        "region": REGION,
        "s3_force_path_style": True,
        "skip_requesting_account_id": False,  # the emulated AWS tells it
    }
    return {"terraform": required_provider(), "provider": {"aws": [settings]}, "resource": resources}


def _our_document(resources: Resources) -> dict[str, Any]:
    settings = {"default_tags": [{"tags": TAGS}], "region": REGION}
    return {
        "terraform": required_provider("6.25.0"),
        "provider": {"aws": [settings]},
        "resource": in_later_words(resources),
    }
