from __future__ import annotations

import queue
import threading
from dataclasses import replace

import msgspec
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from booth_client.core.snapshot import Device
from booth_client.runtime.devices import BoothDevices, Equipment, OwnPicture
from channel.media.picture_source import PictureSource
from channel.media.voice_source import VoiceSource
from channel.sound.room import Room
from hardware import registry
from hardware.devices import Block, Frame, OnFrame, OnStatus, Wanted, always
from tests.helpers.unprocessed import UNPROCESSED

WAIT_S = 20.0


class Seen:
    """What the devices reported, to be waited for."""

    def __init__(self) -> None:
        self.works: queue.Queue[tuple[Device, bool]] = queue.Queue()

    def note(self, device: Device, works: bool) -> None:
        self.works.put((device, works))

    def next(self, *devices: Device) -> tuple[Device, bool]:
        while True:
            found = self.works.get(timeout=WAIT_S)
            if found[0] in devices:
                return found


def devices(seen: Seen, own: OwnPicture, camera: str = "simulated:booth,booth=1") -> BoothDevices:
    return BoothDevices(equipment(camera), Room(UNPROCESSED), own, seen.note)


def equipment(camera: str, papers: str | None = None) -> Equipment:
    return Equipment(
        registry.camera(camera, width=320, height=180, fps=25),
        registry.microphone("simulated:tone,hz=437"),
        registry.speaker("simulated:discard"),
        None if papers is None else registry.camera(papers, width=320, height=180, fps=25),
    )


def wait_for(what: threading.Event) -> None:
    assert what.wait(WAIT_S)


@pytest.mark.usefixtures("no_leftovers")
def test_the_speaker_runs_without_camera_and_microphone() -> None:
    seen, played = Seen(), threading.Event()

    def pull() -> Block:
        played.set()
        return np.zeros(480, np.int16)

    booth = devices(seen, OwnPicture())
    booth.start_speaker(pull)
    wait_for(played)
    booth.close()
    assert {seen.works.get_nowait()[0] for _ in range(seen.works.qsize())} == {Device.SPEAKER}


@pytest.mark.usefixtures("no_leftovers")
def test_a_visit_without_consent_starts_the_microphone_alone() -> None:
    seen, voice = Seen(), VoiceSource()
    booth = devices(seen, OwnPicture())
    booth.start(voice, None)
    assert seen.next(Device.MICROPHONE) == (Device.MICROPHONE, True)
    stopped = threading.Event()
    booth.stop(stopped.set)
    wait_for(stopped)
    booth.close()
    assert seen.works.empty()


@pytest.mark.usefixtures("no_leftovers")
def test_after_the_visit_the_own_picture_is_gone(qtbot: QtBot) -> None:
    seen, own, picture = Seen(), OwnPicture(), PictureSource()
    own.show_at(160, 90)
    booth = devices(seen, own)
    booth.start(VoiceSource(), picture)
    assert seen.next(Device.CAMERA) == (Device.CAMERA, True)
    qtbot.waitUntil(lambda: own.latest.look()[1] is not None, timeout=round(WAIT_S * 1000))
    stopped = threading.Event()
    booth.stop(stopped.set)
    wait_for(stopped)
    assert own.latest.look()[1] is None
    picture.stop()
    booth.close()


@pytest.mark.usefixtures("no_leftovers")
def test_the_microphone_knows_what_the_speaker_plays(qtbot: QtBot) -> None:
    """Seen by the half-duplex mode: the microphone falls silent when the speaker begins."""
    voice = VoiceSource()
    booth = BoothDevices(
        equipment("none"),
        Room(msgspec.structs.replace(UNPROCESSED, half_duplex=True)),
        OwnPicture(),
        Seen().note,
    )
    booth.start(voice, None)
    qtbot.waitUntil(lambda: voice.meter.level > 0.5, timeout=round(WAIT_S * 1000))
    booth.start_speaker(lambda: np.full(480, 8000, np.int16))
    qtbot.waitUntil(lambda: voice.meter.level == 0.0, timeout=round(WAIT_S * 1000))
    booth.close()


class Hanging:
    """A camera whose driver hangs in the kernel: ``stop`` returns, and ``on_frame`` comes after all."""

    def __init__(self) -> None:
        self.on_frame: OnFrame | None = None

    def start(self, on_frame: OnFrame, on_status: OnStatus, wanted: Wanted = always) -> None:
        self.on_frame = on_frame

    def stop(self) -> None:
        pass

    def still(self) -> Frame | None:
        return None


@pytest.mark.usefixtures("no_leftovers")
def test_a_frame_that_comes_after_the_visit_is_not_kept() -> None:
    camera, own, picture = Hanging(), OwnPicture(), PictureSource()
    own.show_at(160, 90)
    others = equipment("none")
    booth = BoothDevices(replace(others, camera=camera), Room(UNPROCESSED), own, Seen().note)
    booth.start(VoiceSource(), picture)
    stopped = threading.Event()
    booth.stop(stopped.set)
    wait_for(stopped)
    assert camera.on_frame is not None
    camera.on_frame(Frame(np.zeros((180, 320, 3), np.uint8), 1.0))
    assert own.latest.look()[1] is None
    picture.stop()
    booth.close()


@pytest.mark.usefixtures("no_leftovers")
def test_a_camera_that_goes_and_returns_is_told_both_times_and_leaves_no_still() -> None:
    seen, own, picture = Seen(), OwnPicture(), PictureSource()
    own.show_at(160, 90)
    booth = devices(seen, own, "simulated:booth,booth=1,fault=missing@1-2")
    booth.start(VoiceSource(), picture)
    assert seen.next(Device.CAMERA) == (Device.CAMERA, True)
    assert seen.next(Device.CAMERA) == (Device.CAMERA, False)
    assert own.latest.look()[1] is None
    assert seen.next(Device.CAMERA) == (Device.CAMERA, True)
    booth.close()
    picture.stop()


def test_the_own_picture_covers_the_size_that_is_shown() -> None:
    own = OwnPicture()
    own.show_at(200, 150)
    own.take(Frame(np.zeros((180, 320, 3), np.uint8), 1.0))
    frame = own.latest.look()[1]
    assert frame is not None
    assert frame.bgra.shape == (154, 272, 4)
    assert frame.bgra.flags.c_contiguous


def test_a_picture_that_nobody_sees_is_not_even_scaled() -> None:
    own = OwnPicture()
    own.take(Frame(np.zeros((180, 320, 3), np.uint8), 1.0))
    assert own.latest.look()[1] is None
