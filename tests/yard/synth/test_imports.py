from __future__ import annotations

from pathlib import Path

from yard.synth.imports import imported_submodules


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_every_form_of_import_is_seen(tmp_path: Path) -> None:
    write(tmp_path, "a.py", "from cdktf_cdktf_provider_aws.vpc import Vpc\n")
    write(
        tmp_path,
        "deep/b.py",
        "def f():\n    import cdktf_cdktf_provider_aws.s3_bucket as s3\n    return s3\n",
    )
    write(
        tmp_path, "c.py", "from cdktf_cdktf_provider_aws import (\n    sqs_queue,\n    lb as balancer,\n)\n"
    )
    write(tmp_path, "d.py", "import cdktf_cdktf_provider_random.password, os\n")

    assert imported_submodules([tmp_path]) == {
        "cdktf_cdktf_provider_aws": {"vpc", "s3_bucket", "sqs_queue", "lb"},
        "cdktf_cdktf_provider_random": {"password"},
    }


def test_words_in_comments_and_strings_are_not_imports(tmp_path: Path) -> None:
    write(
        tmp_path,
        "a.py",
        '# from cdktf_cdktf_provider_aws.vpc import Vpc\nx = "import cdktf_cdktf_provider_aws.vpc"\n',
    )

    assert imported_submodules([tmp_path]) == {}


def test_a_file_that_does_not_parse_is_left_to_python(tmp_path: Path) -> None:
    write(tmp_path, "a.py", "from cdktf_cdktf_provider_aws.vpc import (\n")

    assert imported_submodules([tmp_path]) == {}
