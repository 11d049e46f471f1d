"""What is watched of a service's jobs: those that could not even be started, and on EKS those that failed.

Sources: "EventBridge Scheduler User Guide, Configuring a dead-letter queue" (what could not be delivered, with the
error as attributes of the message); "Amazon CloudWatch User Guide, Amazon EKS and Kubernetes Container Insights with
enhanced observability metrics" (pod_status_failed, whose PodName is the CronJob's for its pods).
"""

from __future__ import annotations

from modules.observability.metric import Metric
from modules.observability.signal import Signal


def unstarted_job_signals(queue: str) -> list[Signal]:
    """Of the queue of that name, where EventBridge Scheduler puts the jobs that it gave up starting."""
    return [
        Signal(
            "jobs-dead-letters",
            "Jobs that could not be started",
            "For an hour a job could not be started. Read why in the attributes of its message in the jobs' dead-letter"
            " queue, mend the cause, run the job by hand if it cannot wait for its next time, then purge the queue.",
            {
                "dead": Metric(
                    "AWS/SQS", "ApproximateNumberOfMessagesVisible", {"QueueName": queue}, "Maximum"
                )
            },
            above=0,
            minutes=1,
            of_minutes=1,
        )
    ]


def failed_job_signals(job: str, *, cluster: str, namespace: str) -> list[Signal]:
    """Of the CronJob of that name, where Container Insights measures single pods."""
    dimensions = {"ClusterName": cluster, "Namespace": namespace, "PodName": job}
    return [
        Signal(
            f"job-{job}-failed",
            f"Failed tries of job {job}",
            f"A try of job {job} failed. It is tried twice more, and an hour after the last try the alarm ends by"
            " itself. Read its output in the service's log group.",
            {"failed": Metric("ContainerInsights", "pod_status_failed", dimensions, "Maximum")},
            above=0,
            minutes=1,
            of_minutes=1,
        )
    ]
