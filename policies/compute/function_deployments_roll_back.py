"""A new version of a function that fails is taken back by itself.

Checks the deployment groups of CodeDeploy: automatic rollback of a failed deployment; and where requests move bit by
bit, alarms that stop it, since without them nobody looks at the bit.
Why: a canary that nothing watches is a delay, not a safeguard: after its minutes all requests get the faulty version.

Bad:  resource "aws_codedeploy_deployment_group" "receipts" { deployment_config_name = "…-canary-10-percent-5-minutes" }
Good: the same with auto_rollback_configuration { enabled = true, events = ["DEPLOYMENT_FAILURE",
      "DEPLOYMENT_STOP_ON_ALARM"] } and alarm_configuration { enabled = true, alarms = ["receipts-errors"] }
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Resource

AT_ONCE = "AllAtOnce"


class FunctionDeploymentsRollBack(ResourcePolicy):
    """Fails where a failed deployment stays, or nothing watches one that takes its time."""

    identifier = "YARD_LAMBDA_2"
    title = "A new version of a function that fails is taken back by itself"
    severity_level = "medium"
    why = "After its minutes a canary that nothing watches gives all requests to the faulty version."
    fix = "Enable auto_rollback_configuration, and name alarms in alarm_configuration unless all requests move at once."
    page = "AWS Well-Architected Framework, OPS06-BP04 Automate testing and rollback"
    resources = ("aws_codedeploy_deployment_group",)
    keys = ("auto_rollback_configuration", "alarm_configuration")

    def holds(self, resource: Resource) -> bool:
        """True where failures roll back, and alarms do where there is time for one."""
        arguments = resource.arguments
        events = {str(event) for event in arguments.all("auto_rollback_configuration", "events")}
        if (
            not arguments.is_on("auto_rollback_configuration", "enabled")
            or "DEPLOYMENT_FAILURE" not in events
        ):
            return False
        if arguments.text("deployment_config_name").endswith(AT_ONCE):
            return True
        return (
            "DEPLOYMENT_STOP_ON_ALARM" in events
            and arguments.is_on("alarm_configuration", "enabled")
            and bool(arguments.all("alarm_configuration", "alarms"))
        )


check = FunctionDeploymentsRollBack()
