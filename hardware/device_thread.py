"""The life that all devices share: one thread, tried again until stopped.

Responsible for: starting and joining the thread, turning faults into ``DeviceStatus``, waiting before the
next try. Not for: what a device does while it works; that is its *session*, a function which opens the
device, calls ``run.running()`` and works until ``run.stopping`` is set.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TypeAlias

from hardware.devices import RETRY_S, Condition, DeviceStatus, OnStatus
from hardware.pacing import MONOTONIC, Clock

log = logging.getLogger(__name__)

JOIN_S = 2.0


class DeviceFault(Exception):
    """The device cannot go on; it is tried again later. ``status`` says why, in a sentence for IT."""

    def __init__(self, condition: Condition, text: str) -> None:
        super().__init__(text)
        self.status = DeviceStatus(condition, text)


class Run:
    """One start of a device until its stop; lives in the device's thread.

    ``stopping`` is set by ``stop``; ``started_s`` is the time of ``start``, which schedules count from.
    """

    def __init__(self, clock: Clock, on_status: OnStatus) -> None:
        self.clock = clock
        self.stopping = threading.Event()
        self.started_s = clock.now_s()
        self._on_status = on_status
        self._last: DeviceStatus | None = None

    @property
    def going(self) -> bool:
        return not self.stopping.is_set()

    def since_start_s(self) -> float:
        return self.clock.now_s() - self.started_s

    def running(self) -> None:
        self.report(DeviceStatus(Condition.RUNNING))

    def report(self, status: DeviceStatus) -> None:
        """Tell the receiver, once for each change."""
        if status != self._last:
            self._last = status
            self._on_status(status)


Session: TypeAlias = Callable[[Run], None]


class DeviceThread:
    """Runs a session in a thread, again after each fault, until stopped.

    ``start`` and ``stop`` may be called from any thread and are idempotent.
    """

    def __init__(self, name: str, clock: Clock = MONOTONIC) -> None:
        self._name = name
        self._clock = clock
        self._guard = threading.Lock()
        self._run: Run | None = None
        self._thread: threading.Thread | None = None

    def start(self, session: Session, on_status: OnStatus) -> None:
        with self._guard:
            if self._run is not None:
                return
            self._run = Run(self._clock, on_status)
            self._thread = threading.Thread(
                target=_live, args=(self._name, session, self._run), name=self._name, daemon=True
            )
            self._thread.start()

    def stop(self) -> None:
        with self._guard:
            run, thread = self._run, self._thread
            self._run = self._thread = None
        if run is None or thread is None:
            return
        run.stopping.set()
        if thread is threading.current_thread():
            return
        thread.join(JOIN_S)
        if thread.is_alive():
            # A driver may hang inside the kernel. The thread is a daemon and says nothing any more once it
            # returns.
            log.warning("%s did not stop within %g s and is left behind", self._name, JOIN_S)


def _live(name: str, session: Session, run: Run) -> None:
    run.report(DeviceStatus(Condition.STARTING))
    while run.going:
        try:
            session(run)
        except DeviceFault as fault:
            if run.going:
                log.info("%s: %s", name, fault)
                run.report(fault.status)
        except Exception:
            log.exception("%s failed", name)
            run.report(
                DeviceStatus(Condition.FAILED, f"{name} failed inside the program; the log has the details.")
            )
        run.clock.wait_until(run.clock.now_s() + RETRY_S, run.stopping)
    run.report(DeviceStatus(Condition.STOPPED))
