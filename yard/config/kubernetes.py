"""Which versions of Kubernetes Amazon EKS runs.

A table and no clock: the same files always give the same plan. Whoever adds a version takes out those whose extended
support has ended. A test holds it against the table of the module that makes clusters.
"""

from __future__ import annotations

from datetime import date

# Version -> end of standard and of extended support, after which AWS upgrades the cluster by itself. Sources: "Amazon
# EKS User Guide, Understand the Kubernetes version lifecycle on EKS"; for 1.35 endoflife.date, Amazon EKS.
END_OF_SUPPORT: dict[str, tuple[date, date]] = {
    "1.32": (date(2026, 3, 23), date(2027, 3, 23)),
    "1.33": (date(2026, 7, 29), date(2027, 7, 29)),
    "1.34": (date(2026, 12, 2), date(2027, 12, 2)),
    "1.35": (date(2027, 3, 27), date(2028, 3, 27)),
}
