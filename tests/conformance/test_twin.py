"""The same configuration, applied by HashiCorp's own provider and by ours: boto3 sees the same cloud."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from yard.config import Workspace
from yard.local.ports import LOOPBACK, free_port, is_free

from . import twin
from .cloud import client_of, describe
from .genuine import UNSEEN, GenuineTerraform, required_provider
from .ours import OurTerraform

UP_WITHIN_SECONDS = 120
KNOWN = YAML(typ="safe").load(Path(__file__).with_name("twin_differences.yaml"))


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_both_providers_make_change_and_destroy_the_same_cloud(
    mirror: Path, endpoints: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with ExitStack() as stack:
        theirs, ours = (stack.enter_context(emulated_aws(tmp_path / name)) for name in ("theirs", "own"))
        genuine = GenuineTerraform(tmp_path / "genuine", mirror)
        offline = OurTerraform(tmp_path / "ours", mirror, endpoint=ours, cache=Workspace.at().cache)
        found: dict[str, str] = {}

        zones = hosted_zone(theirs), hosted_zone(ours)

        def write(resources: dict[str, Any]) -> None:
            genuine.write(_genuine_document(in_zone(resources, zones[0]), theirs, endpoints))
            offline.write(_our_document(in_zone(resources, zones[1])))

        def compare() -> None:
            found.update(differences(describe(theirs), describe(ours)))

        for resources in (twin.RESOURCES, twin.changed()):
            write(resources)
            genuine.init().apply()
            offline.init().apply()
            compare()
        genuine.destroy()
        offline.destroy()
        compare()

    assert found == {place: entry["differs"] for place, entry in KNOWN.items()}
    with capsys.disabled():
        print(f"\nThe twins agree about {len(twin.TYPES)} types: {', '.join(twin.TYPES)}")


@pytest.fixture(scope="module")
def endpoints(mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The services whose address the genuine provider can be told."""
    stack = GenuineTerraform(tmp_path_factory.mktemp("endpoints"), mirror)
    return stack.write({"terraform": required_provider()}).init().endpoints()


def hosted_zone(endpoint: str) -> str:
    """The zone that people make by hand, before any stack."""
    made = client_of(endpoint)("route53").create_hosted_zone(Name=twin.DOMAIN, CallerReference="by hand")
    return str(made["HostedZone"]["Id"]).removeprefix("/hostedzone/")


def in_zone(resources: dict[str, Any], zone: str) -> dict[str, Any]:
    """`resources` with a cloud's own zone."""
    return dict(json.loads(json.dumps(resources).replace(twin.ZONE, zone)))


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


def _genuine_document(resources: dict[str, Any], endpoint: str, services: list[str]) -> dict[str, Any]:
    settings = UNSEEN | {
        "default_tags": [{"tags": twin.TAGS}],
        "endpoints": [dict.fromkeys(services, endpoint)],
        "region": twin.REGION,
        "s3_force_path_style": True,
        "skip_requesting_account_id": False,  # the emulated AWS tells it
    }
    return {"terraform": required_provider(), "provider": {"aws": [settings]}, "resource": resources}


def _our_document(resources: dict[str, Any]) -> dict[str, Any]:
    settings = {"default_tags": [{"tags": twin.TAGS}], "region": twin.REGION}
    return {
        "terraform": required_provider("6.25.0"),
        "provider": {"aws": [settings]},
        "resource": resources,
    }
