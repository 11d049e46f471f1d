"""Versions of Kubernetes that Amazon EKS supports."""

from __future__ import annotations

from datetime import date

# Version -> end of standard and of extended support. Sources: "Amazon EKS User Guide, Understand the Kubernetes version
# lifecycle on EKS"; for 1.35 endoflife.date, Amazon EKS. A table, since synthesis knows no clock.
END_OF_SUPPORT: dict[str, tuple[date, date]] = {
    "1.32": (date(2026, 3, 23), date(2027, 3, 23)),
    "1.33": (date(2026, 7, 29), date(2027, 7, 29)),
    "1.34": (date(2026, 12, 2), date(2027, 12, 2)),
    "1.35": (date(2027, 3, 27), date(2028, 3, 27)),
}


def check_version(version: str) -> None:
    """Raises ValueError for a version that EKS does not run, or does not run any more."""
    if version not in END_OF_SUPPORT:
        raise ValueError(
            f"version: EKS does not support Kubernetes {version}. Use one of {', '.join(END_OF_SUPPORT)}."
        )
