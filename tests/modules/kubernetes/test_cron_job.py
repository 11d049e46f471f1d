"""What a job of a service is on Kubernetes."""

from __future__ import annotations

from typing import Any

import pytest

from modules.kubernetes.cron_job import CronJob
from modules.kubernetes.job_pod import job_pod
from modules.kubernetes.labels import job_labels, selector
from tests.modules.synthesised import synthesise


def a_job(name: str = "nightly") -> dict[str, Any]:
    made = synthesise(
        lambda stack: CronJob(
            stack,
            "job",
            name=name,
            namespace="shop",
            labels=job_labels(name, "dev"),
            schedule="0 3 * * *",
            pod=job_pod(
                name=name,
                image="shop@sha256:0",
                command=["python", "-m", "shop.nightly", "$(HOME)"],
                environment={"ENVIRONMENT": "dev"},
                cpu=256,
                memory_mib=512,
                service_account="shop",
            ),
        )
    )
    found = made.only("kubernetes_cron_job_v1")
    assert isinstance(found, dict)
    return found


def a_pod() -> dict[str, Any]:
    spec = a_job()["spec"]["job_template"]["spec"]["template"]["spec"]
    assert isinstance(spec, dict)
    return spec


def test_one_runs_at_a_time_and_none_for_ever() -> None:
    spec = a_job()["spec"]

    assert (spec["schedule"], spec["timezone"]) == ("0 3 * * *", "Etc/UTC")
    assert (spec["concurrency_policy"], spec["starting_deadline_seconds"]) == ("Forbid", 3600)
    job = spec["job_template"]["spec"]
    assert (job["backoff_limit"], job["active_deadline_seconds"]) == (2, 6 * 3600)


def test_what_has_ended_goes_away_by_itself() -> None:
    spec = a_job()["spec"]

    assert (spec["successful_jobs_history_limit"], spec["failed_jobs_history_limit"]) == (1, 3)
    assert spec["job_template"]["spec"]["ttl_seconds_after_finished"] == "3600"


def test_its_pod_has_the_walls_of_the_services_pods() -> None:
    pod = a_pod()
    (container,) = pod["container"]

    assert pod["restart_policy"] == "Never"
    assert pod["service_account_name"] == "shop"
    assert pod["automount_service_account_token"] is False
    assert pod["security_context"]["seccomp_profile"] == {"type": "RuntimeDefault"}
    assert container["security_context"] == {
        "run_as_non_root": True,
        "allow_privilege_escalation": False,
        "privileged": False,
        "read_only_root_filesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert container["resources"]["limits"] == {"cpu": "250m", "memory": "512Mi"}
    assert container["command"][-1] == "$$(HOME)"


def test_no_service_takes_its_pod_for_one_of_its_own() -> None:
    template = a_job()["spec"]["job_template"]["spec"]["template"]

    found = template["metadata"]["labels"]
    assert not selector("nightly").items() <= found.items()
    assert found["app.kubernetes.io/managed-by"] == "stackyard"


def test_a_name_that_kubernetes_could_not_lengthen_is_refused() -> None:
    with pytest.raises(ValueError, match="a CronJob's name has at most 52 characters, this one 53"):
        a_job("j" * 53)
