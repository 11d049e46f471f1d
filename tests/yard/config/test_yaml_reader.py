from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from yard.config import InputError
from yard.config.yaml_reader import MOST_NODES, read_yaml
from yard.config.yaml_source import KeyPath, YamlSource, dotted, key_path

NAMES = st.text("abcdefgh_", min_size=1, max_size=6)
SCALARS = st.integers() | st.booleans() | st.none() | NAMES
TREES: st.SearchStrategy[dict[str, Any]] = st.dictionaries(
    NAMES,
    st.recursive(
        SCALARS,
        lambda inner: (
            st.lists(inner, min_size=1, max_size=3) | st.dictionaries(NAMES, inner, min_size=1, max_size=3)
        ),
        max_leaves=12,
    ),
    min_size=1,
    max_size=4,
)


def read(folder: Path, content: str) -> YamlSource:
    path = folder / "file.yaml"
    path.write_text(content, "utf-8")
    return read_yaml(path, "file.yaml")


def write_numbered(value: Any, path: KeyPath, out: list[str], lines: dict[KeyPath, int]) -> None:
    """Write `value` as block YAML, one key or entry a line, noting the line of each."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        head = "  " * len(path) + (f"{key}:" if isinstance(key, str) else "-")
        lines[(*path, key)] = len(out) + 1
        if isinstance(inner, dict | list):
            out.append(head)
            if isinstance(key, int):
                lines[(*path, key)] += 1  # a group or list in a list begins below its dash
            write_numbered(inner, (*path, key), out, lines)
        else:
            out.append(f"{head} {json.dumps(inner)}")


@given(tree=TREES)
def test_every_key_and_entry_knows_its_line(
    tree: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    out: list[str] = []
    lines: dict[KeyPath, int] = {}
    write_numbered(tree, (), out, lines)

    source = read(tmp_path_factory.mktemp("yaml"), "\n".join(out) + "\n")

    assert source.values == tree
    assert source.lines == lines


@given(tree=TREES)
def test_values_are_those_of_yaml_1_2(tree: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("yaml") / "file.yaml"
    with path.open("w") as file:
        YAML(typ="safe", pure=True).dump(tree, file)

    assert read_yaml(path, "file.yaml").values == tree


def test_what_looks_like_text_stays_text(tmp_path: Path) -> None:
    source = read(tmp_path, "a: yes\nb: off\nc: 2024-01-01\nd: 12:30\ne: 1.2.3\nf: ''\non: no\n1: x\n")

    assert source.values == {
        "a": "yes", "b": "off", "c": "2024-01-01", "d": "12:30", "e": "1.2.3", "f": "", "on": "no", "1": "x",
    }  # fmt: skip


def test_numbers_are_those_of_yaml_1_2(tmp_path: Path) -> None:
    source = read(tmp_path, "a: 0x10\nb: 0o17\nc: -3\nd: 1.5\ne: 012\nf: .inf\n")

    assert source.values == {"a": 16, "b": 15, "c": -3, "d": 1.5, "e": 12, "f": float("inf")}


def test_scalars_are_kept_as_they_were_written(tmp_path: Path) -> None:
    source = read(tmp_path, "a: 007\nb: '8080'\nc: [true]\n")

    assert source.texts == {("a",): "007", ("b",): '"8080"', ("c", 0): "true"}


def test_an_alias_stands_for_its_anchor(tmp_path: Path) -> None:
    assert read(tmp_path, "a: &x {b: 1}\nc: *x\n").values == {"a": {"b": 1}, "c": {"b": 1}}


def test_aliases_of_aliases_cannot_fill_the_memory(tmp_path: Path) -> None:
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 12))

    with pytest.raises(InputError) as error:
        read(tmp_path, f"l0: &l0 [x]\n{levels}\n")

    assert (
        str(error.value)
        == f"file.yaml: holds more than {MOST_NODES} values, aliases counted. Write it shorter."
    )


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeffname: dev\n").values == {"name": "dev"}


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        read_yaml(tmp_path, "dev.yaml")

    assert (
        str(error.value) == "dev.yaml: cannot be read (Is a directory). Check what it is and its permissions."
    )


@pytest.mark.parametrize(
    ("path", "written"),
    [(("data", "tables", "a"), "data.tables.a"), (("zones", 1), "zones[1]"), (("a", 0, "b"), "a[0].b")],
)
def test_paths_are_written_as_people_write_them(path: KeyPath, written: str) -> None:
    assert dotted(path) == written
    assert key_path(written) == path


@given(
    data=st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_any_bytes_give_values_or_an_input_error(
    data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("yaml") / "file.yaml"
    path.write_bytes(data)

    problems: list[str] = []
    try:
        read_yaml(path, "file.yaml")
    except InputError as error:
        problems = error.problems

    assert all(problem.startswith("file.yaml") and "\n" not in problem for problem in problems)
