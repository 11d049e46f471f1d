"""Schemas are read from the bindings once, and the cache may be shared, damaged or removed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from yard.config import YardError
from yard.offline import bindings, catalogue
from yard.offline.catalogue import load_schema
from yard.offline.schema import block_from_json


@pytest.fixture(autouse=True)
def _forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a new process: nothing is in memory."""
    monkeypatch.setattr(catalogue, "_memory", {})


def test_the_second_process_reads_nothing_but_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load_schema("aws", ["aws_sqs_queue"], ["aws_region"], tmp_path)
    monkeypatch.setattr(catalogue, "_memory", {})
    monkeypatch.setattr(catalogue, "read_sources", _never)

    second = load_schema("aws", ["aws_sqs_queue"], ["aws_region"], tmp_path)

    assert second == first


def test_a_damaged_cache_file_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_schema("aws", ["aws_sqs_queue"], [], tmp_path)
    next(tmp_path.rglob("resource-aws_sqs_queue.json")).write_text('{"attributes": {"ar')
    monkeypatch.setattr(catalogue, "_memory", {})

    assert load_schema("aws", ["aws_sqs_queue"], [], tmp_path) == first


def test_a_type_that_the_bindings_lack_is_left_out_and_not_looked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_schema("aws", ["aws_sqs_quue"], [], tmp_path).resources == {}
    monkeypatch.setattr(catalogue, "_memory", {})
    monkeypatch.setattr(catalogue, "read_sources", _never)

    assert load_schema("aws", ["aws_sqs_quue"], [], tmp_path).resources == {}


def test_the_cache_holds_whole_files_only(tmp_path: Path) -> None:
    load_schema("aws", ["aws_sqs_queue", "aws_vpc"], [], tmp_path)

    files = [path for path in tmp_path.rglob("*") if path.is_file()]

    assert sorted(path.name for path in files) == [
        "provider-aws.json",
        "resource-aws_sqs_queue.json",
        "resource-aws_vpc.json",
    ]
    for path in files:
        block = block_from_json(json.loads(path.read_text()))
        assert block.as_json() == json.loads(path.read_text())


def test_the_provider_block_has_no_alias_of_its_own(tmp_path: Path) -> None:
    configuration = load_schema("aws", [], [], tmp_path).configuration

    assert "alias" not in configuration.attributes
    assert configuration.blocks["default_tags"].block.attributes["tags"].optional


def test_a_provider_without_bindings_is_told(tmp_path: Path) -> None:
    with pytest.raises(YardError) as caught:
        load_schema("azurerm", [], [], tmp_path)

    assert str(caught.value) == (
        "The offline provider for azurerm reads its schema from the Python package cdktf-cdktf-provider-azurerm, which "
        "is not installed. Add it to the Pipfile, or plan without --offline."
    )


def test_a_damaged_archive_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = tmp_path / "provider-aws@1.jsii.tgz"
    archive.write_bytes(b"not an archive")
    broken = bindings.Bindings("aws", "cdktf_cdktf_provider_aws", "1", archive)
    monkeypatch.setattr(catalogue, "find_bindings", lambda _: broken)

    with pytest.raises(YardError) as caught:
        load_schema("aws", ["aws_vpc"], [], tmp_path / "cache")

    assert str(caught.value) == (
        "The offline provider cannot read cdktf_cdktf_provider_aws 1: provider-aws@1.jsii.tgz: not a gzip file. "
        "Install the version that the Pipfile.lock names."
    )


def _never(*_: object) -> None:
    raise AssertionError("the bindings are read again")
