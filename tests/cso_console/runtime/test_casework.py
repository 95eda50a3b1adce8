"""Casework with a real server and its store, real sockets, real pictures."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from booth_client.capture.image_files import encode
from channel.rules.claims import Text
from channel.wire.documents import CaseState, Outcome, Verdict
from channel.wire.ids import DocumentId
from cso_console.core import intents
from cso_console.core.casework import CaseView, Fetching, PaperRow, PaperState
from cso_console.core.snapshot import Connection
from tests.cso_console.runtime.lab import Console, Lab, LabBooth, lab, until
from tests.signaling_server.documents_lab import booth as documents_of
from tests.signaling_server.documents_lab import put, sealed_as_put
from tests.signaling_server.store.samples import FACTS, NAME, NIK, WORDS, Sample, facts_sample

RED, BLUE = (200, 30, 20), (20, 40, 210)


RESIGNED = msgspec.structs.replace(FACTS, answers={"reason": "resigned", "large_balance": "no"})


def plain(colour: tuple[int, int, int]) -> bytes:
    """A picture of one colour (red, green, blue)."""
    return encode(np.full((240, 320, 3), colour[::-1], dtype=np.uint8))


def cut_off(picture: bytes) -> bytes:
    """Whole by its markers, and with half of its data: a decoder makes up the rest."""
    return picture[: len(picture) // 2] + b"\x00\xff\xd9"


def noise() -> bytes:
    return encode(np.random.default_rng(7).integers(0, 256, (240, 320, 3), dtype=np.uint8))


def hand_in(branch: Lab, booth: LabBooth, *samples: Sample) -> list[DocumentId]:
    """As the booth would; returns when the server has stored them all."""

    async def scene() -> None:
        async with documents_of(branch.documents, booth.number) as client:
            for sample in samples:
                sample.lease = booth.lease
                await put(client, *sealed_as_put(branch.documents, sample))

    asyncio.run(scene())
    return [sample.document for sample in samples]


def stored(branch: Lab, console: Console) -> CaseState:
    state = branch.documents.store.cases.state(case_of(console).visit)
    assert state is not None
    return state


def case_of(console: Console) -> CaseView:
    case = console.snapshot.case
    assert case is not None
    return case


def row_of(console: Console, item: str) -> PaperRow:
    return next(row for row in case_of(console).rows if row.item == item)


def fetching(console: Console) -> Fetching | None:
    shown = case_of(console).shown
    return None if shown is None else shown.fetching


def colour_of(picture: QImage | None) -> tuple[int, int, int]:
    assert picture is not None
    colour: QColor = picture.pixelColor(picture.width() // 2, picture.height() // 2)
    return colour.red(), colour.green(), colour.blue()


def in_service(console: Console, booth: LabBooth) -> None:
    console.log_in()
    until(lambda: bool(booth.lease), "the booth has its lease")
    until(lambda: console.snapshot.case is not None and console.snapshot.case.known, "the case is told")
    until(lambda: console.tile(booth.number).picture_open, "the channel is up")


def test_from_a_picture_of_the_booths_to_an_outcome_that_is_recorded(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        caplog.at_level(logging.DEBUG, "cso_console"),
        caplog.at_level(logging.DEBUG, "channel"),
        lab(tmp_path) as branch,
        branch.console(tmp_path) as console,
        branch.booth(1) as booth,
    ):
        in_service(console, booth)
        red, _ = hand_in(branch, booth, Sample(plain(RED), "id_card"), facts_sample(RESIGNED))
        until(lambda: bool(case_of(console).rules_version), "the checklist is there")
        pictures = console.runtime.pictures
        until(lambda: pictures.thumbnail(red) is not None, "its picture is fetched ahead")
        assert case_of(console).nik == NIK
        console.intend(intents.ShowDocument(red))
        until(lambda: fetching(console) is Fetching.READY, "the document is shown")
        assert np.allclose(colour_of(pictures.picture(red)), RED, atol=4)
        thumbnail = pictures.thumbnail(red)
        assert thumbnail is not None
        assert (thumbnail.width(), thumbnail.height()) == (240, 180)

        console.intend(intents.GiveVerdict("id_card", Verdict.ACCEPTED_WITH_NOTE, WORDS))
        until(lambda: row_of(console, "id_card").state is PaperState.ACCEPTED_WITH_NOTE, "it is recorded")
        assert [one.note for one in stored(branch, console).decisions] == [WORDS]

        console.intend(intents.AskDocument("family_card"), intents.AskLook(wanted=True))
        until(lambda: booth.desk is not None and booth.desk.wants == "family_card", "the booth is asked")
        until(lambda: booth.desk is not None and booth.desk.look, "for each in a state of its own")

        console.intend(intents.BeginOutcome(Outcome.INCOMPLETE), intents.WriteDraft("", (WORDS,)))
        until(lambda: console.snapshot.focus_locked, "the focus stays")
        console.intend(intents.LookAgain(), intents.GiveOutcome())
        until(lambda: bool(case_of(console).bring), "the outcome is recorded")
        assert stored(branch, console).outcome is Outcome.INCOMPLETE
        assert not console.snapshot.focus_locked
    told = "\n".join(f"{record.getMessage()} {record.exc_text}" for record in caplog.records)
    for personal in (NIK, NAME, WORDS):
        assert personal not in told


def test_what_is_decided_while_the_server_is_away_is_recorded_once_when_it_is_back(tmp_path: Path) -> None:
    with (
        lab(tmp_path) as branch,
        branch.console(tmp_path) as console,
        branch.booth(1) as booth,
    ):
        in_service(console, booth)
        hand_in(branch, booth, Sample(plain(RED), "id_card"), facts_sample(RESIGNED))
        until(lambda: bool(case_of(console).rules_version), "the checklist is there")

        def decide() -> None:
            until(lambda: not case_of(console).online, "the connection is known to be lost")
            console.intend(
                intents.BeginVerdict("id_card", Verdict.RETAKE),
                intents.GiveVerdict("id_card", Verdict.RETAKE, WORDS),
            )
            until(lambda: case_of(console).saving == 1, "the request waits")
            assert console.snapshot.focus_locked

        branch.restart(decide)
        until(lambda: row_of(console, "id_card").state is PaperState.RETAKE, "it is recorded")
        until(lambda: not case_of(console).saving and case_of(console).draft is None, "and answered")
        assert len(stored(branch, console).decisions) == 1


def test_a_picture_that_is_cut_off_is_damaged_and_shows_nobody_elses_pixels(tmp_path: Path) -> None:
    with (
        lab(tmp_path) as branch,
        branch.console(tmp_path) as console,
        branch.booth(1) as booth,
    ):
        in_service(console, booth)
        blue, cut = hand_in(
            branch, booth, Sample(plain(BLUE), "id_card"), Sample(cut_off(noise()), "family_card")
        )
        until(lambda: len(case_of(console).rows) == 2, "the console knows of both")
        pictures = console.runtime.pictures
        console.intend(intents.ShowDocument(blue))
        until(lambda: fetching(console) is Fetching.READY, "the whole one is shown")
        console.intend(intents.ShowDocument(cut))
        until(lambda: fetching(console) is Fetching.DAMAGED, "the other one is said to be damaged")
        assert pictures.picture(cut) is None
        assert pictures.thumbnail(cut) is None


def test_pictures_are_forgotten_with_the_case(tmp_path: Path) -> None:
    with (
        lab(tmp_path) as branch,
        branch.console(tmp_path) as console,
        branch.booth(1) as booth,
    ):
        in_service(console, booth)
        hand_in(branch, booth, Sample(plain(RED), "id_card"))
        pictures = console.runtime.pictures
        until(lambda: len(pictures) == 1, "it is in memory")
        booth.end_visit()
        until(lambda: console.snapshot.focus is None, "the visit is over")
        assert case_of(console).over
        assert len(pictures) == 1, "the officer still decides"
        console.intend(intents.LeaveCase())
        until(lambda: console.snapshot.case is None, "the case is left")
        until(lambda: len(pictures) == 0, "nothing is in memory")


def test_a_console_that_is_replaced_shows_nothing_any_more_and_the_new_one_makes_sure_first(
    tmp_path: Path,
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    with (
        lab(tmp_path) as branch,
        branch.console(tmp_path) as console,
        branch.booth(1) as booth,
    ):
        in_service(console, booth)
        hand_in(branch, booth, Sample(plain(RED), "id_card"))
        until(lambda: len(console.runtime.pictures) == 1, "it is in memory")
        with branch.console(other) as new:
            new.log_in()
            until(lambda: console.snapshot.connection is Connection.REPLACED, "the first one is replaced")
            until(lambda: len(console.runtime.pictures) == 0, "nothing is in memory there")
            assert console.snapshot.case is None
            until(lambda: new.snapshot.case is not None and new.snapshot.case.known, "the new one has it")


def test_a_console_that_was_started_since_finds_what_was_left_undecided_and_decides_it(
    tmp_path: Path,
) -> None:
    with lab(tmp_path) as branch, branch.booth(1) as booth:
        with branch.console(tmp_path) as before:
            in_service(before, booth)
            red, _ = hand_in(branch, booth, Sample(plain(RED), "id_card"), facts_sample(RESIGNED))
            until(lambda: bool(case_of(before).rules_version), "the checklist is there")
            visit = case_of(before).visit
            assert before.snapshot.undecided == (), "the visit goes on"
        booth.end_visit()
        until(lambda: booth.ended, "the visit is over")
        with branch.console(tmp_path) as console:
            console.log_in()
            until(lambda: bool(console.snapshot.undecided), "the server tells what was left")
            (left,) = console.snapshot.undecided
            assert (left.visit, left.number, left.claim) == (visit, 1, "JHT")
            assert left.claim_name == Text("Jaminan Hari Tua (JHT)", "Old-age savings (JHT)")
            assert left.ended_at > left.opened_at
            console.intend(intents.OpenUndecided(visit))
            until(lambda: console.snapshot.case is not None, "it is opened")
            until(lambda: fetching(console) is Fetching.READY, "its first picture opens by itself")
            assert console.snapshot.focus is None
            assert np.allclose(colour_of(console.runtime.pictures.picture(red)), RED, atol=4)
            console.intend(
                intents.BeginOutcome(Outcome.REJECTED),
                intents.WriteDraft("Bukan peserta"),
                intents.LookAgain(),
                intents.GiveOutcome(),
            )
            until(lambda: console.snapshot.undecided == (), "it is decided")
            until(lambda: case_of(console).outcome is Outcome.REJECTED, "and says so")
        decided = branch.documents.store.cases.state(visit)
        assert decided is not None
        assert decided.outcome is Outcome.REJECTED
