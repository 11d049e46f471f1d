from __future__ import annotations

import pytest

from modules.kubernetes.versions import END_OF_SUPPORT, check_version


def test_a_version_that_eks_does_not_run_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"EKS does not support Kubernetes 1\.29\. Use one of 1\.32, 1\.33, 1\.34, 1\.35\."
    ):
        check_version("1.29")


def test_each_version_has_a_year_of_extended_support() -> None:
    for version, (standard, extended) in END_OF_SUPPORT.items():
        check_version(version)
        assert (extended - standard).days in (365, 366)
