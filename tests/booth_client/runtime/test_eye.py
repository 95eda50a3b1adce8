from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from booth_client.capture.image_files import decode
from booth_client.core.capture import CARD, Flaw, Side
from booth_client.core.commands import TakeStill, Watch
from booth_client.core.events import CodesSeen, Event, FindingSeen, StillSeen
from booth_client.core.shots import Shot
from booth_client.core.snapshot import Device
from booth_client.runtime.eye import Codes, Eye
from hardware.devices import Frame, OnFrame, OnStatus, Wanted, always
from hardware.simulated.citizens import citizen
from hardware.simulated.documents import Document, draw
from tests.booth_client.runtime.eye_rig import STILL, WAIT_S, Desk, camera_is_open, eye_rig

pytestmark = pytest.mark.usefixtures("no_leftovers")

FRONT = Watch(1, Shot(1, CARD, Side.PORTRAIT))
CODES = Watch(2, None)
FACE = Watch(3, None, face=True)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def until(true: Callable[[], bool], what: str) -> None:
    deadline_s = time.monotonic() + WAIT_S
    while not true():
        assert time.monotonic() < deadline_s, what
        threading.Event().wait(0.01)


def good(seen: FindingSeen) -> bool:
    return seen.finding.good


def test_what_lies_there_is_judged_taken_and_straightened(desk: Desk) -> None:
    with eye_rig(desk.spec) as rig:
        rig.watch(FRONT)
        assert rig.hear(FindingSeen).finding.flaw is Flaw.NOTHING
        desk.lay("ktp.far")
        rig.hear(FindingSeen, lambda seen: seen.finding.flaw is Flaw.TOO_FAR)
        desk.lay("ktp")
        seen = rig.hear(FindingSeen, good)
        still = rig.take_still(TakeStill(1, seen.finding.corners))
        assert still.finding is not None
        assert still.finding.good
        assert rig.eye.take_out("another") is None
        held = rig.eye.take_out(still.picture)
        assert held is not None
        height, width = decode(held.jpeg).shape[:2]
        assert width / height == pytest.approx(CARD.ratio, rel=0.01)
        assert rig.eye.take_out(still.picture) is None


def test_a_code_is_told_once_while_it_stays_and_again_when_it_returns() -> None:
    told: list[Event] = []
    codes = Codes(told.append)
    lies = draw(Document.KPJ, 3).picture
    for at_s, picture in ((0.0, lies), (0.5, lies), (1.5, lies), (2.0, lies[:40]), (4.5, lies)):
        codes.look(Frame(np.ascontiguousarray(picture), at_s))
    assert told == [CodesSeen((citizen(3).kpj,))] * 2


def test_a_card_held_before_the_camera_is_read(desk: Desk) -> None:
    with eye_rig(desk.spec) as rig:
        rig.watch(CODES)
        desk.lay("kpj")
        assert rig.hear(CodesSeen).texts == (citizen(3).kpj,)


def test_the_documents_camera_is_open_while_it_is_looked_through_and_no_longer(desk: Desk) -> None:
    with eye_rig(desk.spec) as rig:
        rig.begin_visit()
        rig.fed.wait_for(3)
        assert not camera_is_open()
        rig.watch(FRONT)
        rig.hear(FindingSeen)
        assert camera_is_open()
        rig.eye.seen.show_at(160, 90)
        until(lambda: rig.eye.seen.latest.look()[1] is not None, "a picture for the screen")
        rig.order(lambda eye: eye.stop_watching())
        until(lambda: not camera_is_open(), "the camera to be shut")
        until(lambda: rig.eye.seen.latest.look()[1] is None, "no picture")


def test_a_still_is_waited_for_though_watching_stops(desk: Desk) -> None:
    desk.lay("ktp")
    with eye_rig(desk.spec) as rig:

        def shoot_and_leave(eye: object) -> None:
            rig.eye.watch(CODES)
            rig.eye.take_still(TakeStill(CODES.number))
            rig.eye.stop_watching()

        rig.order(shoot_and_leave)
        still = rig.hear(StillSeen)
        held = rig.eye.take_out(still.picture)
        assert held is not None
        assert decode(held.jpeg).shape == (STILL[1], STILL[0], 3)  # as it is
        until(lambda: not camera_is_open(), "the camera to be shut")


def test_a_still_of_what_is_not_watched_any_more_is_none(desk: Desk) -> None:
    with eye_rig(desk.spec) as rig:
        rig.watch(FRONT)
        assert rig.take_still(TakeStill(99)) == StillSeen(99, None)


def test_the_officer_sees_the_face_and_papers_only_while_looking(desk: Desk) -> None:
    desk.lay("ktp")
    with eye_rig(desk.spec) as rig:
        rig.begin_visit()
        rig.watch(FRONT)
        rig.hear(FindingSeen, good)
        owners = {rig.fed.owners.get(timeout=WAIT_S) for _ in range(8)}
        assert owners == {3}
        rig.order(lambda eye: eye.stop_watching())
        rig.order(lambda eye: eye.show_officer(True))
        rig.fed.wait_for(None)
        assert {rig.fed.owners.get(timeout=WAIT_S) for _ in range(8)} == {None}
        rig.order(lambda eye: eye.show_officer(False))
        rig.fed.wait_for(3)
        assert {rig.fed.owners.get(timeout=WAIT_S) for _ in range(8)} == {3}
        until(lambda: not camera_is_open(), "the camera to be shut")


