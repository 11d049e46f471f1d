"""What a person reads when something goes wrong: who is to blame, and what to do."""

from __future__ import annotations

from urllib.error import URLError

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ParamValidationError, ReadTimeoutError

from yard.config import YardError
from yard.offline.diagnostics import from_exception

URL = "http://127.0.0.1:5000"


@pytest.mark.parametrize(
    "problem",
    [
        EndpointConnectionError(endpoint_url=URL),
        ReadTimeoutError(endpoint_url=URL),
        URLError("connection refused"),
        ConnectionResetError("reset by peer"),
        TimeoutError("timed out"),
    ],
)
def test_an_emulated_aws_that_is_away_is_to_be_started(problem: Exception) -> None:
    told = from_exception("aws_vpc", "creating", problem)

    assert told.summary == "creating aws_vpc: the emulated AWS does not answer"
    assert told.detail == f"{problem} Start it with `yard up` and try again."


def test_an_error_of_the_api_names_operation_and_code() -> None:
    problem = ClientError({"Error": {"Code": "LimitExceeded", "Message": "Too many."}}, "CreateVpc")

    told = from_exception("aws_vpc", "creating", problem)

    assert (told.summary, told.detail) == (
        "creating aws_vpc: CreateVpc failed with LimitExceeded",
        "Too many.",
    )


def test_what_yard_refuses_is_told_in_its_own_words() -> None:
    told = from_exception("aws_vpc", "creating", YardError("Not like that."))

    assert (told.summary, told.detail) == ("creating aws_vpc", "Not like that.")


@pytest.mark.parametrize(
    "problem",
    [FileNotFoundError("function.zip"), ParamValidationError(report="Unknown parameter"), KeyError("id")],
)
def test_anything_else_is_a_fault_of_the_provider(problem: Exception) -> None:
    told = from_exception("aws_lambda_function", "creating", problem)

    assert told.summary == "creating aws_lambda_function: the offline provider failed"
    assert type(problem).__name__ in told.detail
    assert "please report it" in told.detail
