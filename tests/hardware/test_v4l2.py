from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.device_thread import DeviceFault
from hardware.devices import Condition
from hardware.v4l2 import Node, capture_devices, check, fault_of, find
from hardware.v4l2_camera import V4l2Camera
from tests.hardware.virtual import Seen

PRESENT = [Node("/dev/video0", "Integrated Webcam"), Node("/dev/video2", "HD Pro C920")]
NOBODY = 65534


@contextlib.contextmanager
def as_nobody() -> Iterator[None]:
    """Without root's right to open everything."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(was)


def test_capture_devices_are_listed_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for number, name in ((10, "Ten\n"), (2, "Two\n"), (0, "")):
        (tmp_path / f"video{number}").mkdir()
        (tmp_path / f"video{number}" / "name").write_text(name)
    (tmp_path / "v4l-subdev0").mkdir()
    assert capture_devices(tmp_path) == [
        Node("/dev/video0", "video0"), Node("/dev/video2", "Two"), Node("/dev/video10", "Ten"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("default", "/dev/video0"), ("HD Pro C920", "/dev/video2"), ("c920", "/dev/video2"),
        ("/dev/video7", "/dev/video7"),
    ],
)  # fmt: skip
def test_a_camera_is_found_by_name_part_of_it_or_path(name: str, path: str) -> None:
    assert find(name, PRESENT).path == path


def test_a_name_that_is_not_there_is_missing_and_the_sentence_names_what_is() -> None:
    with pytest.raises(DeviceFault, match=r"no camera 'Brio'; present are: Integrated Webcam, HD Pro C920"):
        find("Brio", PRESENT)
    with pytest.raises(DeviceFault, match="no camera; plug one in"):
        find("default", [])


def test_a_path_that_is_not_there_is_missing() -> None:
    with pytest.raises(DeviceFault, match="/dev/video99 is not there") as caught:
        check("/dev/video99")
    assert caught.value.status.condition is Condition.MISSING


def test_what_is_no_camera_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "video0").write_bytes(b"")
    for path in ("/dev/null", str(tmp_path / "video0")):
        with pytest.raises(DeviceFault, match="is not a camera") as caught:
            check(path)
        assert caught.value.status.condition is Condition.FAILED


def test_a_camera_that_may_not_be_opened_names_the_group(tmp_path: Path) -> None:
    path = tmp_path / "video0"
    path.write_bytes(b"")
    path.chmod(0)
    with as_nobody(), pytest.raises(DeviceFault, match="group 'video'") as caught:
        check(str(path))
    assert caught.value.status.condition is Condition.FAILED


def test_a_camera_in_use_is_busy() -> None:
    fault = fault_of(OSError(errno.EBUSY, "Device or resource busy"), "/dev/video0")
    assert fault.status.condition is Condition.BUSY
    assert "another program" in fault.status.text


def test_a_camera_pulled_out_while_opening_is_missing() -> None:
    assert fault_of(OSError(errno.ENODEV, ""), "/dev/video0").status.condition is Condition.MISSING


@pytest.mark.parametrize(
    ("name", "condition"),
    [
        ("/dev/video99", Condition.MISSING),
        ("/dev/null", Condition.FAILED),
        ("no such name", Condition.MISSING),
    ],
)
def test_the_driver_reports_and_keeps_trying_until_stopped(
    name: str, condition: Condition, no_leftovers: None
) -> None:
    seen = Seen()
    camera = V4l2Camera(name, 640, 360, 25)
    camera.start(seen.on_frame, seen.on_status)
    assert seen.wait_for(condition).text.endswith(".")
    camera.stop()
    assert seen.conditions == [Condition.STARTING, condition, Condition.STOPPED]
