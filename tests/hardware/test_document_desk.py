"""The simulated document camera: what is drawn, what lies on its desk, and when."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from booth_client.capture.barcodes import read_barcodes
from booth_client.capture.guide import judge
from booth_client.core.capture import CARD, PAGE, PAGE_ACROSS, Flaw, Format
from hardware import registry
from hardware.devices import Picture
from hardware.registry import SpecError
from hardware.simulated.citizens import citizen
from hardware.simulated.desk_script import DeskFault, DeskScript, Laid
from hardware.simulated.document_desk import DESK_STILL, DocumentDesk, Lies
from hardware.simulated.documents import Document, draw
from tests.hardware.virtual import Seen, VirtualClock

FORM: dict[Document, Format] = {
    Document.KK: PAGE_ACROSS, Document.LETTER: PAGE, Document.LETTER_2: PAGE, Document.BANK: PAGE,
}  # fmt: skip
SIZE = (1280, 720)


def flaw_of(picture: Picture, document: Document) -> Flaw | None:
    return judge(picture, 0.0, FORM.get(document, CARD)).flaw


def desk(script: str, seed: int = 2, switch: Path | None = None) -> DocumentDesk:
    return DocumentDesk(Lies(DeskScript.parse(script), switch, 3, seed), SIZE, DESK_STILL)


@pytest.mark.parametrize("document", Document)
def test_every_document_lies_there_as_a_booth_would_take_it(document: Document) -> None:
    lying = desk(f"{document}@0-")
    assert flaw_of(lying.picture(0, 10.0), document) is None


def test_the_still_shows_the_same_with_more_pixels() -> None:
    lying = desk("kpj@0-")
    still = lying.still(0, 10.0)
    assert still.shape == (DESK_STILL[1], DESK_STILL[0], 3)
    assert flaw_of(still, Document.KPJ) is None
    assert [one.text for one in read_barcodes(still, 5.0)] == [citizen(3).kpj]


@pytest.mark.parametrize(
    ("fault", "flaw"),
    [
        (DeskFault.DARK, Flaw.DARK), (DeskFault.GLARE, Flaw.GLARE), (DeskFault.BLUR, Flaw.BLURRED),
        (DeskFault.SHAKE, Flaw.BLURRED), (DeskFault.FAR, Flaw.TOO_FAR), (DeskFault.CUT, Flaw.CUT_OFF),
        (DeskFault.TURNED, Flaw.TURNED), (DeskFault.TILT, None), (DeskFault.NOISE, None),
    ],
)  # fmt: skip
def test_each_fault_is_what_it_is_called(fault: DeskFault, flaw: Flaw | None) -> None:
    assert flaw_of(desk(f"ktp.{fault}@0-").picture(0, 10.0), Document.KTP) is flaw


def test_what_moves_lies_elsewhere_in_the_next_picture() -> None:
    lying = desk("ktp.moving@0-")
    first, second = lying.picture(0, 10.0), lying.picture(1, 10.1)
    places = [judge(picture, 0.0, CARD).corners for picture in (first, second)]
    assert places[0] is not None
    assert places[1] is not None
    assert abs(places[0][0][0] - places[1][0][0]) * 1280 == pytest.approx(24, abs=2)


def test_the_script_says_what_lies_when() -> None:
    script = DeskScript.parse("ktp@1-2.5+kk.blur.dark@3-")
    assert script.at(0.5) == Laid()
    assert script.at(1.0) == Laid(Document.KTP)
    assert script.at(2.5) == Laid()
    assert script.at(99.0) == Laid(Document.KK, frozenset({DeskFault.BLUR, DeskFault.DARK}))


def test_a_file_lays_things_down_while_it_is_there(tmp_path: Path) -> None:
    switch = tmp_path / "show"
    lies = Lies(DeskScript.parse("letter@0-"), switch, 1, 1)
    assert lies.at(5.0) == Laid(Document.LETTER)
    switch.write_text("ktp.blur\n")
    assert lies.at(5.0) == Laid(Document.KTP, frozenset({DeskFault.BLUR}))
    switch.write_text("empty")
    assert lies.at(5.0) == Laid()
    switch.write_text("kt")
    assert lies.at(5.0) == Laid()
    switch.unlink()
    assert lies.at(5.0) == Laid(Document.LETTER)


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ("simulated:documents,script=sim@1-2", "ktp-back"),
        ("simulated:documents,script=ktp.wet@1-2", "glare"),
        ("simulated:documents,script=ktp@5-2", "ends before it begins"),
        ("simulated:documents,script=ktp", "DOCUMENT[.FAULT]@FROM-TO"),
        ("simulated:documents,person=0", "1 to 1000"),
        ("simulated:documents,booth=1", "unknown option 'booth'; allowed are: fault"),
    ],
)
def test_a_wrong_desk_is_refused_with_what_is_allowed(spec: str, says: str) -> None:
    with pytest.raises(SpecError) as caught:
        registry.camera(spec, width=320, height=180, fps=25)
    assert says in str(caught.value)


def test_the_camera_delivers_its_rate(no_leftovers: None) -> None:
    clock, seen = VirtualClock(until_s=2.001), Seen()
    camera = registry.camera("simulated:documents,script=ktp@1-", width=320, height=180, fps=25, clock=clock)
    camera.start(seen.on_frame, seen.on_status)
    clock.wait_for_the_end()
    camera.stop()
    assert len(seen.frames) == 51
    empty, laid = seen.frames[0].picture.astype(int), seen.frames[-1].picture.astype(int)
    assert np.abs(empty - laid).mean() > 5
    assert np.abs(empty - seen.frames[1].picture).mean() > 0  # a sensor's noise


def test_no_number_can_belong_to_anybody() -> None:
    people = [citizen(number) for number in range(1, 200)]
    assert {one.nik[12:] for one in people} == {"0000"}  # serials begin at 0001
    assert {len(one.nik) for one in people} == {16}
    for one in people:
        day = int(one.nik[6:8]) - (40 if one.female else 0)
        assert (day, int(one.nik[8:10])) == (one.born.day, one.born.month)


def test_drawings_are_the_same_every_time_and_not_to_be_written_to() -> None:
    drawing = draw(Document.KPJ, 4)
    assert drawing is draw(Document.KPJ, 4)
    assert not drawing.picture.flags.writeable
    assert drawing.payloads == (citizen(4).kpj,)
