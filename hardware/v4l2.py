"""Which cameras Linux has, and whether they may be used.

Responsible for: finding capture devices by name or path, telling why one cannot be opened. Not for: pictures
(``v4l2_camera``). Source of numbers and structures: the kernel's ``videodev2.h``.
"""

from __future__ import annotations

import errno
import fcntl
import os
import struct
from dataclasses import dataclass
from pathlib import Path

from hardware.device_thread import DeviceFault
from hardware.devices import Condition

SYSFS = Path("/sys/class/video4linux")
_QUERYCAP = 0x80685600
_CAPABILITY = struct.Struct("16s32s32sIII12x")
_VIDEO_CAPTURE = 0x00000001
_HAS_DEVICE_CAPS = 0x80000000


@dataclass(frozen=True)
class Node:
    """One capture device: its path in /dev and the name that its driver gives it."""

    path: str
    name: str


def capture_devices(sysfs: Path = SYSFS) -> list[Node]:
    """All that may be a camera, in the order of their numbers. A webcam's metadata nodes are left out."""
    entries = [entry for entry in sysfs.glob("video*") if entry.name[5:].isdigit()]
    found = []
    for entry in sorted(entries, key=lambda entry: int(entry.name[5:])):
        path = f"/dev/{entry.name}"
        if _captures(path) is not False:
            found.append(Node(path, _name_of(entry)))
    return found


def find(name: str, present: list[Node]) -> Node:
    """The device of this path or name (``default``: the first); raises ``DeviceFault`` when there is none."""
    if name.startswith("/"):
        return Node(name, name)
    for node in present:
        if name in ("default", node.name):
            return node
    for node in present:
        if name.casefold() in node.name.casefold():
            return node
    if not present:
        raise DeviceFault(Condition.MISSING, "This machine has no camera; plug one in.")
    names = ", ".join(node.name for node in present)
    raise DeviceFault(Condition.MISSING, f"There is no camera {name!r}; present are: {names}.")


def check(path: str) -> None:
    """Raises ``DeviceFault`` when ``path`` is not a camera that this program may open."""
    try:
        captures = _query(path)
    except OSError as error:
        raise fault_of(error, path) from error
    if not captures:
        raise DeviceFault(Condition.FAILED, f"{path} takes no pictures; it is another kind of video device.")


def fault_of(error: OSError, path: str) -> DeviceFault:
    """What an error of the operating system means for a camera."""
    match error.errno:
        case errno.ENOENT | errno.ENODEV | errno.ENXIO:
            return DeviceFault(Condition.MISSING, f"The camera {path} is not there; plug it in.")
        case errno.EBUSY:
            return DeviceFault(
                Condition.BUSY, f"The camera {path} is used by another program; close that program."
            )
        case errno.EACCES | errno.EPERM:
            return DeviceFault(
                Condition.FAILED,
                f"The camera {path} may not be opened; add this account to the group 'video'.",
            )
        case errno.ENOTTY | errno.EINVAL:
            return DeviceFault(Condition.FAILED, f"{path} is not a camera.")
        case _:
            reason = error.strerror or str(error)
            return DeviceFault(Condition.FAILED, f"The camera {path} cannot be used: {reason}.")


def _captures(path: str) -> bool | None:
    """None: it cannot be told, so it is shown and explains itself when it is tried."""
    try:
        return _query(path)
    except OSError:
        return None


def _query(path: str) -> bool:
    handle = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    try:
        answer = fcntl.ioctl(handle, _QUERYCAP, bytes(_CAPABILITY.size))
    finally:
        os.close(handle)
    *_, capabilities, device_capabilities = _CAPABILITY.unpack(answer)
    its_own = device_capabilities if capabilities & _HAS_DEVICE_CAPS else capabilities
    return bool(its_own & _VIDEO_CAPTURE)


def _name_of(entry: Path) -> str:
    try:
        return (entry / "name").read_text().strip() or entry.name
    except OSError:
        return entry.name
