from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from booth_client.core.capture import Flaw
from hardware.opencv import cv2
from tests.benchmarks import capture
from tests.benchmarks.photographs import FAULTS, sample


def test_a_folder_with_its_truth_is_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = []
    for number in (70_001, 70_002, 70_005):
        one = sample(number)
        picture, corners = one.taken()
        cv2.imwrite(str(tmp_path / f"{number}.png"), picture)
        payloads = list(one.drawing.payloads) if one.drawing is not None else []
        entries.append(
            {
                "file": f"{number}.png",
                "format": one.form.name,
                # In another direction and from another corner than ours.
                "corners": None if corners is None else np.roll(corners[::-1], 1, axis=0).tolist(),
                "reason": one.flaw,
                "side": one.side,
                "barcodes": payloads,
            }
        )
    (tmp_path / "truth.json").write_text(json.dumps({"pictures": entries}))
    written = tmp_path / "figures.json"
    assert capture.main(["--json", str(written), "--pictures", str(tmp_path)]) == 0
    figures = json.loads(written.read_text())
    good = sum(entry["reason"] is None for entry in entries)
    assert (figures["good"], figures["bad"]) == (good, 3 - good)
    assert figures["found_share"] == 1
    assert figures["bad_refused_share"] == 1
    assert figures["corner_error_median_share"] < 0.01
    assert "found_share" in capsys.readouterr().out


def test_samples_are_the_same_in_every_run() -> None:
    first, second = sample(42), sample(42)
    assert first == second
    assert (first.taken()[0] == second.taken()[0]).all()
    assert first.again().shot != first.shot


def test_half_of_the_samples_are_good_and_every_fault_is_among_them() -> None:
    assert FAULTS.count(None) * 2 == len(FAULTS) + 1
    assert set(FAULTS) - {None} == set(Flaw) - {Flaw.TURNED, Flaw.MOVING}
