"""Devices that a configuration says are not there: ``none``.

Responsible for: saying so when started. They deliver nothing and have no thread.
"""

from __future__ import annotations

from hardware.devices import (
    Condition,
    DeviceStatus,
    Frame,
    OnBlock,
    OnFrame,
    OnPrinted,
    OnStatus,
    Printout,
    Pull,
    Wanted,
    always,
)


class _Absent:
    def __init__(self, kind: str) -> None:
        self._status = DeviceStatus(Condition.MISSING, f"No {kind} is configured.")
        self._on_status: OnStatus | None = None

    def _begin(self, on_status: OnStatus) -> None:
        if self._on_status is None:
            self._on_status = on_status
            on_status(self._status)

    def stop(self) -> None:
        if self._on_status is not None:
            on_status, self._on_status = self._on_status, None
            on_status(DeviceStatus(Condition.STOPPED))


class AbsentCamera(_Absent):
    def __init__(self) -> None:
        super().__init__("camera")

    def start(self, on_frame: OnFrame, on_status: OnStatus, wanted: Wanted = always) -> None:
        self._begin(on_status)

    def still(self) -> Frame | None:
        return None


class AbsentMicrophone(_Absent):
    def __init__(self) -> None:
        super().__init__("microphone")

    def start(self, on_block: OnBlock, on_status: OnStatus) -> None:
        self._begin(on_status)


class AbsentSpeaker(_Absent):
    def __init__(self, channels: int) -> None:
        super().__init__("speaker")
        self._channels = channels

    @property
    def channels(self) -> int:
        return self._channels

    def start(self, pull: Pull, on_status: OnStatus) -> None:
        self._begin(on_status)


class AbsentPrinter(_Absent):
    def __init__(self) -> None:
        super().__init__("printer")

    def start(self, on_status: OnStatus) -> None:
        self._begin(on_status)

    def print_out(self, printout: Printout, on_printed: OnPrinted) -> None:
        on_printed(False)
