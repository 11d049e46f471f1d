"""A service that calls another one finds it under an address of this machine."""

from __future__ import annotations

from pathlib import Path

import httpx

from tests.yard.local.running import COMMAND, desired, until
from yard.local.control import Supervisor
from yard.local.desired import Action, Callee, HealthCheck, tasks_of
from yard.local.folder import LocalFolder
from yard.local.wait import wait_until_healthy

PLACE = "quotes.local.internal:8080"


def test_a_callee_answers_under_its_name_and_is_a_503_while_none_of_its_tasks_is_healthy(
    local_folder: LocalFolder, tmp_path: Path
) -> None:
    plain = desired(tmp_path / "apps", environment={"QUOTES_URL": f"http://{PLACE}/v1"})
    (tmp_path / "apps" / "quotes").mkdir()
    hello = plain.applied.services["hello"]
    quotes = hello.model_copy(
        update={"name": "quotes", "target_groups": (), "health_check": HealthCheck(healthy_threshold=1)}
    )
    forward = Action(kind="forward", targets={tasks_of("quotes"): 1})
    changes = {
        "services": {"hello": hello, "quotes": quotes},
        "callees": (Callee(places=(PLACE,), default=forward),),
    }
    wanted = plain.model_copy(update={"applied": plain.applied.model_copy(update=changes)})
    supervisor = Supervisor(local_folder)
    supervisor.start()
    supervisor.apply(wanted)
    wait_until_healthy(supervisor, local_folder, lambda text: None, 20)

    url = httpx.get(f"http://127.0.0.1:{wanted.port}/").json()["environment"]["QUOTES_URL"]
    status = supervisor.status()
    assert status is not None
    assert url.endswith("/v1")
    assert httpx.get(url).json()["pid"] == status["services"]["quotes"]["tasks"][0]["pid"]

    none = quotes.model_copy(update={"count": 0, "task": quotes.task.model_copy(update={"command": COMMAND})})
    changes["services"] = {"hello": hello, "quotes": none}
    supervisor.apply(wanted.model_copy(update={"applied": plain.applied.model_copy(update=changes)}))
    until(lambda: httpx.get(url).status_code == 503, "no callee")
    supervisor.stop()
