"""One emulated AWS for all tests of handlers, on a free port of this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from moto import settings
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.server import ThreadedMotoServer

from tests.yard.offline.handlers.life import REGION, Life
from tests.yard.offline.handlers.world import World
from yard.offline.handlers import Cloud


@pytest.fixture(scope="session")
def cloud() -> Iterator[Cloud]:
    settings.ACM_VALIDATION_WAIT = 0  # seconds, as in the emulated AWS of `yard up`
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield Cloud(f"http://{host}:{port}", DEFAULT_ACCOUNT_ID, REGION)
    server.stop()


@pytest.fixture(scope="session")
def life(cloud: Cloud, tmp_path_factory: pytest.TempPathFactory) -> Life:
    return Life(cloud, tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def world(life: Life) -> World:
    return World(life)
