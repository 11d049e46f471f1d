"""What all tests share: no credentials of who runs them, no colours, nothing left in the temporary folder."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from pathlib import Path

import pytest

REAL_AWS = (
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_PROFILE",
    "AWS_ENDPOINT_URL",
)

# A shell starts background jobs with Ctrl-C ignored, and so would be everything that the tests start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).resolve().parents[1]
# They start Terraform, an emulated AWS, gunicorn or a process for each test: `make unit` leaves them out.
SLOW = (
    "apps/chassis/tests/test_gunicorn.py",
    "tests/conformance/",
    "tests/stacks/test_any_pair.py",
    "tests/web/",
    "tests/yard/engine/test_engine.py",
    "tests/yard/engine/test_kill_points.py",
    "tests/yard/engine/test_real.py",
    "tests/yard/engine/test_shim.py",
    "tests/yard/engine/test_stopping.py",
    "tests/yard/local/test_emulator.py",
    "tests/yard/local/test_supervisor.py",
    "tests/yard/offline/handlers/",
    "tests/yard/offline/test_catalogue.py",
    "tests/yard/offline/test_drift.py",
    "tests/yard/offline/test_stacks.py",
    "tests/yard/offline/test_terraform.py",
    "tests/yard/release/test_deploy.py",
    "tests/yard/synth/test_bindings.py",
    "tests/yard/synth/test_typing.py",
)
# Minutes of both cores, for what changes seldom: a pull request waits for the others only.
EXHAUSTIVE = (
    "tests/apps/test_dockerfiles.py::test_what_an_image_holds_is_enough_to_run_the_service[catalog]",
    "tests/apps/test_dockerfiles.py::test_what_an_image_holds_is_enough_to_run_the_service[orders]",
    "tests/conformance/test_plans.py",
    "tests/end_to_end/test_stock_cdktf.py",
    "tests/conformance/test_stacks.py::test_the_genuine_provider_accepts_every_value_of_every_stack",
    "tests/conformance/test_twin.py",
    "tests/stacks/test_matrix.py::test_every_engine_plans_offline",
    # `local` is planned a second time by what runs `yard up` twice; `staging` stands between dev and prod.
    "tests/yard/offline/test_stacks.py::test_a_second_plan_is_empty[local]",
    "tests/yard/offline/test_stacks.py::test_a_second_plan_is_empty[staging]",
    "tests/yard/engine/test_kill_points.py::test_a_run_killed_at_any_moment_leaves_nothing_over[30]",
    "tests/yard/engine/test_kill_points.py::test_an_emulated_aws_killed_at_any_moment_of_a_run_leaves_nothing_over[30]",
)


def pytest_configure(config: pytest.Config) -> None:
    """Take away at the end what tests, what they kill and CDK for Terraform leave in the temporary folder."""
    if hasattr(config, "workerinput"):  # has inherited the folder
        return
    # pytest's own folder stays, so that one can look at what a failed test wrote.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())
    folder = tempfile.mkdtemp(prefix="yard-tests-")
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow by the file that it stands in, and what is exhaustive by its name."""
    for item in items:
        if item.path.is_relative_to(ROOT) and str(item.path.relative_to(ROOT)).startswith(SLOW):
            item.add_marker(pytest.mark.slow)
        if item.nodeid.startswith(EXHAUSTIVE):
            item.add_marker(pytest.mark.exhaustive)


@pytest.fixture(autouse=True, scope="session")
def _own_nothing() -> None:
    """Tests see neither real AWS credentials nor the person's Terraform settings."""
    for name in (*REAL_AWS, "TF_CLI_CONFIG_FILE", "TERRAFORM_BINARY_NAME", "YARD_OFFLINE"):
        os.environ.pop(name, None)
    os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
    os.environ["NO_COLOR"] = "1"
