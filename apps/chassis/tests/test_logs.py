from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import structlog
from chassis import logs
from pydantic import SecretStr

Lines = Callable[[], list[dict[str, Any]]]


def test_a_line_says_when_who_and_what(lines: Lines) -> None:
    logs.configure("cups", "test", "info")

    structlog.get_logger("cups.fill").info("cup filled", millilitres=60)

    (line,) = lines()
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "cup filled",
        "level": "info",
        "logger": "cups.fill",
        "millilitres": 60,
        "service": "cups",
        "environment": "test",
    }


def test_libraries_log_in_the_same_shape(lines: Lines) -> None:
    logs.configure("cups", "test", "info")

    logging.getLogger("botocore").warning("Retry %d", 1)

    (line,) = lines()
    assert (line["event"], line["logger"], line["service"]) == ("Retry 1", "botocore", "cups")


def test_configuring_twice_does_not_write_twice(lines: Lines) -> None:
    logs.configure("cups", "test", "info")
    logs.configure("cups", "test", "info")

    logging.getLogger("botocore").warning("Retry")

    assert len(lines()) == 1


def test_lines_below_the_level_are_left_out(lines: Lines) -> None:
    logs.configure("cups", "test", "warning")

    structlog.get_logger().info("cup filled")

    assert lines() == []


def test_values_under_secret_names_are_never_written(lines: Lines) -> None:
    logs.configure("cups", "test", "info")

    structlog.get_logger().info(
        "called",
        api_key="hunter2",
        headers={"Authorization": "Bearer hunter2", "Accept": "*/*"},
        typed=SecretStr("hunter2"),
        keyboard="qwerty",
    )

    (line,) = lines()
    assert line["api_key"] == "[hidden]"
    assert line["headers"] == {"Authorization": "[hidden]", "Accept": "*/*"}
    assert line["typed"] == "**********"
    assert line["keyboard"] == "qwerty"


def test_an_exception_is_logged_without_local_variables(lines: Lines) -> None:
    logs.configure("cups", "test", "info")

    def fail() -> None:
        password = "hunter2"  # noqa: F841
        raise ValueError("no cup")

    try:
        fail()
    except ValueError as error:
        structlog.get_logger().error("failed", exc_info=error)

    (line,) = lines()
    assert "ValueError: no cup" in line["exception"]
    assert "'hunter2'" not in line["exception"]
