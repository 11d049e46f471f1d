"""What checkov works out once is what it would work out every time."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from yard.policy.once import _built_once, _evaluated_once


class Grammar:
    """What a parser is built for."""


class OtherGrammar:
    """Another one."""


class Counted:
    """Counts the texts that it evaluates; what is no number has no value."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    def __call__(self, text: Any) -> Any:
        self.asked.append(text)
        if text == "[]":
            return []
        return int(text)


def test_a_parser_is_built_once_for_a_grammar_and_its_start() -> None:
    built = []

    def build(**options: Any) -> object:
        built.append(options)
        return object()

    parser = _built_once(build)

    parsers = {
        parser(module=module, start=start, debug=False)
        for module in (Grammar(), Grammar(), OtherGrammar())
        for start in ("path", "path", "word")
    }

    assert len(parsers) == len(built) == 4
    assert all(options["debug"] is False for options in built)


def test_a_text_is_evaluated_once() -> None:
    evaluate = Counted()
    evaluated = _evaluated_once(evaluate)

    assert [evaluated("1"), evaluated("1"), evaluated("2")] == [1, 1, 2]
    assert evaluate.asked == ["1", "2"]


def test_a_text_without_a_value_raises_every_time_and_is_evaluated_once() -> None:
    evaluate = Counted()
    evaluated = _evaluated_once(evaluate)

    for _ in range(2):
        with pytest.raises(ValueError, match="invalid literal for int"):
            evaluated("aws_kms_key.key.arn")
    assert evaluate.asked == ["aws_kms_key.key.arn"]


def test_what_can_be_altered_is_made_anew() -> None:
    evaluated = _evaluated_once(Counted())

    evaluated("[]").append("altered")

    assert evaluated("[]") == []


def test_what_is_no_text_goes_on_as_it_is() -> None:
    evaluated = _evaluated_once(Counted())

    assert [evaluated(True), evaluated("1"), evaluated(True)] == [1, 1, 1]


def test_checkov_reads_two_paths_with_one_parser_as_with_two() -> None:
    from yard.policy.loading import load

    load()
    parse = importlib.import_module("bc_jsonpath_ng.ext").parse

    for text in ("$.policy[0].Statement", "$.tags.Name", "$.policy[0].Statement"):
        assert [
            found.value for found in parse(text).find({"policy": [{"Statement": 1}], "tags": {"Name": 2}})
        ] in (
            [1],
            [2],
        )
    assert str(parse("$.a.b")) == "$.a.b"
    assert str(parse("$.c[0]")) == "$.c.[0]"
