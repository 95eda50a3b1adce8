"""The part of the camera driver after the device was opened, on a live MJPEG stream through a pipe."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np
import pytest

from hardware import pacing, stream_camera
from hardware.device_thread import DeviceThread, Run
from hardware.devices import Condition, Frame, Picture
from hardware.opencv import cv2
from hardware.opencv_camera import OpenCvCamera
from hardware.picture_code import Code, draw, read
from tests.hardware.virtual import PATIENCE_S, Seen


def jpeg(number: int) -> bytes:
    picture = np.full((360, 640, 3), 120, np.uint8)
    draw(picture, Code(9, number, 0))
    return bytes(cv2.imencode(".jpg", picture)[1])


def number_of(picture: Picture) -> int:
    code = read(picture)
    assert code is not None
    return code.frame


@dataclass
class Plugged:
    """A camera whose cable is a pipe."""

    device: DeviceThread
    path: Path
    seen: Seen

    def plug(self) -> BinaryIO:
        """Wait until the driver opens the device; what is written is what the camera sends."""
        return self.path.open("wb", buffering=0)


@pytest.fixture
def plugged(tmp_path: Path) -> Iterator[Plugged]:
    path = tmp_path / "camera"
    os.mkfifo(path)
    seen = Seen()
    device = DeviceThread("camera device:pipe")
    yield Plugged(device, path, seen)
    device.stop()


def session(plugged: Plugged, run: Run) -> None:
    options = {"probesize": "32", "analyzeduration": "0"}
    container = av.open(str(plugged.path), format="mjpeg", options=options)
    stream_camera.deliver(container, "camera pipe", plugged.seen.on_frame, run)


def test_pictures_of_a_live_mjpeg_stream_are_decoded(plugged: Plugged, no_leftovers: None) -> None:
    plugged.device.start(partial(session, plugged), plugged.seen.on_status)
    with plugged.plug() as cable:
        for number in range(10):
            cable.write(jpeg(number))
        plugged.seen.wait_for(Condition.RUNNING)
        plugged.seen.wait_for_frames(1)
        frame = plugged.seen.frames[0]
        assert frame.picture.shape == (360, 640, 3)
        assert frame.picture.flags.c_contiguous
        assert 0 <= number_of(frame.picture) < 10
        threading.Thread(target=plugged.device.stop).start()
    plugged.seen.wait_for(Condition.STOPPED)


def test_a_pulled_camera_is_missing_and_runs_again_when_it_is_back(plugged: Plugged) -> None:
    plugged.device.start(partial(session, plugged), plugged.seen.on_status)
    for plugging in (1, 2):
        with plugged.plug() as cable:
            for number in range(4):
                cable.write(jpeg(100 * plugging + number))
            plugged.seen.wait_for(Condition.RUNNING)
        assert "pulled out" in plugged.seen.wait_for(Condition.MISSING).text
    assert {number_of(frame.picture) // 100 for frame in plugged.seen.frames} == {1, 2}


def test_a_camera_that_sends_nothing_any_more_is_missing(
    plugged: Plugged, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_camera, "STALL_S", 0.3)
    plugged.device.start(partial(session, plugged), plugged.seen.on_status)
    with plugged.plug() as cable:
        for number in range(4):
            cable.write(jpeg(number))
        plugged.seen.wait_for(Condition.RUNNING)
        assert "sends no pictures" in plugged.seen.wait_for(Condition.MISSING).text


def test_a_damaged_picture_does_not_end_the_stream(plugged: Plugged) -> None:
    plugged.device.start(partial(session, plugged), plugged.seen.on_status)
    with plugged.plug() as cable:
        cable.write(jpeg(1) + jpeg(2)[:40] + b"\xff\xd9" + b"\xff\xd8 noise \xff\xd9" + jpeg(3) + jpeg(4))
        plugged.seen.wait_for(Condition.RUNNING)
        plugged.seen.wait_for_frames(1)  # it runs a moment before its first picture is there
        with plugged.seen.changed:
            cable.write(b"".join(jpeg(number) for number in range(50, 60)))
            assert plugged.seen.changed.wait_for(
                lambda: (code := read(plugged.seen.frames[-1].picture)) is not None and code.frame >= 50,
                PATIENCE_S,
            )
        assert plugged.seen.conditions == [Condition.STARTING, Condition.RUNNING]


def test_a_slow_receiver_gets_the_newest_picture_not_a_queue(tmp_path: Path) -> None:
    clip = tmp_path / "x.mjpeg"
    clip.write_bytes(b"".join(jpeg(number) for number in range(60)))
    seen, read_all = Seen(), threading.Event()
    arrived: list[stream_camera.Arrival] = []

    class Counted(stream_camera.StreamReader):
        def _put(self, arrival: stream_camera.Arrival) -> None:
            super()._put(arrival)
            arrived.append(arrival)
            if len(arrived) >= 59:
                read_all.set()

    def slowly(frame: Frame) -> None:
        seen.on_frame(frame)
        assert read_all.wait(PATIENCE_S)

    device = DeviceThread("camera")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream_camera, "StreamReader", Counted)
        device.start(
            lambda run: stream_camera.deliver(av.open(str(clip), format="mjpeg"), "camera", slowly, run),
            seen.on_status,
        )
        seen.wait_for(Condition.MISSING)
        device.stop()
    numbers = [number_of(frame.picture) for frame in seen.frames]
    assert len(numbers) <= 4
    assert numbers[-1] >= 58


@pytest.fixture
def clip(tmp_path: Path) -> str:
    """A file of five pictures."""
    path = str(tmp_path / "x.avi")
    writer = cv2.VideoWriter(path, cv2.VideoWriter.fourcc(*"MJPG"), 25, (640, 360))
    for number in range(5):
        picture = np.full((360, 640, 3), 120, np.uint8)
        draw(picture, Code(9, number, 0))
        writer.write(picture)
    writer.release()
    return path


def test_opencv_decodes_no_picture_that_nobody_wants(clip: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "RESTING_S", 3600.0)
    seen = Seen()
    camera = OpenCvCamera("clip", 640, 360, 25, source=clip)
    answers = iter([False, False, True, False, False])
    camera.start(seen.on_frame, seen.on_status, lambda: next(answers, False))
    seen.wait_for(Condition.MISSING)
    camera.stop()
    assert [number_of(frame.picture) for frame in seen.frames[:2]] == [0, 3]


def test_opencv_delivers_pictures_until_they_end(clip: str) -> None:
    seen = Seen()
    camera = OpenCvCamera("clip", 640, 360, 25, source=clip)
    camera.start(seen.on_frame, seen.on_status)
    assert "pulled out" in seen.wait_for(Condition.MISSING).text
    camera.stop()
    assert [number_of(frame.picture) for frame in seen.frames[:5]] == [0, 1, 2, 3, 4]


def test_opencv_tells_that_a_name_is_no_number() -> None:
    seen = Seen()
    camera = OpenCvCamera("Webcam", 640, 360, 25)
    camera.start(seen.on_frame, seen.on_status)
    assert "numbers from 0" in seen.wait_for(Condition.MISSING).text
    camera.stop()
