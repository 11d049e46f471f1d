from __future__ import annotations

import json

import pytest

from yard.synth.assembly import DoesNotFitError, cut_assembly


def assembly(**types: object) -> bytes:
    """The text of an assembly of a package `toy`, with accents and line ends as a generator may write them."""
    return json.dumps(
        {
            "docs": {"summary": "café, “quoted”, {braces} and \\ too"},
            "name": "toy",
            "submodules": {
                f"toy.{name}": {"symbolId": f"src/{name}/index:", "readme": {"markdown": "# ü"}}
                for name in ("one", "two")
            },
            "types": {f"toy.{name}": kind for name, kind in types.items()},
            "version": "1.0",
        },
        indent=2,
        ensure_ascii=False,
    ).encode()


def kind(folder: str, **more: object) -> dict[str, object]:
    return {"kind": "class", "symbolId": f"src/{folder}/index:Thing", **more}


def test_what_is_kept_is_what_it_was() -> None:
    whole = assembly(**{"one.Thing": kind("one", docs="é }"), "two.Thing": kind("two")})

    cut = json.loads(cut_assembly(whole, {"one"}))

    expected = json.loads(whole)
    del expected["submodules"]["toy.two"]
    del expected["types"]["toy.two.Thing"]
    assert cut == expected
    assert list(cut) == list(expected)


def test_a_type_in_a_folder_whose_name_begins_the_same_is_not_kept() -> None:
    whole = assembly(**{"one.Thing": kind("one"), "oneMore.Thing": kind("one-more")})

    cut = json.loads(cut_assembly(whole, {"one"}))

    assert list(cut["types"]) == ["toy.one.Thing"]


def test_types_that_need_each_other_are_kept_together_or_not_at_all() -> None:
    whole = assembly(**{"one.Thing": kind("one", base="toy.two.Thing"), "two.Thing": kind("two")})

    with pytest.raises(DoesNotFitError) as error:
        cut_assembly(whole, {"one"})

    assert str(error.value) == "what is imported needs toy.two.Thing, which is in another submodule"
    assert len(json.loads(cut_assembly(whole, {"one", "two"}))["types"]) == 2


def test_a_submodule_that_the_assembly_lacks_does_not_fit() -> None:
    with pytest.raises(DoesNotFitError) as error:
        cut_assembly(assembly(), {"one", "three"})

    assert str(error.value) == "the assembly knows 1 of 2 submodules"


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b'{"types": []}',
        b'{"submodules": {"toy.one": {}}}',
        b'{"types": {"toy.one.Thing": {"symbolId": 7}}}',
        b'{"types": {"toy.one.Thing": {"symbolId": "flat"}}}',
        b'{"types": {"toy',
    ],
)
def test_another_layout_does_not_fit(text: bytes) -> None:
    with pytest.raises(DoesNotFitError, match=r"^the assembly has another layout"):
        cut_assembly(text, {"one"})
