from __future__ import annotations

import pytest

from tests.yard.package.conftest import Repository
from yard.config import InputError
from yard.package.code import code_of

LIBRARY = "apps/shared/pyproject.toml"


def names(repository: Repository) -> set[str]:
    return set(code_of(repository.workspace, repository.service()))


def problems(repository: Repository) -> list[str]:
    with pytest.raises(InputError) as caught:
        code_of(repository.workspace, repository.service())
    return caught.value.problems


def test_the_services_package_is_all_that_goes_in_of_its_folder(repository: Repository) -> None:
    repository.write("apps/receipts/receipts/templates/letter.txt", "Dear")
    repository.write("apps/receipts/receipts/__pycache__/handler.cpython-311.pyc")
    repository.write("apps/receipts/tests/test_it.py")
    repository.write("apps/receipts/README.md")

    assert names(repository) == {
        "receipts/__init__.py",
        "receipts/handler.py",
        "receipts/templates/letter.txt",
    }


def test_a_library_of_ours_comes_along_if_it_is_imported(repository: Repository) -> None:
    repository.write(LIBRARY)
    repository.write("apps/shared/shared/__init__.py")
    assert "shared/__init__.py" not in names(repository)

    repository.write("apps/receipts/receipts/letters.py", "def f():\n    from shared.paper import A4\n")

    assert "shared/__init__.py" in names(repository)


def test_a_library_that_a_library_imports_comes_along_too(repository: Repository) -> None:
    repository.write(LIBRARY)
    repository.write("apps/shared/shared/__init__.py", "import deeper\n")
    repository.write("apps/deeper/pyproject.toml")
    repository.write("apps/deeper/deeper/__init__.py", "import shared\n")
    repository.write("apps/receipts/receipts/__init__.py", "import shared\n")

    assert {"shared/__init__.py", "deeper/__init__.py"} <= names(repository)


def test_another_service_never_comes_along(repository: Repository) -> None:
    repository.write("apps/orders/service.yaml", "name: orders\nteam: sales\n")
    repository.write("apps/orders/orders/__init__.py")
    repository.write("apps/receipts/receipts/__init__.py", "import orders\n")

    assert "orders/__init__.py" not in names(repository)


def test_a_service_without_its_package_is_told(repository: Repository) -> None:
    (repository.root / "apps/receipts/receipts").rename(repository.root / "apps/receipts/src")

    assert problems(repository) == [
        "apps/receipts: has no folder receipts. Put the service's Python package there."
    ]


def test_a_handler_that_is_not_there_is_told(repository: Repository) -> None:
    (repository.root / "apps/receipts/receipts/handler.py").unlink()

    assert problems(repository) == [
        "apps/receipts/service.yaml:1 function.handler: receipts.handler.handler: there is no"
        " apps/receipts/receipts/handler.py. Write it (docs/add-a-service.md), or name another."
    ]


@pytest.mark.parametrize("line", ["handler = make()", "handler: object = make()", "from x import handler"])
def test_a_handler_may_be_made_or_imported(repository: Repository, line: str) -> None:
    repository.write("apps/receipts/receipts/handler.py", line + "\n")

    assert names(repository)


def test_a_handler_of_another_name_is_told(repository: Repository) -> None:
    repository.write("apps/receipts/receipts/handler.py", "def main(event, context):\n    pass\n")

    assert problems(repository) == [
        "apps/receipts/service.yaml:1 function.handler: receipts.handler.handler:"
        " apps/receipts/receipts/handler.py has no handler. Add it, or name another."
    ]
