"""Stills in full size while the stream goes on, from every kind of camera."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import av
import numpy as np
import pytest

from hardware import registry, stream_camera
from hardware.device_thread import DeviceThread, Run
from hardware.devices import Camera, Condition, Frame
from hardware.opencv import cv2
from hardware.opencv_camera import OpenCvCamera
from hardware.picture_code import Code, draw, read
from hardware.stills import Stills
from tests.hardware.virtual import PATIENCE_S, Seen


def picture(number: int, width: int = 1280, height: int = 720) -> np.ndarray:
    drawn = np.full((height, width, 3), 120, np.uint8)
    draw(drawn, Code(9, number, 0))
    return drawn


def asked(camera: Camera, seen: Seen) -> Frame | None:
    """A still, once frames come."""
    seen.wait_for(Condition.RUNNING)
    seen.wait_for_frames(1)
    return camera.still()


def test_a_simulated_camera_gives_what_it_shows(no_leftovers: None) -> None:
    seen = Seen()
    camera = registry.camera("simulated:card,booth=3", width=320, height=180, fps=25)
    camera.start(seen.on_frame, seen.on_status)
    still = asked(camera, seen)
    camera.stop()
    assert still is not None
    assert still.picture.shape == (180, 320, 3)
    code = read(still.picture)
    assert code is not None
    assert code.booth == 3


def test_the_document_camera_gives_more_than_it_shows(no_leftovers: None) -> None:
    seen = Seen()
    spec = "simulated:documents,script=ktp@0-"
    camera = registry.camera(spec, width=640, height=360, fps=25, still=(1600, 900))
    camera.start(seen.on_frame, seen.on_status)
    still = asked(camera, seen)
    camera.stop()
    assert still is not None
    assert still.picture.shape == (900, 1600, 3)
    assert seen.frames[0].picture.shape == (360, 640, 3)


def test_a_picture_file_gives_itself_whole(tmp_path: Path) -> None:
    path = tmp_path / "document.png"
    cv2.imwrite(str(path), picture(7))
    seen = Seen()
    camera = registry.camera(f"file:{path}", width=320, height=180, fps=25)
    camera.start(seen.on_frame, seen.on_status)
    still = asked(camera, seen)
    camera.stop()
    assert still is not None
    np.testing.assert_array_equal(still.picture, picture(7))


def test_a_clip_gives_its_own_size(tmp_path: Path) -> None:
    path = str(tmp_path / "x.avi")
    writer = cv2.VideoWriter(path, cv2.VideoWriter.fourcc(*"MJPG"), 25, (1280, 720))
    for number in range(5):
        writer.write(picture(number))
    writer.release()
    seen = Seen()
    camera = registry.camera(f"file:{path}", width=320, height=180, fps=25)
    camera.start(seen.on_frame, seen.on_status)
    still = asked(camera, seen)
    camera.stop()
    assert still is not None
    assert still.picture.shape == (720, 1280, 3)


def test_a_real_camera_scales_its_stream_down_and_gives_stills_as_they_come(
    tmp_path: Path, no_leftovers: None
) -> None:
    cable = tmp_path / "camera"
    os.mkfifo(cable)
    seen, stills = Seen(), Stills()
    got: list[Frame | None] = []
    device = DeviceThread("camera device:pipe")

    def session(run: Run) -> None:
        container = av.open(str(cable), format="mjpeg", options={"probesize": "32", "analyzeduration": "0"})
        stream_camera.deliver(container, "camera pipe", seen.on_frame, run, stills=stills, within=(640, 360))

    def jpeg(number: int) -> bytes:
        return bytes(cv2.imencode(".jpg", picture(number))[1])

    device.start(session, seen.on_status)
    with cable.open("wb", buffering=0) as plug:
        for number in range(4):
            plug.write(jpeg(number))
        seen.wait_for(Condition.RUNNING)
        shown = len(seen.frames)
        asking = threading.Thread(target=lambda: got.append(stills.ask(PATIENCE_S)))
        asking.start()
        while not stills.wanted:
            pass
        for number in range(100, 104):
            plug.write(jpeg(number))
        asking.join(PATIENCE_S)
        threading.Thread(target=device.stop).start()
    seen.wait_for(Condition.STOPPED)
    (still,) = got
    assert still is not None
    assert still.picture.shape == (720, 1280, 3)
    code = read(still.picture)
    assert code is not None
    assert code.frame >= shown
    assert {frame.picture.shape for frame in seen.frames} == {(360, 640, 3)}


def test_opencv_scales_its_stream_down_and_gives_stills_as_they_come(tmp_path: Path) -> None:
    path = str(tmp_path / "x.avi")
    writer = cv2.VideoWriter(path, cv2.VideoWriter.fourcc(*"MJPG"), 25, (1280, 720))
    for number in range(40):
        writer.write(picture(number))
    writer.release()
    seen = Seen()
    camera = OpenCvCamera("clip", 640, 360, 25, source=path, still=(1280, 720))
    got: list[Frame | None] = []
    asking = threading.Thread(target=lambda: got.append(camera.still()))
    asking.start()
    camera.start(seen.on_frame, seen.on_status)
    asking.join(PATIENCE_S)
    camera.stop()
    (still,) = got
    assert still is not None
    assert still.picture.shape == (720, 1280, 3)
    assert seen.frames[0].picture.shape == (360, 640, 3)


def test_a_camera_that_is_not_there_gives_none() -> None:
    assert registry.camera("none", width=320, height=180, fps=25).still() is None


def test_whoever_waits_is_told_when_the_camera_stops() -> None:
    stills = Stills()
    got: list[Frame | None] = []
    asking = threading.Thread(target=lambda: got.append(stills.ask(PATIENCE_S)))
    asking.start()
    while not stills.wanted:
        pass
    stills.give(None)
    asking.join(PATIENCE_S)
    assert got == [None]


def test_a_still_is_not_kept_for_whoever_asks_later() -> None:
    stills = Stills()
    frame = Frame(picture(1), 5.0)
    stills.give(frame)
    assert stills.ask(0.0) is None
    got: list[Frame | None] = []
    asking = [threading.Thread(target=lambda: got.append(stills.ask(PATIENCE_S))) for _ in range(2)]
    for one in asking:
        one.start()
    wait_until(lambda: stills.waiting == 2)
    stills.give(frame)
    for one in asking:
        one.join(PATIENCE_S)
    assert got == [frame, frame]
    assert stills.ask(0.0) is None


def wait_until(holds: Callable[[], bool]) -> None:
    while not holds():
        pass


def test_a_camera_that_rests_takes_a_still_at_once(no_leftovers: None) -> None:
    seen = Seen()
    camera = registry.camera("simulated:card,booth=3", width=320, height=180, fps=25)
    camera.start(seen.on_frame, seen.on_status, partial(bool, 0))
    still = asked(camera, seen)
    count = len(seen.frames)
    camera.stop()
    assert still is not None
    assert count <= 3


@pytest.mark.parametrize("still", [(0, 100), (5000, 100), (100, 8)])
def test_an_impossible_size_of_stills_is_refused(still: tuple[int, int]) -> None:
    with pytest.raises(registry.SpecError, match="16 to 4096"):
        registry.camera("none", width=320, height=180, fps=25, still=still)
