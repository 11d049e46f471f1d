"""CronJob: pods that run by the clock, and end.

Defines: the CronJob.
Leaves to the caller: namespace, service account, the pod (`job_pod`), somebody who hears of failures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_kubernetes.cron_job_v1 import (
    CronJobV1,
    CronJobV1Metadata,
    CronJobV1Spec,
    CronJobV1SpecJobTemplate,
    CronJobV1SpecJobTemplateMetadata,
    CronJobV1SpecJobTemplateSpec,
    CronJobV1SpecJobTemplateSpecTemplate,
    CronJobV1SpecJobTemplateSpecTemplateMetadata,
    CronJobV1SpecJobTemplateSpecTemplateSpec,
)
from constructs import Construct

# Kubernetes appends eleven characters to a name of at most 63. Source: "Kubernetes documentation, CronJob".
LONGEST_NAME = 52
# As with EventBridge Scheduler: what could not be started within the hour waits for its next time, and what fails is
# tried twice more, as Lambda does.
LONGEST_DELAY_SECONDS = 3600
MOST_RETRIES = 2
# With Forbid a job that hangs would keep all later ones from running.
LONGEST_RUN_SECONDS = 6 * 3600
# Its output is in the log group. On Fargate a pod that has ended costs until it is deleted (source: "Amazon EKS User
# Guide, Simplify compute management with AWS Fargate").
KEPT_SECONDS = 3600
KEPT_SUCCESSES, KEPT_FAILURES = 1, 3


class CronJob(Construct):
    """Never two at once: while one still runs, the next is left out. Times are UTC."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        namespace: str,
        labels: Mapping[str, str],
        schedule: str,
        pod: CronJobV1SpecJobTemplateSpecTemplateSpec,
        depends_on: Sequence[ITerraformDependable] = (),
    ) -> None:
        """name: at most 52 characters. schedule: cron's five fields. labels: no Service selects them.

        Raises ValueError for a longer name.
        """
        super().__init__(scope, id_)
        if len(name) > LONGEST_NAME:
            raise ValueError(
                f"{name}: a CronJob's name has at most {LONGEST_NAME} characters, this one {len(name)}."
            )
        carried = dict(labels)
        CronJobV1(
            self,
            "Default",
            metadata=CronJobV1Metadata(name=name, namespace=namespace, labels=carried),
            spec=CronJobV1Spec(
                schedule=schedule,
                timezone="Etc/UTC",
                concurrency_policy="Forbid",
                starting_deadline_seconds=LONGEST_DELAY_SECONDS,
                successful_jobs_history_limit=KEPT_SUCCESSES,
                failed_jobs_history_limit=KEPT_FAILURES,
                job_template=CronJobV1SpecJobTemplate(
                    metadata=CronJobV1SpecJobTemplateMetadata(labels=carried),
                    spec=CronJobV1SpecJobTemplateSpec(
                        backoff_limit=MOST_RETRIES,
                        active_deadline_seconds=LONGEST_RUN_SECONDS,
                        ttl_seconds_after_finished=str(KEPT_SECONDS),
                        template=CronJobV1SpecJobTemplateSpecTemplate(
                            metadata=CronJobV1SpecJobTemplateSpecTemplateMetadata(labels=carried), spec=pod
                        ),
                    ),
                ),
            ),
            depends_on=list(depends_on),
        )
