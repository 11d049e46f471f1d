"""What is watched of a service's jobs: those that could not even be started.

Source: "EventBridge Scheduler User Guide, Configuring a dead-letter queue" (what could not be delivered, with the error
as attributes of the message).
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