def test_without_consent_the_officer_sees_no_papers_either(desk: Desk) -> None:
    with eye_rig(desk.spec) as rig:
        rig.order(lambda eye: eye.show_officer(True))
        rig.eye.seen.show_at(160, 90)
        until(lambda: rig.eye.seen.latest.look()[1] is not None, "the participant's own sight of it")
        assert rig.fed.owners.empty()


def test_the_portrait_is_the_whole_picture_of_the_camera_at_the_participant(desk: Desk) -> None:
    with eye_rig(desk.spec) as rig:
        rig.begin_visit()
        rig.watch(FACE)
        rig.eye.seen.show_at(160, 90)
        until(lambda: rig.eye.seen.latest.look()[1] is not None, "a picture for the screen")
        still = rig.take_still(TakeStill(FACE.number))
        held = rig.eye.take_out(still.picture)
        assert held is not None
        assert still.finding is not None
        assert still.finding.good
        assert decode(held.jpeg).shape[1] >= 320
        assert not camera_is_open()


def test_one_camera_serves_call_and_papers_at_once(desk: Desk) -> None:
    desk.lay("kpj")
    with eye_rig(None, face=desk.spec) as rig:
        rig.begin_visit()
        rig.watch(FRONT)
        seen = rig.hear(FindingSeen, lambda seen: seen.finding.corners is not None)
        still = rig.take_still(TakeStill(1, seen.finding.corners))
        assert still.codes == (citizen(3).kpj,)
        while not rig.fed.owners.empty():
            rig.fed.owners.get_nowait()
        rig.fed.wait_for(None)  # the call's pictures go on
        rig.order(lambda eye: eye.stop_watching())
        rig.fed.wait_for(None)
        assert camera_is_open()


def test_a_missing_camera_is_told_and_gives_no_still(tmp_path: Path) -> None:
    with eye_rig("none") as rig:
        rig.watch(FRONT)
        assert rig.works.get(timeout=WAIT_S) == (Device.DOCUMENT_CAMERA, False)
        assert rig.take_still(TakeStill(1)) == StillSeen(1, None)


def held_anywhere(part: bytes) -> bool:
    """Whether any object that Python knows of refers to bytes with this part."""
    return any(
        isinstance(one, bytes) and len(one) > len(part) and part in one
        for owner in gc.get_objects()
        for one in gc.get_referents(owner)
    )


@pytest.mark.usefixtures("all_objects")
def test_after_a_wipe_nothing_of_the_pictures_is_left(desk: Desk) -> None:
    desk.lay("ktp")
    with eye_rig(desk.spec) as rig:
        rig.watch(FRONT)
        rig.eye.seen.show_at(1280, 720)
        rig.hear(FindingSeen, good)
        still = rig.take_still(TakeStill(1))
        part = rig.eye._held[still.picture].jpeg[2000:2100]
        assert held_anywhere(part)  # the search finds what is there
        rig.order(lambda eye: eye.wipe())
        # The thread that wrote it may be about to let go of it.
        until(lambda: not held_anywhere(part), "nothing to be left")
        assert rig.eye.seen.latest.look()[1] is None
        assert rig.eye.take_out(still.picture) is None


def test_a_still_that_comes_after_the_wipe_is_dropped(desk: Desk) -> None:
    desk.lay("ktp")
    with eye_rig(desk.spec) as rig:

        def shoot_and_wipe(eye: object) -> None:
            rig.eye.watch(FRONT)
            rig.eye.take_still(TakeStill(1))
            rig.eye.wipe()

        rig.order(shoot_and_wipe)
        until(lambda: not camera_is_open(), "the camera to be shut")
        rig.eye._worker.submit(lambda: None).result(WAIT_S)
        rig.order(lambda eye: None)
        assert rig.told.empty()
        assert rig.eye._held == {}


class LateFrame(Frame):
    """The visit is wiped just when its picture is taken for the screen, here by the test's own thread."""

    def __getattribute__(self, name: str) -> object:
        if name == "picture" and threading.current_thread() is threading.main_thread():
            wipes = vars(self).pop("wipes", None)
            if wipes is not None:
                wipes()
        return super().__getattribute__(name)


class HandCamera:
    """A camera whose frames are handed over by the test."""

    def __init__(self) -> None:
        self.on_frame: OnFrame | None = None

    def start(self, on_frame: OnFrame, on_status: OnStatus, wanted: Wanted = always) -> None:
        self.on_frame = on_frame

    def stop(self) -> None:
        pass

    def still(self) -> Frame | None:
        return None


def test_a_frame_that_is_on_its_way_when_all_is_wiped_is_not_left_on_the_screen() -> None:
    camera = HandCamera()
    with eye_rig(camera) as rig:
        rig.eye.seen.show_at(160, 90)
        rig.watch(CODES)
        until(lambda: camera.on_frame is not None, "the camera was not opened")
        assert camera.on_frame is not None
        camera.on_frame(Frame(np.zeros((90, 160, 3), np.uint8), 1.0))
        assert rig.eye.seen.latest.look()[1] is not None
        late = LateFrame(np.zeros((90, 160, 3), np.uint8), 2.0)
        vars(late)["wipes"] = lambda: rig.order(Eye.wipe)
        camera.on_frame(late)
        assert rig.eye.seen.latest.look()[1] is None
