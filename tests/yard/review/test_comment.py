from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from yard.policy import Finding, Report
from yard.review.comment import LIMIT, MARKER, EnvironmentReview, comment
from yard.review.difference import Difference, difference

PLAN = {"total": {"add": 3, "change": 0, "replace": 0, "destroy": 0}}


def write(folder: Path, stack: str, resources: dict[str, Any]) -> None:
    path = folder / "stacks" / stack / "cdk.tf.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"resource": resources}))


def test_the_difference_names_what_is_added_removed_and_changed_with_its_arguments(tmp_path: Path) -> None:
    write(tmp_path / "a", "dev-x", {"aws_sqs_queue": {"one": {"name": "1", "//": 1}, "two": {"name": "2"}}})
    write(tmp_path / "b", "dev-x", {"aws_sqs_queue": {"one": {"name": "9", "//": 2}, "three": {"name": "3"}}})

    assert difference(tmp_path / "a", tmp_path / "b") == Difference(
        added=("dev-x: aws_sqs_queue.three",),
        removed=("dev-x: aws_sqs_queue.two",),
        changed=("dev-x: aws_sqs_queue.one (name)",),
    )


def test_a_comment_that_only_metadata_changed_says_that_nothing_changes(tmp_path: Path) -> None:
    write(tmp_path / "a", "dev-x", {"aws_sqs_queue": {"one": {"name": "1", "//": 1}}})
    write(tmp_path / "b", "dev-x", {"aws_sqs_queue": {"one": {"name": "1", "//": 2}}})
    found = difference(tmp_path / "a", tmp_path / "b")

    assert "**dev**: no resource changes." in comment([EnvironmentReview("dev", PLAN, found)], None)


def test_a_comment_shows_changes_findings_and_plans() -> None:
    finding = Finding(
        policy="YARD_LOG_1", resource="dev-x: a.b", construct="dev-x/b", source="modules/b.py:3",
        manifest_key="environments/dev.yaml:3 name", message="Logs end", fix="End them.",
    )  # fmt: skip
    review = EnvironmentReview("dev", PLAN, Difference(added=("dev-x: a.b",)))

    text = comment([review], Report(5, [finding], [], 0.1))

    assert "<details><summary><b>dev</b>: 1 added, 0 changed, 0 removed</summary>" in text
    assert "+ dev-x: a.b" in text
    assert "5 passed, **1 failed**, 0 excepted." in text
    assert "YARD_LOG_1 Logs end\n    dev-x/b\n    made by modules/b.py:3\n" in text
    assert "| dev | 3 | 0 | 0 | 0 |" in text


def test_what_a_pull_request_names_cannot_leave_its_fence() -> None:
    review = EnvironmentReview("dev", None, Difference(added=("x ~~~~\n@everyone <img src=x>",)))

    text = comment([review], None)

    assert text.count("~~~~") == 2


def test_a_comment_is_never_longer_than_github_takes() -> None:
    review = EnvironmentReview("dev", None, Difference(added=tuple(f"dev-x: a.b{n}" for n in range(9000))))

    text = comment([review], None)

    assert LIMIT - 1000 < len(text) < LIMIT + 200
    assert text.endswith("The rest did not fit: see the log of the workflow.\n")


def test_an_environment_that_fails_says_why() -> None:
    text = comment(
        [EnvironmentReview("dev", None, None, problem="environments/dev.yaml:3 region: no.")], None
    )

    assert "**dev** fails:\n\n~~~~text\nenvironments/dev.yaml:3 region: no.\n~~~~" in text


def test_text_of_more_bytes_than_a_variable_takes_is_cut_as_well() -> None:
    text = comment([EnvironmentReview("dev", None, None, problem="𝛑" * 59_000)], None)

    assert len(text.encode()) < 128 * 1024
    assert text.startswith(MARKER)


def test_the_name_of_a_file_is_no_markdown() -> None:
    text = comment([EnvironmentReview("<img src=x>@team", PLAN, None, problem="no")], None)

    assert "<img" not in text
    assert "@team" not in text
