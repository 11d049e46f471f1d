from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from yard.synth.typing import typing_path

ROOT = Path(__file__).resolve().parents[3]


def sources(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "one.py").write_text(text)
    return folder


def names(path: Path) -> set[str]:
    return {entry.name for entry in path.iterdir()}


def test_a_type_checker_sees_the_imported_submodules_and_no_other(tmp_path: Path) -> None:
    folder = sources(tmp_path / "code", "from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue\n")

    path = typing_path((folder,), tmp_path)

    assert names(path / "cdktf_cdktf_provider_aws") == {"__init__.py", "py.typed", "_jsii", "sqs_queue"}
    assert (path / "cdktf_cdktf_provider_aws" / "__init__.py").read_text() == ""


def test_a_new_import_is_seen_and_one_that_went_is_forgotten(tmp_path: Path) -> None:
    typing_path(
        (sources(tmp_path / "code", "from cdktf_cdktf_provider_aws.vpc import Vpc\n"),),
        tmp_path,
    )

    path = typing_path(
        (sources(tmp_path / "code", "from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue\n"),), tmp_path
    )

    assert names(path) == {"cdktf_cdktf_provider_aws"}
    assert "sqs_queue" in names(path / "cdktf_cdktf_provider_aws")
    assert "vpc" not in names(path / "cdktf_cdktf_provider_aws")


def test_a_wrong_argument_of_a_construct_is_a_type_error(tmp_path: Path) -> None:
    code = sources(
        tmp_path / "code",
        "from cdktf import TerraformStack\n"
        "from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue\n"
        "def queues(stack: TerraformStack) -> None:\n"
        '    SqsQueue(stack, "one", nme="orders")\n'
        '    SqsQueue(stack, "two", fifo_queue="yes")\n',
    )

    done = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--no-error-summary", "--config-file", "pyproject.toml"),
            *("--cache-dir", str(tmp_path / "mypy"), str(code / "one.py")),
        ],
        cwd=ROOT,
        env=os.environ | {"MYPYPATH": str(typing_path((code,), tmp_path))},
        text=True,
        capture_output=True,
        check=False,
        timeout=120,
    )

    assert ':4: error: Unexpected keyword argument "nme" for "SqsQueue"' in done.stdout
    assert ':5: error: Argument "fifo_queue" to "SqsQueue" has incompatible type "str"' in done.stdout
    assert done.returncode == 1
