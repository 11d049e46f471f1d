"""What runs on this machine, where, how healthy, and what is wrong."""

from __future__ import annotations

from typing import Any

from yard.config import Workspace, load_environment
from yard.local.control import Supervisor
from yard.local.emulator import Emulator
from yard.local.folder import LocalFolder

REPAIR = "`yard up` repairs it."


def status_of(workspace: Workspace, name: str) -> dict[str, Any]:
    """The shape of `yard status --json`: gateway, aws, services, functions, sites, databases, notes, problems.

    gateway and aws are addresses, or None where nothing answers there; problems and notes are sentences.
    """
    environment = load_environment(workspace, name)
    folder = LocalFolder.of(workspace, name)
    emulator, supervisor = Emulator(folder, environment.account), Supervisor(folder)
    aws, told = emulator.endpoint, supervisor.status()
    parts = ("services", "functions", "sites", "databases")
    services, functions, sites, databases = (told[part] if told else {} for part in parts)
    return {
        "environment": name,
        "gateway": told["gateway"] if told else None,
        "aws": aws,
        "services": services,
        "functions": functions,
        "sites": sites,
        "databases": databases,
        "notes": told["notes"] if told else [],
        "problems": [
            *_gone_cloud((emulator.was_started and not aws) or _repairing(told), told),
            *_dead(
                supervisor.was_started and not told, "The supervisor was killed, and the services with it."
            ),
            *_dead(bool(aws) and not supervisor.was_started, "The services were not started."),
            *(_silent(database, values) for database, values in databases.items() if not values["healthy"]),
            *(_unbuilt(name, values) for name, values in sites.items() if not values["healthy"]),
            *(_cold(name, values) for name, values in functions.items() if not values["healthy"]),
            *(_unhealthy(service, values) for service, values in services.items() if not values["healthy"]),
        ],
    }


def _repairing(told: dict[str, Any] | None) -> bool:
    """Whether a repair is under way: it may answer before the last resource is there."""
    return told is not None and bool(told["emulator"]["repairing"])


def _gone_cloud(is_gone: bool, told: dict[str, Any] | None) -> list[str]:
    """The supervisor begins it anew; without one `yard up` has to."""
    text = "The emulated AWS was killed."
    if not is_gone or told is None:
        return _dead(is_gone, text)
    failed = told["emulator"]["last_failure"]
    return [f"{text} {f'{failed}; {REPAIR}' if failed else 'It is being begun anew.'}"]


def _dead(is_dead: bool, text: str) -> list[str]:
    return [f"{text} {REPAIR}"] if is_dead else []


def _silent(name: str, database: dict[str, Any]) -> str:
    why = database["last_failure"] or "it is starting"
    engine = database["engine"]
    return f"{name}: its {engine} does not answer ({why}). `yard logs {engine}` shows more."


def _unbuilt(name: str, site: dict[str, Any]) -> str:
    why = site["last_failure"] or f"there is no index.html in {site['folder']}"
    return f"{name}: the site does not answer ({why}). `yard up` builds it, `yard logs edge` shows more."


def _cold(name: str, function: dict[str, Any]) -> str:
    why = function["last_failure"] or "its worker is starting"
    return f"{name}: no worker takes events ({why}). `yard logs {function['service']}` shows more."


def _unhealthy(name: str, service: dict[str, Any]) -> str:
    healthy = sum(task["health"] == "healthy" for task in service["tasks"])
    reasons = (service["last_failure"], *(task["reason"] for task in service["tasks"]))
    why = next((reason for reason in reasons if reason), "its tasks are starting")
    return f"{name}: {healthy} of {service['desired_count']} tasks healthy ({why}). `yard logs {name}` shows more."
