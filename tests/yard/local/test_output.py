"""Logs: every line keeps its time and task, files stay small, readers lose nothing when one is rotated away."""

from __future__ import annotations

from pathlib import Path

from yard.local.output import LONGEST_LINE_BYTES, Lines, ServiceLog, follow, last_lines, services_with_logs


def test_the_last_lines_of_several_services_are_merged_by_time(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text(
        "2026-01-01T00:00:01.000Z a/1 first\n2026-01-01T00:00:03.000Z a/1 third\n"
    )
    (tmp_path / "b.log").write_text("2026-01-01T00:00:02.000Z b/1 second\n")

    lines = last_lines(tmp_path, services_with_logs(tmp_path), 2)

    assert [(line.source, line.text) for line in lines] == [("b/1", "second"), ("a/1", "third")]


def test_a_full_file_is_rotated_and_the_oldest_one_goes(tmp_path: Path) -> None:
    log = ServiceLog(tmp_path / "a.log", largest_bytes=100)

    for number in range(12):
        log.write("a/1", f"line {number:02d} {'x' * 40}")
    log.close()

    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.log.1", "a.log.2"]
    assert [line.text[:7] for line in last_lines(tmp_path, ["a"], 100)] == [
        f"line {n:02d}" for n in range(8, 12)
    ]


def test_a_follower_sees_new_lines_only_and_goes_on_after_a_rotation(tmp_path: Path) -> None:
    log = ServiceLog(tmp_path / "a.log", largest_bytes=120)
    log.write("a/1", "before")
    following = follow(tmp_path, ["a"], every_seconds=0)
    assert next(following) == []

    seen = []
    for number in range(6):
        log.write("a/1", f"{number} {'x' * 30}")
        seen += [line.text[0] for line in next(following)]
    log.close()
    seen += [line.text[0] for line in next(following)]

    assert seen == ["0", "1", "2", "3", "4", "5"]


def test_a_follower_of_all_notices_a_service_that_starts_later(tmp_path: Path) -> None:
    following = follow(tmp_path, None, every_seconds=0)
    assert next(following) == []
    log = ServiceLog(tmp_path / "late.log")

    log.write("late/1", "hello")
    log.close()

    assert [line.text for line in next(following)] == ["hello"]


def test_output_is_cut_into_lines_wherever_it_was_split() -> None:
    lines = Lines()

    assert list(lines.feed(b"on")) == []
    assert list(lines.feed(b"e\r\ntwo\nthr\xc3")) == ["one", "two"]
    assert list(lines.feed(b"\xa9e")) == []
    assert list(lines.feed(b"")) == ["thrée"]


def test_a_line_without_an_end_does_not_fill_the_memory() -> None:
    lines = Lines()

    (cut,) = lines.feed(b"x" * (LONGEST_LINE_BYTES + 1))

    assert len(cut) == LONGEST_LINE_BYTES + 1
    assert list(lines.feed(b"")) == []
