"""The star as it runs: real programs and processes, the shortest there is. No time is judged here."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.benchmarks.star import __main__ as star
from tests.benchmarks.star import measuring, quickness
from tests.benchmarks.star.conditions import CODECS, OURS, Conditions

pytestmark = pytest.mark.long


def test_a_star_of_ours_tells_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PRESSES", "SWITCHES", "WORKED_S"):
        monkeypatch.setattr(quickness, name, 3)
    figures = asdict(measuring.run(OURS, Conditions(booths=2, thumbnails=True), seconds=3.0))
    figures.pop("gui_stall_watch_p99_ms")  # reports only every ten seconds
    assert [name for name, value in figures.items() if value is None] == []
    carried = ("cpu_cores", "memory_mib", "video_fps", "console_fps", "packets_sent", "packets_received")
    assert [name for name in carried if not figures[name] > 0] == []


def test_systems_take_turns_and_the_file_holds_their_medians(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "star.json"
    small = ["--booths", "1", "--size", "160x90", "--only", CODECS, "--seconds", "1", "--runs", "2"]
    assert star.main(["--json", str(path), *small]) == 0
    (row,) = json.loads(path.read_text())
    assert (row["system"], row["booths"], row["size"], row["runs"]) == (CODECS, 1, "160x90", 2)
    assert row["cpu_cores"] > 0
    assert row["pictures_decoded"] > 0
    told = capsys.readouterr()
    assert [line.split(":")[0] for line in told.err.splitlines()] == ["run 1 of 2", "run 2 of 2"]
    assert "cpu_cores" in told.out


@pytest.mark.parametrize(
    "wrong",
    [["--booths", "7"], ["--size", "large"], ["--only", "teams"], ["--seconds", "0"], ["--runs", "0"]],
)
def test_what_cannot_be_run_is_refused(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        star.main(["--json", "nowhere.json", *wrong])
    assert "usage: python -m tests.benchmarks.star" in capsys.readouterr().err
