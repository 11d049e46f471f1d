from __future__ import annotations

from modules.protection import lifecycle


def test_what_is_protected_is_in_no_plan_that_destroys() -> None:
    made = lifecycle(protect=True)

    assert made is not None
    assert (made.prevent_destroy, made.ignore_changes) == (True, None)


def test_what_aws_changes_by_itself_is_not_put_back() -> None:
    made = lifecycle(protect=False, ignore=["desired_count"])

    assert made is not None
    assert (made.prevent_destroy, made.ignore_changes) == (None, ["desired_count"])


def test_both_go_together() -> None:
    made = lifecycle(protect=True, ignore=["desired_count"])

    assert made is not None
    assert (made.prevent_destroy, made.ignore_changes) == (True, ["desired_count"])


def test_all_else_has_no_lifecycle() -> None:
    assert lifecycle(protect=False) is None
