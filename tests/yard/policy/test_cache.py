from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.yard.policy.stacks import resource, synthesis
from yard.policy import cache as module
from yard.policy import check
from yard.policy.cache import VerdictCache, policy_version
from yard.policy.run import _told
from yard.policy.verdict import Verdict, Verdicts

STACK = resource("aws_cloudwatch_log_group", "logs", "dev-x/logs/Default", name="/dev/x")
VERDICTS = Verdicts(
    3, [Verdict("CKV_AWS_66", "title", "aws_cloudwatch_log_group.logs", ("retention",), fix="f")]
)


def test_what_was_judged_is_found_again(tmp_path: Path) -> None:
    VerdictCache(tmp_path).put(STACK, VERDICTS)

    assert VerdictCache(tmp_path).get(STACK) == VERDICTS


def test_another_stack_is_judged_anew(tmp_path: Path) -> None:
    VerdictCache(tmp_path).put(STACK, VERDICTS)

    assert VerdictCache(tmp_path).get({**STACK, "output": {}}) is None


def test_a_broken_file_is_judged_anew(tmp_path: Path) -> None:
    cache = VerdictCache(tmp_path)
    cache.put(STACK, VERDICTS)
    (file,) = (path for path in tmp_path.rglob("*.json"))

    for text in ("", "[]", '{"passed": 1}', '{"passed": 1, "failed": [{"policy": "x"}]}'):
        file.write_text(text)
        assert cache.get(STACK) is None


def test_a_changed_policy_makes_everything_be_judged_anew_and_old_verdicts_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policies = tmp_path / "policies"
    policies.mkdir()
    (policies / "rule.py").write_text("a = 1\n")
    monkeypatch.setattr(module, "POLICIES", policies)
    VerdictCache(tmp_path).put(STACK, VERDICTS)
    before = policy_version()

    (policies / "rule.py").write_text("a = 2\n")

    assert policy_version() != before
    assert VerdictCache(tmp_path).get(STACK) is None
    VerdictCache(tmp_path).put(STACK, VERDICTS)
    assert [path.name for path in (tmp_path / "policy").iterdir()] == [policy_version()]


def test_a_cached_report_is_the_fresh_report(tmp_path: Path) -> None:
    exceptions = tmp_path / "none.yaml"

    fresh = check(synthesis(STACK), exceptions=exceptions, cache=tmp_path)
    cached = check(synthesis(STACK), exceptions=exceptions, cache=tmp_path)

    assert fresh.failed
    assert (cached.passed, cached.failed, cached.excepted) == (fresh.passed, fresh.failed, fresh.excepted)


def test_where_nothing_changed_checkov_is_not_even_imported(tmp_path: Path) -> None:
    VerdictCache(tmp_path).put(_told(STACK, protected=False), VERDICTS)
    program = (
        "import json, sys; from pathlib import Path; from yard.policy import check\n"
        "from tests.yard.policy.stacks import synthesis\n"
        "stack, folder = json.loads(sys.argv[1]), Path(sys.argv[2])\n"
        "report = check(synthesis(stack), exceptions=folder / 'none.yaml', cache=folder)\n"
        "assert len(report.failed) == 1\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('checkov', 'policies', 'jsii', 'cdktf')])\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, json.dumps(STACK), str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )

    assert done.stdout == "[]\n"
