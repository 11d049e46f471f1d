from __future__ import annotations

from pathlib import Path

from yard.policy.catalogue import own_policies, table

DOCS = Path(__file__).parents[3] / "docs" / "policies.md"


def test_the_documentation_lists_every_policy_as_it_is() -> None:
    """`python -m yard.policy.catalogue` prints what the page must end with."""
    assert DOCS.read_text().endswith("## Our own policies\n\n" + table())


def test_no_two_policies_share_an_id() -> None:
    identifiers = [policy.id for policy in own_policies()]

    assert len(identifiers) == len(set(identifiers))
