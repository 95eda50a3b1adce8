"""Whether the devices of an idle booth are there, by name only: nothing is opened before consent.

Responsible for: looking a device up in the machine's list. Not for: when to look, nor what follows.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from booth_client.config import Devices
from booth_client.core.snapshot import Device
from hardware import registry
from hardware.device_thread import DeviceFault
from hardware.registry import DeviceName

_log = logging.getLogger(__name__)


def look(devices: Devices) -> dict[Device, bool]:
    """Cameras and microphone; speaker and printer run always and tell for themselves. May take a moment: not
    on the net thread."""
    found = {
        Device.CAMERA: is_there(devices.camera, registry.list_cameras),
        Device.MICROPHONE: is_there(devices.microphone, registry.list_microphones),
    }
    if devices.document_camera:
        found[Device.DOCUMENT_CAMERA] = is_there(devices.document_camera, registry.list_cameras)
    return found


def is_there(spec: str, list_devices: Callable[[], Sequence[DeviceName]]) -> bool:
    """A file or a simulated device counts as there; ``none`` never does."""
    if not spec.startswith("device:"):
        return spec != "none"
    name = spec.removeprefix("device:")
    try:
        found = list_devices()
    except DeviceFault as fault:
        _log.warning("the machine's devices cannot be listed: %s", fault)
        return False
    if name == "default":
        return bool(found)
    return any(spec == device.spec or name in device.name for device in found)
