from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.yard.engine.tiny import engine, environment, stack, synthesis
from yard.config import InputError
from yard.engine import DestructionRefusedError, refuse_protected, refuse_unnamed
from yard.engine.destruction import holdings_of

KEPT = {"kept": {"input": "data", "lifecycle": {"prevent_destroy": True}}}
TABLE = {"mode": "managed", "type": "aws_dynamodb_table", "name": "products"}
LOOKED_UP = {"mode": "data", "type": "aws_kms_key", "name": "theirs"}
ROLE = {"mode": "managed", "type": "aws_iam_role", "name": "task"}
HELD = {
    "dev-catalog": ["aws_dynamodb_table.products", "aws_kms_key.key"],
    "dev-media": ["aws_s3_bucket.images"],
}


def test_a_protected_environment_is_refused_as_a_whole() -> None:
    made = synthesis(stack("network"), stack("catalog", resources=KEPT), protect=True)

    with pytest.raises(DestructionRefusedError) as caught:
        refuse_protected(made, None)

    assert str(caught.value).endswith(
        "protect: dev is protected, so nothing was destroyed: catalog: terraform_data.kept. Where this is meant, make"
        " a backup, set protect: false, `yard apply` that, which lifts AWS's own protection too, and destroy then."
    )
    assert caught.value.exit_status == 1


def test_a_stack_of_it_that_keeps_nothing_may_go() -> None:
    made = synthesis(stack("network"), stack("catalog", resources=KEPT), protect=True)

    refuse_protected(made, ["network"])


def test_what_holds_data_goes_only_where_the_name_is_repeated() -> None:
    with pytest.raises(DestructionRefusedError) as caught:
        refuse_unnamed(environment(), HELD, None)

    assert str(caught.value) == (
        "Nothing was destroyed: data would go with it. dev-catalog: aws_dynamodb_table.products; dev-catalog:"
        " aws_kms_key.key; dev-media: aws_s3_bucket.images. Where this is meant, make a backup and repeat the"
        " environment's name: --with-data dev"
    )
    refuse_unnamed(environment(), HELD, "dev")
    refuse_unnamed(environment(), {}, None)


def test_another_name_is_a_mistake_even_where_nothing_holds_data() -> None:
    for held in (HELD, {}):
        with pytest.raises(InputError) as caught:
            refuse_unnamed(environment(), held, "staging")
        assert str(caught.value) == (
            "--with-data staging: this would destroy dev. Repeat that name, or leave it out."
        )


def test_of_many_the_first_are_named() -> None:
    held = {"dev-catalog": [f"aws_sqs_queue.q{number}" for number in range(11)]}

    with pytest.raises(DestructionRefusedError, match=r"aws_sqs_queue\.q7; and 3 more\. Where"):
        refuse_unnamed(environment(), held, None)


@pytest.mark.parametrize(
    "state",
    [
        {"resources": [TABLE, LOOKED_UP, ROLE]},
        {"values": {"root_module": {"resources": [TABLE, LOOKED_UP, ROLE]}}},
    ],
    ids=["state file", "terraform show"],
)
def test_what_holds_data_is_read_from_the_state(state: dict[str, Any]) -> None:
    assert holdings_of(state) == ["aws_dynamodb_table.products"]


def test_nothing_is_held_where_nothing_is_applied(tmp_path: Path) -> None:
    assert holdings_of({}) == []
    assert engine(tmp_path, stack("catalog")).holdings() == {}
