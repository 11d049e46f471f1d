from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.yard.package.conftest import Repository
from yard.config import InputError, YardError
from yard.package import package


def names(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as archive:
        return {name for name in archive.namelist() if "__pycache__" not in name}


def test_a_zip_holds_code_libraries_and_requirements_and_runs_by_itself(repository: Repository) -> None:
    repository.wheel("letters", {"letters/__init__.py": "GREETING = 'Dear'\n"})
    repository.write("apps/receipts/requirements.txt", "letters==1.0\n")
    repository.write("apps/greetings/pyproject.toml")
    repository.write("apps/greetings/greetings/__init__.py", "from letters import GREETING\n")
    repository.write(
        "apps/receipts/receipts/handler.py",
        "from greetings import GREETING\n\n\ndef handler(event, context):\n    return GREETING\n",
    )

    made = package(repository.workspace, repository.service(), repository.root / "out")

    assert {"receipts/handler.py", "greetings/__init__.py", "letters/__init__.py"} < names(made.path)
    code = "from receipts.handler import handler; print(handler({}, None))"
    told = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env={"PYTHONPATH": str(made.path)},  # Python reads a zip as a folder
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == "Dear\n"


def test_the_same_input_gives_the_same_bytes_wherever_and_whenever(
    repository: Repository, tmp_path: Path
) -> None:
    repository.wheel(
        "letters", {"letters/__init__.py": "A = {'x', 'y'}\n", "letters-1.0.data/scripts/run": "#!python\n"}
    )
    repository.write("apps/receipts/requirements.txt", "letters==1.0\n")
    handler = repository.root / "apps/receipts/receipts/handler.py"

    first = package(repository.workspace, repository.service(), tmp_path / "one")
    os.utime(handler, (0, 0))
    handler.chmod(0o600)
    second = package(repository.workspace, repository.service(), tmp_path / "two")

    assert first.path.read_bytes() == second.path.read_bytes()
    assert first.digest == f"sha256:{hashlib.sha256(first.path.read_bytes()).hexdigest()}"
    handler.write_text("def handler(event, context):\n    return None\n")
    assert package(repository.workspace, repository.service(), tmp_path / "three").digest != first.digest


def test_every_module_is_compiled_and_says_where_lambda_puts_it(repository: Repository) -> None:
    made = package(repository.workspace, repository.service(), repository.root / "out")

    with zipfile.ZipFile(made.path) as archive:
        compiled = archive.read("receipts/__pycache__/handler.cpython-311.pyc")
    assert b"/var/task/receipts/handler.py" in compiled
    assert str(repository.root).encode() not in compiled


def test_programs_that_name_this_machines_python_are_left_out(repository: Repository) -> None:
    scripts = {"letters/__init__.py": "", "letters-1.0.data/scripts/run": "#!python\n"}
    repository.wheel("letters", scripts)
    repository.write("apps/receipts/requirements.txt", "letters==1.0\n")

    made = package(repository.workspace, repository.service(), repository.root / "out")

    assert not [name for name in names(made.path) if name.startswith("bin/")]


def test_a_requirement_without_a_wheel_for_lambda_is_told(repository: Repository) -> None:
    repository.wheel("letters", {"letters/__init__.py": ""}, tag="cp311-cp311-macosx_11_0_arm64")
    repository.write("apps/receipts/requirements.txt", "letters==1.0\n")

    with pytest.raises(YardError) as caught:
        package(repository.workspace, repository.service(), repository.root / "out")

    told = str(caught.value)
    assert told.startswith(
        "apps/receipts/requirements.txt: pip could not install it for Lambda (Python 3.11, x86-64):"
    )
    assert "letters==1.0" in told
    assert told.endswith("Use a version that has a wheel for it, or function.package: image.")


def test_what_lambda_would_not_take_is_told_with_what_is_largest(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write("apps/receipts/receipts/data.bin", "x" * 3 * 1024 * 1024)
    monkeypatch.setattr("yard.package.build.UNZIPPED_MIB", 2)

    with pytest.raises(YardError) as caught:
        package(repository.workspace, repository.service(), repository.root / "out")

    assert str(caught.value) == (
        "apps/receipts: has 3 MiB unzipped, and Lambda takes 2. The largest: receipts (3 MiB). Take requirements out,"
        " or use function.package: image (10 GB), or runtime: ecs."
    )


def test_what_is_too_large_with_bytecode_goes_without(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "".join(f"X{number} = {number}\n" for number in range(30_000))
    repository.write("apps/receipts/receipts/numbers.py", text)
    monkeypatch.setattr("yard.package.build.UNZIPPED_MIB", len(text) * 1.1 / 1024 / 1024)

    made = package(repository.workspace, repository.service(), repository.root / "out")

    with zipfile.ZipFile(made.path) as archive:
        assert not [name for name in archive.namelist() if name.endswith(".pyc")]


@pytest.mark.parametrize(
    ("manifest", "problem"),
    [
        (
            "name: receipts\nteam: sales\n",
            "apps/receipts/service.yaml:1 runtime: ecs runs no zip."
            " Use runtime: lambda, or deploy it without packaging.",
        ),
        (
            "name: receipts\nteam: sales\nruntime: lambda\nfunction: {package: image}\n",
            "apps/receipts/service.yaml:4 function.package: image is built with docker."
            " Use zip, or deploy it with --image.",
        ),
    ],
)
def test_only_a_zip_is_packaged(repository: Repository, manifest: str, problem: str) -> None:
    repository.write("apps/receipts/service.yaml", manifest)

    with pytest.raises(InputError) as caught:
        package(repository.workspace, repository.service(), repository.root / "out")

    assert caught.value.problems == [problem]


def test_a_module_that_is_no_python_is_told(repository: Repository) -> None:
    repository.write("apps/receipts/receipts/broken.py", "def (:\n")

    with pytest.raises(InputError) as caught:
        package(repository.workspace, repository.service(), repository.root / "out")

    assert caught.value.problems == [
        "apps/receipts/receipts/broken.py:1: is no Python (invalid syntax). Mend it."
    ]
