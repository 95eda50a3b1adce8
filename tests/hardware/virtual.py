"""Virtual time and collectors, so that devices are tested without waiting."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from hardware.devices import Block, Condition, DeviceStatus, Frame

PATIENCE_S = 30.0
"""For conditions on a busy machine."""


class VirtualClock:
    """Time passes only while somebody waits for it, up to ``until_s``; there it stands until the device
    stops.
    """

    def __init__(self, until_s: float, start_s: float = 100.0) -> None:
        self._now_s = start_s
        self._until_s = start_s + until_s
        self._arrived = threading.Event()

    def now_s(self) -> float:
        return self._now_s

    def wait_until(self, at_s: float, stopping: threading.Event) -> None:
        if at_s > self._until_s:
            self._arrived.set()
            stopping.wait()
        else:
            self._now_s = max(self._now_s, at_s)

    def pass_s(self, seconds: float) -> None:
        """Called by a receiver that takes this long."""
        self._now_s += seconds

    def go_on(self, seconds: float) -> None:
        """Let time pass for so much longer; between two starts of a device."""
        self._until_s += seconds
        self._arrived.clear()

    def wait_for_the_end(self) -> None:
        assert self._arrived.wait(PATIENCE_S), "the device did not get to the end of its time"


@dataclass
class Seen:
    """What a device reported."""

    frames: list[Frame] = field(default_factory=list)
    blocks: list[tuple[Block, float]] = field(default_factory=list)
    statuses: list[DeviceStatus] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def on_frame(self, frame: Frame) -> None:
        with self.changed:
            self.frames.append(frame)
            self.changed.notify_all()

    def on_block(self, block: Block, captured_s: float) -> None:
        with self.changed:
            self.blocks.append((block, captured_s))
            self.changed.notify_all()

    def on_status(self, status: DeviceStatus) -> None:
        with self.changed:
            self.statuses.append(status)
            self.changed.notify_all()

    @property
    def conditions(self) -> list[Condition]:
        return [status.condition for status in self.statuses]

    def wait_for(self, condition: Condition) -> DeviceStatus:
        """The newest status, once it is ``condition``."""
        with self.changed:
            assert self.changed.wait_for(
                lambda: bool(self.statuses) and self.statuses[-1].condition is condition, PATIENCE_S
            ), f"never {condition}, but {self.statuses}"
            return self.statuses[-1]

    def wait_for_frames(self, count: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.frames) >= count, PATIENCE_S), self.statuses
