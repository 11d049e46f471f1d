"""The labels by which objects are found. Source: "Kubernetes documentation, Recommended Labels"."""

from __future__ import annotations

MANAGED_BY = {"app.kubernetes.io/managed-by": "stackyard"}


def labels(service: str, environment: str) -> dict[str, str]:
    """What every object of a service carries."""
    return {**selector(service), "app.kubernetes.io/part-of": environment, **MANAGED_BY}


def job_labels(job: str, environment: str) -> dict[str, str]:
    """What a job's objects carry: never what a service's selector finds, or requests would be sent to the job.

    The dot keeps the name apart: no service has one.
    """
    return {
        "app.kubernetes.io/name": f"{job}.job",
        "app.kubernetes.io/component": "job",
        "app.kubernetes.io/part-of": environment,
        **MANAGED_BY,
    }


def selector(service: str) -> dict[str, str]:
    """What finds the pods of a service; a Deployment never changes it."""
    return {"app.kubernetes.io/name": service}
