from __future__ import annotations

import pytest

from booth_client.config import Devices
from booth_client.core.snapshot import Device
from booth_client.runtime import presence
from hardware.device_thread import DeviceFault
from hardware.devices import Condition
from hardware.registry import DeviceName

CAMERAS = [DeviceName("device:/dev/video0", "Integrated Camera: USB 2.0")]


@pytest.mark.parametrize(
    ("spec", "there"),
    [
        ("device:default", True),
        ("device:/dev/video0", True),
        ("device:Integrated Camera", True),
        ("device:/dev/video1", False),
        ("simulated:officer", True),
        ("file:clip.mp4", True),
        ("none", False),
    ],
)
def test_a_device_is_looked_up_by_name(spec: str, there: bool) -> None:
    assert presence.is_there(spec, lambda: CAMERAS) is there


def test_a_machine_without_devices_has_no_default_one() -> None:
    assert not presence.is_there("device:default", list)


def test_a_list_that_cannot_be_had_is_a_missing_device_and_ends_nothing() -> None:
    def no_list() -> list[DeviceName]:
        raise DeviceFault(Condition.FAILED, "There is no sound server.")

    assert not presence.is_there("device:default", no_list)


def test_simulated_devices_are_there_without_asking_the_machine() -> None:
    devices = Devices(camera="simulated:officer", microphone="simulated:silence")
    assert presence.look(devices) == {Device.CAMERA: True, Device.MICROPHONE: True}
