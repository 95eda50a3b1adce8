from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from hardware.device_thread import DeviceFault
from hardware.devices import Condition, DeviceStatus, Picture
from hardware.file_camera import covering, open_pictures
from hardware.opencv import cv2
from hardware.registry import camera
from tests.hardware.virtual import Seen, VirtualClock


def write_clip(path: Path, levels: list[int], fps: int = 10, size: tuple[int, int] = (320, 180)) -> None:
    """A clip of plain grey pictures."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=fps)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.time_base = Fraction(1, fps)
        for level in levels:
            frame = av.VideoFrame.from_ndarray(
                np.full((size[1], size[0], 3), level, np.uint8), format="bgr24"
            )
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def level_of(picture: Picture) -> float:
    return float(picture.mean())


def test_a_clip_runs_at_its_own_speed_and_loops(tmp_path: Path) -> None:
    write_clip(tmp_path / "x.mp4", [40, 80, 120, 160, 200])
    clip = open_pictures(tmp_path / "x.mp4", 320, 180)
    levels = [level_of(clip.picture(n, 50 + n * 0.05)) for n in range(8)]
    assert levels == pytest.approx([40, 40, 80, 80, 120, 120, 160, 160], abs=4)
    later = [level_of(clip.picture(n, 50.4 + n * 0.1)) for n in range(8)]
    assert max(later[1:]) - min(later[1:]) > 100
    clip.close()


def test_a_clip_is_scaled_to_cover_the_size_asked_for(tmp_path: Path) -> None:
    write_clip(tmp_path / "x.mp4", [90] * 3, size=(320, 240))
    clip = open_pictures(tmp_path / "x.mp4", 640, 360)
    picture = clip.picture(0, 1.0)
    clip.close()
    assert picture.shape == (360, 640, 3)
    assert picture.flags.c_contiguous


def test_a_still_is_the_middle_of_the_picture(tmp_path: Path) -> None:
    drawn = np.zeros((400, 400, 3), np.uint8)
    drawn[:, 150:250] = (10, 200, 30)
    cv2.imwrite(str(tmp_path / "x.png"), drawn)
    picture = open_pictures(tmp_path / "x.png", 320, 180).picture(0, 0.0)
    assert picture.shape == (180, 320, 3)
    assert picture[90, 160].tolist() == [10, 200, 30]
    assert picture[90, 20].tolist() == [0, 0, 0]


@pytest.mark.parametrize("shape", [(90, 160), (900, 1600), (500, 100), (100, 500)])
def test_covering_never_leaves_an_edge(shape: tuple[int, int]) -> None:
    picture = covering(np.full((*shape, 3), 200, np.uint8), 320, 180)
    assert picture.shape == (180, 320, 3)
    assert picture.min() == 200


@pytest.mark.parametrize("name", ["x.png", "x.mp4"])
def test_a_missing_file_is_missing(tmp_path: Path, name: str) -> None:
    with pytest.raises(DeviceFault, match="does not exist") as caught:
        open_pictures(tmp_path / name, 320, 180)
    assert caught.value.status.condition is Condition.MISSING


@pytest.mark.parametrize("name", ["x.png", "x.mp4"])
@pytest.mark.parametrize("content", [b"", b"no picture at all, only words" * 50])
def test_a_file_without_pictures_is_refused_with_a_sentence(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DeviceFault, match=name) as caught:
        open_pictures(tmp_path / name, 320, 180)
    assert caught.value.status.condition is Condition.FAILED


def test_a_file_that_appears_later_is_taken_up(tmp_path: Path) -> None:
    clock, seen, path = VirtualClock(until_s=3), Seen(), tmp_path / "x.png"
    device = camera(f"file:{path}", width=320, height=180, fps=25, clock=clock)

    def on_status(status: DeviceStatus) -> None:
        seen.on_status(status)
        if status.condition is Condition.MISSING:
            cv2.imwrite(str(path), np.zeros((9, 16, 3), np.uint8))

    device.start(seen.on_frame, on_status)
    clock.wait_for_the_end()
    device.stop()
    assert seen.conditions == [
        Condition.STARTING, Condition.MISSING, Condition.RUNNING, Condition.STOPPED,
    ]  # fmt: skip


def test_a_file_camera_keeps_trying(tmp_path: Path) -> None:
    clock, seen, path = VirtualClock(until_s=5), Seen(), tmp_path / "x.png"
    device = camera(f"file:{path}", width=320, height=180, fps=25, clock=clock)
    device.start(seen.on_frame, seen.on_status)
    clock.wait_for_the_end()
    device.stop()
    assert seen.conditions == [Condition.STARTING, Condition.MISSING, Condition.STOPPED]
