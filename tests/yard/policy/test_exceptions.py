from __future__ import annotations

from pathlib import Path

import pytest

from yard.config import InputError
from yard.policy.exceptions import Exemption, read_exceptions, unused
from yard.policy.report import Finding

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

    (exemption,) = read_exceptions(path)

    there = Finding(policy="CKV2_AWS_28", resource="x", construct="dev-platform/load-balancer/load-balancer")
    assert exemption.covers(there)
    assert not exemption.covers(Finding(policy="CKV2_AWS_28", resource="x", construct="dev-catalog/target"))
    assert not exemption.covers(Finding(policy="CKV_AWS_91", resource="x", construct=there.construct))


@pytest.mark.parametrize("key", ["policy", "resource", "reason", "owner", "expires"])
def test_an_exception_without_one_of_its_keys_is_refused(path: Path, key: str) -> None:
    lines = ENTRY.format(expires="2026-12-31").replace("- policy", "  policy").splitlines()
    kept = [line.strip() for line in lines[1:] if not line.strip().startswith(f"{key}:")]
    path.write_text("exceptions:\n  - " + "\n    ".join(kept) + "\n")

    with pytest.raises(
        InputError,
        match=rf"exceptions\.yaml:2 exceptions\[0\]\.{key}: .* An exception needs policy, resource, reason",
    ):
        read_exceptions(path)


def test_no_file_means_no_exceptions(path: Path) -> None:
    assert read_exceptions(path) == []


@pytest.mark.parametrize("text", ["exceptions: []\n", "exceptions:\n", "", "# nothing yet\n"])
def test_a_file_without_entries_means_none_either(path: Path, text: str) -> None:
    path.write_text(text)

    assert read_exceptions(path) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("exceptions:\n  - [", 2),
        ("exceptions: 3", 1),
        ("# first\nother: []", 2),
        ("- a", 1),
        ("# first\n\x00", 2),
        ("exceptions:\n  - policy: a\n    policy: b\n", 3),
        ("exceptions:\n  - text\n", 2),
    ],
)
def test_a_file_of_another_form_is_one_clear_sentence_with_its_line(path: Path, text: str, line: int) -> None:
    path.write_text(text)

    with pytest.raises(InputError, match=rf"^{path.parent.name}/exceptions\.yaml:{line}[ :]"):
        read_exceptions(path)


def test_everything_that_is_wrong_is_told_at_once_each_at_its_line(path: Path) -> None:
    path.write_text(ENTRY.format(expires="soon").replace("owner: platform", "owner: x\n    until: 2027"))

    with pytest.raises(InputError) as caught:
        read_exceptions(path)

    places = [problem.partition(": ")[0].rpartition("/")[2] for problem in caught.value.problems]
    assert sorted(places) == [
        "exceptions.yaml:5 exceptions[0].owner",
        "exceptions.yaml:6 exceptions[0].until",
        "exceptions.yaml:7 exceptions[0].expires",
    ]


def exemption(resource: str) -> Exemption:
    return Exemption.model_validate(
        {
            "policy": "CKV_AWS_18",
            "resource": resource,
            "reason": "Somebody looked at it and accepted it.",
            "owner": "platform",
            "expires": "2999-01-01",
        }
    )


KNOWN = ("dev", "prod")


@pytest.mark.parametrize(
    ("pattern", "checked"),
    [
        ("dev-platform/*", {"dev"}),
        ("d?v-platform/*", {"dev"}),
        ("*-platform/*", {"dev", "prod"}),
        ("*", {"dev", "prod"}),
        ("[dp]*-platform", {"dev", "prod"}),
        ("nowhere-platform/*", {"dev"}),
    ],
)
def test_an_exception_that_covers_nothing_is_unused(pattern: str, checked: set[str]) -> None:
    entry = exemption(pattern)

    assert unused([entry], [], checked=checked, known=KNOWN) == [entry]


@pytest.mark.parametrize("pattern", ["*-platform/*", "prod-platform/*", "?rod-*", "*/bucket", "[dp]*"])
def test_an_exception_that_an_unchecked_environment_may_need_is_not_judged(pattern: str) -> None:
    assert unused([exemption(pattern)], [], checked={"dev"}, known=KNOWN) == []


def test_an_exception_that_covers_something_is_not_unused() -> None:
    entry = exemption("dev-platform/*")

    assert unused([entry], [entry], checked={"dev"}, known=KNOWN) == []


def test_a_standing_exception_is_never_called_unused() -> None:
    entry = exemption("dev-platform/*").model_copy(update={"standing": True})

    assert unused([entry], [], checked={"dev"}, known=KNOWN) == []
