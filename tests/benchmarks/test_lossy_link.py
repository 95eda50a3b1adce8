"""The command: what is known is not measured again, and what makes no sense is refused."""

from __future__ import annotations

import statistics
from dataclasses import replace
from pathlib import Path

import pytest

from tests.benchmarks import lossy_link, rows
from tests.benchmarks.conditions import Condition
from tests.benchmarks.rows import Figures, Row


def test_with_resume_rows_of_the_file_are_shown_and_not_measured_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rows.json"
    known = [Row("ours", Condition(loss=0.05), Figures.nothing(), 20.0, 3)]
    rows.write(file, known)
    asked = ["--json", str(file), "--only", "loss=0.05,burst=1,system=ours"]
    assert lossy_link.main([*asked, "--resume"]) == 0
    assert rows.read(file) == known
    shown = capsys.readouterr()
    assert "loss 5%" in shown.out
    assert "run 1" not in shown.err


@pytest.mark.parametrize(
    ("stalls_ms", "counted"),
    [
        ([0.0, 12.0, 5.0, 300.0, 0.0, 0.0], [0.0, 12.0, 5.0]),
        ([150.0, 0.0, 0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0]),
        ([90.0, 30.0, 0.0, 60.0, 40.0, 50.0], [0.0, 30.0, 40.0]),
    ],
)
def test_a_run_in_which_the_machine_stood_still_is_done_once_more(
    stalls_ms: list[float], counted: list[float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = iter(stalls_ms)
    monkeypatch.setattr(
        lossy_link, "_alone", lambda *asked: replace(Figures.nothing(), machine_stall_ms=next(left))
    )
    asked = ["--json", str(tmp_path / "rows.json"), "--only", "loss=0.05,burst=1,system=ours"]
    assert lossy_link.main(asked) == 0
    (row,) = rows.read(tmp_path / "rows.json")
    assert row.figures.machine_stall_ms == statistics.median(counted)
    assert row.runs == 3


@pytest.mark.parametrize(
    "asked", [["--only", "loss=0.77"], ["--only", "colour=red"], ["--runs", "0"], ["--hour", "skype"]]
)
def test_what_makes_no_sense_is_refused(asked: list[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as refused:
        lossy_link.main(["--json", str(tmp_path / "rows.json"), *asked])
    assert refused.value.code != 0
