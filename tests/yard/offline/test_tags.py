"""`tags` are what the configuration says, `tags_all` what is on the thing."""

from __future__ import annotations

from yard.offline.tags import all_tags, own_tags, without_system_tags


def test_default_tags_stay_out_of_the_own_tags() -> None:
    found = {"Environment": "dev", "Team": "buying"}

    assert own_tags(found, {"Team": "buying"}, found) == {"Team": "buying"}


def test_a_tag_put_on_by_somebody_else_shows() -> None:
    known = {"Environment": "dev"}

    assert own_tags({"Environment": "dev", "Owner": "mallory"}, None, known) == {"Owner": "mallory"}


def test_a_tag_taken_off_by_somebody_else_shows() -> None:
    known = {"Environment": "dev", "Team": "buying"}

    assert own_tags({"Environment": "dev"}, {"Team": "buying"}, known) == {}


def test_no_tags_stay_null_rather_than_empty() -> None:
    assert own_tags({"Environment": "dev"}, None, {"Environment": "dev"}) is None


def test_a_tag_without_a_value_is_no_tag() -> None:
    assert all_tags({"Environment": "dev"}, {"Team": None}) == {"Environment": "dev"}


def test_tags_of_aws_itself_are_not_told() -> None:
    assert without_system_tags({"aws:cloudformation:stack-name": "x", "Team": "buying"}) == {"Team": "buying"}
