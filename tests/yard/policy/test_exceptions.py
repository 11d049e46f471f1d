from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from yard.config import InputError
from yard.policy.exceptions import read_exceptions
from yard.policy.report import Finding

TODAY = date(2026, 6, 1)
ENTRY = """exceptions:
  - policy: CKV2_AWS_28
    resource: "*-platform/load-balancer/*"
    reason: The firewall comes with the edge stack, which is not built yet.
    owner: platform
    expires: {expires}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "exceptions.yaml"


def test_an_exception_covers_its_policy_and_its_constructs_only(path: Path) -> None:
    path.write_text(ENTRY.format(expires="2026-12-31"))

    (exemption,) = read_exceptions(path, today=TODAY)

    there = Finding(policy="CKV2_AWS_28", resource="x", construct="dev-platform/load-balancer/load-balancer")
    assert exemption.covers(there)
    assert not exemption.covers(Finding(policy="CKV2_AWS_28", resource="x", construct="dev-catalog/target"))
    assert not exemption.covers(Finding(policy="CKV_AWS_91", resource="x", construct=there.construct))


def test_an_expired_exception_is_an_error_that_names_its_owner(path: Path) -> None:
    path.write_text(ENTRY.format(expires="2026-06-01"))

    with pytest.raises(InputError) as caught:
        read_exceptions(path, today=TODAY)

    assert str(caught.value) == (
        "exceptions.yaml exceptions[0]: the exception of CKV2_AWS_28 for *-platform/load-balancer/* expired on"
        " 2026-06-01. Ask platform to mend the resource, or to accept it again with a new date."
    )


@pytest.mark.parametrize("key", ["policy", "resource", "reason", "owner", "expires"])
def test_an_exception_without_one_of_its_keys_is_refused(path: Path, key: str) -> None:
    lines = ENTRY.format(expires="2026-12-31").replace("- policy", "  policy").splitlines()
    kept = [line.strip() for line in lines[1:] if not line.strip().startswith(f"{key}:")]
    path.write_text("exceptions:\n  - " + "\n    ".join(kept) + "\n")

    with pytest.raises(
        InputError, match=rf"exceptions\[0\] {key}: .* An exception needs policy, resource, reason"
    ):
        read_exceptions(path, today=TODAY)


def test_no_file_means_no_exceptions(path: Path) -> None:
    assert read_exceptions(path, today=TODAY) == []


@pytest.mark.parametrize("text", ["[", "exceptions: 3", "other: []", "- a", "\x00"])
def test_a_file_of_another_form_is_one_clear_sentence(path: Path, text: str) -> None:
    path.write_text(text)

    with pytest.raises(InputError, match=r"^exceptions\.yaml"):
        read_exceptions(path, today=TODAY)
