from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from yard.config import InputError, Workspace
from yard.release import Given, wanted
from yard.release.zip_file import CodeBucket, zip_digest

ACCOUNT = "123456789012"
ENVIRONMENT = f'name: dev\naccount: "{ACCOUNT}"\nregion: eu-west-1\nzones: [eu-west-1a, eu-west-1b]\n'


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "code.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("receipts/handler.py", "def handler(event, context): ...\n")
    return path


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    for name, text in {
        "cdktf.json": "{}",
        "environments/dev.yaml": ENVIRONMENT,
        "apps/receipts/service.yaml": "name: receipts\nteam: shop\nruntime: lambda\nfunction: {package: zip}\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return Workspace.at(tmp_path)


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        client = boto3.client("s3", region_name="eu-west-1")
        client.create_bucket(Bucket="code", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        yield client


def test_a_zip_is_released_under_the_digest_that_lambda_tells(workspace: Workspace, archive: Path) -> None:
    want = wanted(workspace, "dev", "receipts", Given(zip=archive))

    assert want.release == "sha256:" + hashlib.sha256(archive.read_bytes()).hexdigest()
    assert want.is_zip
    assert want.zip == archive


def test_a_zip_is_uploaded_once_where_the_function_looks_for_it(s3: Any, archive: Path) -> None:
    bucket, release = CodeBucket(s3, "code", ACCOUNT), zip_digest(archive)

    first, again = bucket.upload(release, archive), bucket.upload(release, archive)

    key = f"{release.removeprefix('sha256:')}.zip"
    assert (first, again) == (1, 0)
    assert s3.get_object(Bucket="code", Key=key)["Body"].read() == archive.read_bytes()
    assert bucket.holds(release)
    assert not bucket.holds("sha256:" + "0" * 64)


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "code.txt").write_text("no zip")

    for name in ("code.txt", "nowhere.zip"):
        with pytest.raises(InputError, match=r"is not a zip\. Name the one that was packaged\."):
            zip_digest(tmp_path / name)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (Given(), "receipts: say what to deploy. Use --zip with the zip that was packaged."),
        (Given(image="shop/receipts:1"), "--image shop/receipts:1: receipts is a zip on Lambda. Use --zip."),
    ],
)
def test_a_function_of_a_zip_wants_a_zip(workspace: Workspace, given: Given, sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        wanted(workspace, "dev", "receipts", given)

    assert str(refused.value) == sentence
