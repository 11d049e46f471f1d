from __future__ import annotations

import json

from cdktf import TerraformStack

from modules.messaging.scheduled_invocation import InvocationRole, ScheduledInvocation
from tests.modules.functions import LIVE, an_alias
from tests.modules.synthesised import ACCOUNT, REGION, Resources, synthesise


def schedule() -> Resources:
    def build(stack: TerraformStack) -> None:
        alias = an_alias(stack)
        key, letters = stack.node.find_child("key"), stack.node.find_child("dead-letters")
        made = InvocationRole(
            stack,
            "schedules",
            name="dev-receipts-schedules",
            account=ACCOUNT,
            region=REGION,
            function_arn=alias.arn,
            dead_letters=letters,  # type: ignore[arg-type]  # the one that the function has
            key=key,  # type: ignore[arg-type]  # likewise
        )
        ScheduledInvocation(
            stack,
            "job-nightly",
            name="dev-receipts-nightly",
            expression="cron(0 2 * * ? *)",
            function_arn=alias.arn,
            event={"job": "nightly"},
            role=made.role,
            dead_letters=letters,  # type: ignore[arg-type]
            key=key,  # type: ignore[arg-type]
            depends_on=alias.dependencies,
        )

    return synthesise(build)


def test_the_function_is_told_which_job_it_is() -> None:
    made = schedule().only("aws_scheduler_schedule")

    assert made["schedule_expression"] == "cron(0 2 * * ? *)"
    assert made["schedule_expression_timezone"] == "UTC"
    assert made["target"]["arn"] == LIVE
    assert json.loads(made["target"]["input"]) == {"job": "nightly"}


def test_a_job_that_could_not_be_started_is_kept() -> None:
    target = schedule().only("aws_scheduler_schedule")["target"]

    assert target["dead_letter_config"] == {"arn": "${aws_sqs_queue.dead-letters.arn}"}
    assert target["retry_policy"] == {"maximum_retry_attempts": 3, "maximum_event_age_in_seconds": 3600}


def test_the_scheduler_may_invoke_this_function_and_no_other() -> None:
    made = schedule()

    (policy,) = [name for name in made.all("aws_iam_role_policy") if name.startswith("schedules")]
    invoke = made.policy("aws_iam_role_policy", policy)[0]
    assert (invoke["Action"], invoke["Resource"]) == (["lambda:InvokeFunction"], [LIVE])
    (role,) = [name for name in made.all("aws_iam_role") if name.startswith("schedules")]
    (trust,) = made.policy("aws_iam_role", role, key="assume_role_policy")
    assert trust["Condition"]["ArnLike"] == {
        "aws:SourceArn": f"arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule-group/default"
    }
