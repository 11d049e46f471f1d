from __future__ import annotations

import json
import os
import tarfile
import time
from pathlib import Path

import pytest

from yard.synth import prune
from yard.synth.assembly import DoesNotFitError
from yard.synth.prune import pruned_package

ASSEMBLY = {
    "name": "@cdktf/provider-toy",
    "submodules": {
        "@cdktf/provider-toy.bigBox": {"symbolId": "src/big-box/index:"},
        "@cdktf/provider-toy.provider": {"symbolId": "src/provider/index:"},
        "@cdktf/provider-toy.big": {"symbolId": "src/big/index:"},
    },
    "types": {
        "@cdktf/provider-toy.bigBox.BigBox": {"kind": "class", "symbolId": "src/big-box/index:BigBox"},
        "@cdktf/provider-toy.provider.ToyProvider": {
            "kind": "class",
            "symbolId": "src/provider/index:ToyProvider",
        },
        "@cdktf/provider-toy.big.Big": {"kind": "class", "symbolId": "src/big/index:Big"},
    },
}
INDEX = """"use strict";
exports.provider = exports.bigBox = exports.big = void 0;
exports.bigBox = require("./big-box");
exports.big = require("./big");
exports.provider = require("./provider");
"""


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed provider package with three submodules."""
    stock = tmp_path / "site" / "cdktf_cdktf_provider_toy"
    (stock / "_jsii").mkdir(parents=True)
    (stock / "_jsii" / "__init__.py").write_text("# loads the assembly\n")
    for name in ("big_box", "big", "provider"):
        (stock / name).mkdir()
    content = tmp_path / "content"
    for name, text in {
        "package/.jsii": json.dumps(ASSEMBLY),
        "package/package.json": "{}",
        "package/lib/index.js": INDEX,
        "package/lib/big-box/index.js": "box",
        "package/lib/big-box/index.d.ts": "types",
        "package/lib/big/index.js": "big\n//# sourceMappingURL=data:application/json;base64,e30=",
        "package/lib/provider/index.js": "provider",
        "package/README.md": "words",
    }.items():
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(text)
    with tarfile.open(stock / "_jsii" / "provider-toy.jsii.tgz", "w:gz") as tar:
        tar.add(content / "package", "package")
    monkeypatch.setattr(prune, "stock_folder", lambda package: stock)
    monkeypatch.setattr("importlib.metadata.version", lambda name: "1.0")
    return stock


def members(folder: Path) -> dict[str, bytes]:
    with tarfile.open(next((folder / "_jsii").glob("*.tgz"))) as tar:
        return {member.name: (tar.extractfile(member) or pytest.fail(member.name)).read() for member in tar}


def test_only_the_wanted_submodules_are_kept(toy: Path, tmp_path: Path) -> None:
    folder = pruned_package("toy", frozenset({"big_box", "provider"}), tmp_path / "cache")

    found = members(folder)
    assert set(found) == {
        "package/.jsii",
        "package/package.json",
        "package/lib/index.js",
        "package/lib/big-box/index.js",
        "package/lib/provider/index.js",
    }
    assembly = json.loads(found["package/.jsii"])
    assert list(assembly["types"]) == [
        "@cdktf/provider-toy.bigBox.BigBox",
        "@cdktf/provider-toy.provider.ToyProvider",
    ]
    assert b'require("./big")' not in found["package/lib/index.js"]
    assert b'exports.bigBox = require("./big-box");' in found["package/lib/index.js"]


def test_another_set_of_submodules_is_another_entry_and_both_stay(toy: Path, tmp_path: Path) -> None:
    one = pruned_package("toy", frozenset({"provider"}), tmp_path / "cache")
    two = pruned_package("toy", frozenset({"provider", "big"}), tmp_path / "cache")

    assert one != two
    assert one.is_dir()
    assert pruned_package("toy", frozenset({"provider"}), tmp_path / "cache") == one


def test_the_same_set_gives_the_same_bytes(toy: Path, tmp_path: Path) -> None:
    archives = [
        next(
            pruned_package("toy", frozenset({"big", "provider"}), tmp_path / cache).rglob("*.tgz")
        ).read_bytes()
        for cache in ("one", "two")
    ]

    assert archives[0] == archives[1]


def test_nothing_half_built_is_left_where_a_submodule_is_missing(toy: Path, tmp_path: Path) -> None:
    with pytest.raises(DoesNotFitError, match="has no submodule small"):
        pruned_package("toy", frozenset({"small"}), tmp_path / "cache")

    assert not list((tmp_path / "cache").glob("*"))


def test_the_source_maps_stay_behind(toy: Path, tmp_path: Path) -> None:
    folder = pruned_package("toy", frozenset({"big", "provider"}), tmp_path / "cache")

    assert members(folder)["package/lib/big/index.js"] == b"big\n"


def test_what_was_not_asked_for_in_a_month_goes_when_something_new_is_made(toy: Path, tmp_path: Path) -> None:
    old = pruned_package("toy", frozenset({"provider"}), tmp_path / "cache")
    recent = pruned_package("toy", frozenset({"big"}), tmp_path / "cache")
    os.utime(old, (0, 0))

    pruned_package("toy", frozenset({"big", "provider"}), tmp_path / "cache")

    assert not old.exists()
    assert recent.exists()


def slow_build(stock: Path, submodules: frozenset[str], folder: Path) -> None:
    folder.mkdir(parents=True)
    time.sleep(0.3)


def test_a_long_preparation_is_told(
    toy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(prune, "PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(prune, "_build", slow_build)

    pruned_package("toy", frozenset({"big", "provider"}), tmp_path / "cache")
    pruned_package("toy", frozenset({"big", "provider"}), tmp_path / "cache")

    assert capsys.readouterr().err == "yard: preparing toy 1.0 for 2 imported submodules, once …\n"
