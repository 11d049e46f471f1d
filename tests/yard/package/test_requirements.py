from __future__ import annotations

from pathlib import Path

import pytest

from tests.yard.package.conftest import Repository
from yard.config import InputError
from yard.package.requirements import install


def problems(repository: Repository, tmp_path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        install(repository.workspace, repository.service(), tmp_path / "target")
    return caught.value.problems


def test_only_what_is_pinned_gives_the_same_zip_tomorrow(repository: Repository, tmp_path: Path) -> None:
    text = "flask==3.1.3 # the web\n\n# ours\nboto3>=1.35\npsycopg[binary]==3.2.1\n-r more.txt\n"
    repository.write("apps/receipts/requirements.txt", text)

    assert problems(repository, tmp_path) == [
        "apps/receipts/requirements.txt:4: boto3>=1.35 is not pinned. Write it as name==version.",
        "apps/receipts/requirements.txt:6: -r more.txt is not pinned. Write it as name==version.",
    ]


def test_a_service_without_requirements_says_so(repository: Repository, tmp_path: Path) -> None:
    (repository.root / "apps/receipts/requirements.txt").unlink()

    assert problems(repository, tmp_path) == [
        "apps/receipts/requirements.txt: there is no such file. List what the service runs with, each with ==."
    ]
