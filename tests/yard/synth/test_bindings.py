from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
# A program of its own: bindings are chosen once a process.
PROGRAM = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from yard.synth.bindings import install
install((Path(sys.argv[1]),), Path(sys.argv[2]))
from cdktf import Testing, TerraformStack
from cdktf_cdktf_provider_aws.{submodule} import {name}
stack = TerraformStack(Testing.app(), "stack")
{name}(stack, "thing")
print(Testing.synth(stack))
"""


def run(folder: Path, cache: Path, submodule: str, name: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(submodule=submodule, name=name), str(folder), str(cache)],
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=False,
        timeout=120,
    )


def test_a_new_import_works_at_its_first_run_by_itself(tmp_path: Path) -> None:
    source, cache = tmp_path / "source", tmp_path / "cache"
    source.mkdir()
    (source / "one.py").write_text("from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue\n")
    first = run(source, cache, "sqs_queue", "SqsQueue")
    assert '"aws_sqs_queue"' in first.stdout, first.stderr

    (source / "two.py").write_text("from cdktf_cdktf_provider_aws.internet_gateway import InternetGateway\n")
    second = run(source, cache, "internet_gateway", "InternetGateway")

    assert '"aws_internet_gateway"' in second.stdout, second.stderr
    assert len(list(cache.iterdir())) == 2


def test_an_import_that_was_not_foreseen_says_what_to_do(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "one.py").write_text("from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue\n")

    done = run(source, tmp_path / "cache", "internet_gateway", "InternetGateway")

    assert done.stderr.splitlines()[-1] == (
        "ModuleNotFoundError: cdktf_cdktf_provider_aws.internet_gateway is not among the submodules that stacks/ and"
        " modules/ import. Import it there, as `from cdktf_cdktf_provider_aws.internet_gateway import …`,"
        " or set YARD_STOCK_BINDINGS=1 to have them all."
    )


def test_two_processes_may_fill_the_cache_at_once(tmp_path: Path) -> None:
    source, cache = tmp_path / "source", tmp_path / "cache"
    source.mkdir()
    (source / "one.py").write_text("from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue\n")

    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda _: run(source, cache, "sqs_queue", "SqsQueue"), range(2)))

    assert all('"aws_sqs_queue"' in done.stdout for done in runs), [done.stderr for done in runs]
    assert [entry.name.startswith("cdktf_cdktf_provider_aws-") for entry in cache.iterdir()] == [True]


def test_a_package_imported_whole_is_the_stock_one_with_one_warning(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "one.py").write_text("import cdktf_cdktf_provider_aws\n")

    program = (
        "import sys; from pathlib import Path; from yard.synth.bindings import install;"
        f"install((Path({str(source)!r}),)); print('cdktf_cdktf_provider_aws' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, text=True, capture_output=True, check=True, timeout=60
    )

    assert done.stdout == "False\n"
    assert done.stderr == (
        "yard: cdktf_cdktf_provider_aws: it is imported whole; write `from cdktf_cdktf_provider_aws.vpc import Vpc`;"
        " using the stock package, which is slower.\n"
    )


def test_a_package_that_is_not_installed_is_one_warning_and_pythons_own_error(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "one.py").write_text("from cdktf_cdktf_provider_toy.thing import Thing\n")

    program = f"from pathlib import Path; from yard.synth.bindings import install; install((Path({str(source)!r}),))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, text=True, capture_output=True, check=True, timeout=60
    )

    assert done.stderr == (
        "yard: cdktf_cdktf_provider_toy: cdktf_cdktf_provider_toy is not installed;"
        " using the stock package, which is slower.\n"
    )
