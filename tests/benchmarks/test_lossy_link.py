"""The command: what is known is not measured again, and what makes no sense is refused."""

from __future__ import annotations

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
    "asked", [["--only", "loss=0.77"], ["--only", "colour=red"], ["--runs", "0"], ["--hour", "skype"]]
)
def test_what_makes_no_sense_is_refused(asked: list[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as refused:
        lossy_link.main(["--json", str(tmp_path / "rows.json"), *asked])
    assert refused.value.code != 0
