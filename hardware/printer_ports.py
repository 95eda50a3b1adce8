"""Ways to a printer: a device file, a TCP connection, a file.

Responsible for: opening, writing, reading a byte of what comes back, each within a time, and saying in a
sentence why not. Not for: what the bytes mean (``escpos``). Used in the printer's thread only.
"""

from __future__ import annotations

import errno
import os
import select
import socket
import time
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from hardware.device_thread import DeviceFault
from hardware.devices import Condition
from hardware.spec import SpecError

CONNECT_S = 3.0
WRITE_S = 10.0
"""A printer takes what its buffer holds, and the rest as it prints. Without paper it takes nothing more."""
RAW_PORT = 9100
"""Where network printers take bytes as they are (JetDirect)."""
USB_PRINTERS = Path("/dev/usb")


class Port(Protocol):
    """An open way to a printer. All methods raise ``OSError``, ``TimeoutError`` for what takes too long."""

    @property
    def answers(self) -> bool:
        """Whether anything can come back."""

    def write(self, content: bytes) -> None: ...
    def read(self, within_s: float) -> int | None:
        """The next byte that the printer has said; None: it says nothing."""

    def close(self) -> None: ...


class DevicePort:
    """A device file, such as usblp's. One that can only be written to never answers."""

    def __init__(self, path: str) -> None:
        try:
            self._file = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
            self.answers = True
        except PermissionError:
            self._file = os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
            self.answers = False

    def write(self, content: bytes) -> None:
        end_s, left = time.monotonic() + WRITE_S, memoryview(content)
        while left:
            _, ready, _ = select.select([], [self._file], [], max(0.0, end_s - time.monotonic()))
            if not ready:
                raise TimeoutError
            left = left[os.write(self._file, left) :]

    def read(self, within_s: float) -> int | None:
        if not select.select([self._file], [], [], within_s)[0]:
            return None
        answer = os.read(self._file, 1)
        return answer[0] if answer else None

    def close(self) -> None:
        os.close(self._file)


class SocketPort:
    """A TCP connection to a printer's raw port."""

    answers = True

    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.create_connection((host, port), CONNECT_S)
        self._socket.settimeout(WRITE_S)

    def write(self, content: bytes) -> None:
        self._socket.sendall(content)

    def read(self, within_s: float) -> int | None:
        if not select.select([self._socket], [], [], within_s)[0]:
            return None
        answer = self._socket.recv(1)
        if not answer:
            raise ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))
        return answer[0]

    def close(self) -> None:
        self._socket.close()


class FilePort:
    """Keeps the bytes in a file, one printout behind the other."""

    answers = False

    def __init__(self, path: Path) -> None:
        self._file = open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb")  # noqa: SIM115

    def write(self, content: bytes) -> None:
        self._file.write(content)
        self._file.flush()

    def read(self, within_s: float) -> int | None:
        return None

    def close(self) -> None:
        self._file.close()


def usb_printers() -> list[str]:
    """Device files of the printers that are there."""
    return sorted(str(path) for path in USB_PRINTERS.glob("lp*"))


def open_device(name: str) -> Port:
    """The printer ``name``: a path, or ``default`` for the first one on USB. Raises ``DeviceFault``,
    ``OSError``."""
    if name != "default":
        return DevicePort(name)
    found = usb_printers()
    if not found:
        raise DeviceFault(Condition.MISSING, "No printer is connected by USB.")
    return DevicePort(found[0])


def address(name: str) -> tuple[str, int] | None:
    """Host and port of ``tcp://HOST[:PORT]``; None for what is no such name. Raises ``SpecError``."""
    if not name.startswith("tcp://"):
        return None
    try:
        parts = urlsplit(name)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or parts.path not in ("", "/") or parts.username is not None:
        raise SpecError(
            f"'device:{name}' is no printer's address; it looks like tcp://HOST or tcp://HOST:9100."
        )
    return host, RAW_PORT if port is None else port


_MISSING = {
    errno.ENOENT,
    errno.ENODEV,
    errno.ENXIO,
    errno.ECONNREFUSED,
    errno.EHOSTUNREACH,
    errno.ENETUNREACH,
}


def fault_of(error: OSError, printer: str) -> DeviceFault:
    """``error`` as a sentence about ``printer``, its name."""
    if isinstance(error, TimeoutError):
        return DeviceFault(
            Condition.MISSING, f"{printer} does not answer; is it switched on and has it paper?"
        )
    if isinstance(error, socket.gaierror):
        return DeviceFault(Condition.MISSING, f"{printer} cannot be found: no machine has this name.")
    if isinstance(error, PermissionError):
        return DeviceFault(
            Condition.FAILED, f"{printer} may not be used; put this account into the group lp."
        )
    if error.errno == errno.EBUSY:
        return DeviceFault(Condition.BUSY, f"{printer} is in use by another program.")
    if error.errno in _MISSING:
        return DeviceFault(Condition.MISSING, f"{printer} is not there; is it connected and switched on?")
    reason = os.strerror(error.errno) if error.errno is not None else type(error).__name__
    return DeviceFault(Condition.FAILED, f"{printer} failed: {reason}.")
