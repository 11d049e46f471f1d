"""No role in the cluster may do everything, read secrets, or make other roles.

Checks roles for a wildcard as verb, resource or group and for the resources that lead to all others; and bindings to
the roles that Kubernetes ships for administrators, and to everybody.
Why: a token in a pod that is broken into is then the whole cluster.

Bad:  resource "kubernetes_cluster_role_binding_v1" "x" { role_ref { kind = "ClusterRole", name = "cluster-admin" } }
Good: resource "kubernetes_role_v1" "x" { rule { api_groups = [""], resources = ["configmaps"], verbs = ["get"] } }
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Arguments, Resource

BINDINGS = tuple(
    f"kubernetes_{kind}{version}"
    for kind in ("cluster_role_binding", "role_binding")
    for version in ("", "_v1")
)
ROLES = tuple(f"kubernetes_{kind}{version}" for kind in ("cluster_role", "role") for version in ("", "_v1"))
# Source: "Kubernetes documentation, Role Based Access Control Good Practices, privilege escalation risks".
POWERFUL = frozenset(
    {
        *(
            "*",
            "secrets",
            "pods/exec",
            "pods/attach",
            "serviceaccounts/token",
            "nodes/proxy",
            "roles",
            "rolebindings",
        ),
        *(
            "clusterroles",
            "clusterrolebindings",
            "mutatingwebhookconfigurations",
            "validatingwebhookconfigurations",
        ),
        *("certificatesigningrequests/approval", "persistentvolumes"),
    }
)
VERBS = frozenset({"*", "bind", "escalate", "impersonate"})
ADMINISTRATORS = frozenset({"cluster-admin", "admin", "edit", "system:masters", "system:node"})
EVERYBODY = frozenset(
    {"system:anonymous", "system:unauthenticated", "system:authenticated", "system:serviceaccounts"}
)


class PodsCannotRuleTheCluster(ResourcePolicy):
    """Fails where a role is as good as an administrator's, or is bound to one or to everybody."""

    identifier = "YARD_POD_5"
    title = "No role in the cluster may do everything, read secrets or make other roles"
    severity_level = "critical"
    why = "The token of one pod that is broken into would be the whole cluster."
    fix = "Name the groups, the resources and the verbs that the code uses, in a role of its namespace."
    page = "Amazon EKS Best Practices Guide, Identity and Access Management, Employ least privileged access"
    resources = (*ROLES, *BINDINGS)
    keys = ("rule", "role_ref", "subject")

    def holds(self, resource: Resource) -> bool:
        """True where no rule is powerful, or the role and who gets it are ordinary."""
        arguments = resource.arguments
        if resource.kind in BINDINGS:
            return arguments.text("role_ref", "name") not in ADMINISTRATORS and EVERYBODY.isdisjoint(
                map(str, arguments.all("subject", "name"))
            )
        return not arguments.blocks("aggregation_rule") and not any(
            map(_is_powerful, arguments.blocks("rule"))
        )


def _is_powerful(rule: Arguments) -> bool:
    resources, verbs = set(map(str, rule.all("resources"))), set(map(str, rule.all("verbs")))
    return bool(resources & POWERFUL or verbs & VERBS or "*" in map(str, rule.all("api_groups")))


check = PodsCannotRuleTheCluster()
