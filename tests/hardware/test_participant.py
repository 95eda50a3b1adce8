"""The simulated participant: lays down what the booth asks for."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from assets import asset_path
from hardware import registry
from hardware.simulated.desk_script import DeskFault, Laid
from hardware.simulated.documents import Document
from hardware.simulated.participant import LAY_S, MEND_S, REACH_S, Participant, paper
from tests.hardware.virtual import Seen, VirtualClock

SKILLED, CLUMSY = 1, 4
"""Seeds by which the first paper lies well, and badly."""
REACHED_S = REACH_S + 0.1
LAID_S = REACH_S + LAY_S + 0.1
MENDED_S = LAID_S + MEND_S


def desk(folder: Path, asked: str, seed: int = SKILLED) -> Participant:
    (folder / "asked").write_text(asked)
    return Participant(folder / "asked", 1, seed)


def test_what_is_asked_for_comes_to_lie_after_a_moment_and_stays(tmp_path: Path) -> None:
    one = desk(tmp_path, "id_card 1")
    assert one.at(10.0) == Laid()
    moving = one.at(10.0 + REACHED_S)
    assert moving == Laid(Document.KTP, frozenset({DeskFault.MOVING}))
    assert one.at(10.0 + LAID_S) == Laid(Document.KTP)
    assert one.at(100.0) == Laid(Document.KTP)


def test_the_card_is_turned_over_when_its_back_is_asked_for_and_taken_away_at_the_end(tmp_path: Path) -> None:
    one = desk(tmp_path, "id_card 1")
    one.at(0.0)
    (tmp_path / "asked").write_text("id_card 2\n")
    assert one.at(10.0) == Laid()
    assert one.at(20.0).document is Document.KTP_BACK
    (tmp_path / "asked").unlink()
    assert one.at(30.0) == one.at(40.0) == Laid()


def test_for_a_live_look_the_card_is_moved_all_the_time(tmp_path: Path) -> None:
    one = desk(tmp_path, "look 1")
    one.at(0.0)
    assert one.at(50.0) == Laid(Document.KTP, frozenset({DeskFault.MOVING}))


def test_now_and_then_it_lies_badly_at_first(tmp_path: Path) -> None:
    one = desk(tmp_path, "bank_book 1", CLUMSY)
    one.at(0.0)
    (fault,) = one.at(LAID_S).faults
    assert fault is not DeskFault.MOVING
    assert one.at(MENDED_S) == Laid(Document.BANK)


def test_about_three_papers_of_ten_lie_badly_at_first(tmp_path: Path) -> None:
    bad = 0
    for seed in range(200):
        one = desk(tmp_path, "family_card 1", seed)
        one.at(0.0)
        bad += bool(one.at(LAID_S).faults)
    assert 40 <= bad <= 80


@pytest.mark.parametrize("asked", ["", "id_card", "id_card one", "half written and more"])
def test_nothing_lies_there_when_nothing_readable_is_asked_for(tmp_path: Path, asked: str) -> None:
    one = desk(tmp_path, asked)
    one.at(0.0)
    assert one.at(10.0) == Laid()


def test_every_document_of_the_claim_files_is_laid_down_in_its_form() -> None:
    documents = tomllib.loads(asset_path("claims", "documents.toml").read_text())["documents"]
    for kind, document in documents.items():
        if document["form"] != "portrait":
            assert paper(kind, 1).is_card == (document["form"] == "card"), kind
            assert paper(kind, 1) is paper(kind, 3)


def test_the_camera_shows_what_is_asked_for(tmp_path: Path, no_leftovers: None) -> None:
    (tmp_path / "asked").write_text("member_card 1")
    clock, seen = VirtualClock(until_s=3.001), Seen()
    spec = f"simulated:documents,asked={tmp_path / 'asked'},seed={SKILLED}"
    camera = registry.camera(spec, width=320, height=180, fps=8, clock=clock)
    camera.start(seen.on_frame, seen.on_status)
    clock.wait_for_the_end()
    camera.stop()
    empty, laid = seen.frames[0].picture.astype(int), seen.frames[-1].picture.astype(int)
    assert abs(empty - laid).mean() > 5
