from __future__ import annotations

import json
from pathlib import Path

from tests.yard.cli.conftest import Files, Yard


def function(files: Files) -> None:
    """Put a function among the services."""
    home = files.apps / "receipts"
    (home / "receipts").mkdir(parents=True)
    (home / "service.yaml").write_text("name: receipts\nteam: sales\nruntime: lambda\n")
    (home / "requirements.txt").write_text("# nothing\n")
    (home / "receipts" / "__init__.py").write_text("")
    (home / "receipts" / "handler.py").write_text("def handler(event, context):\n    return event\n")


def test_package_tells_where_the_zip_is_and_how_to_deploy_it(
    yard: Yard, files: Files, tmp_path: Path
) -> None:
    function(files)

    done = yard("package", "receipts", "--out", str(tmp_path / "out"), *files.options)

    assert done.status == 0
    path = Path(done.out.strip())
    assert path.is_file()
    assert f"yard deploy ENV receipts --zip {path}" in " ".join(done.err.split())


def test_package_as_json_tells_the_digest_that_is_the_release(
    yard: Yard, files: Files, tmp_path: Path
) -> None:
    function(files)

    told = json.loads(yard("package", "receipts", "--json", "--out", str(tmp_path), *files.options).out)

    assert told["digest"].startswith("sha256:")
    assert told["unzipped_bytes"] >= told["files"] > 0


def test_an_unknown_service_is_an_input_error(yard: Yard, files: Files) -> None:
    function(files)

    done = yard("package", "receits", *files.options)

    assert (done.status, done.err) == (
        2,
        "Error: receits: there is no such service. Did you mean receipts?\n",
    )
