"""A receipt printer that understands ESC/POS, by whichever port.

Responsible for: the printer's thread, looking whether it is ready, printing at once or not at all. Not for:
bytes (``escpos``), ports (``printer_ports``).

The port is open only while something is said, so that another booth or program can use a network printer in
between, and a printer that was switched off and on is found again.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from hardware import escpos
from hardware.device_thread import DeviceFault, DeviceThread, Run
from hardware.devices import Condition, OnPrinted, OnStatus, Printout
from hardware.faults import NO_FAULTS, FaultSchedule
from hardware.pacing import MONOTONIC, Clock
from hardware.printer_ports import Port, fault_of

LOOK_S = 5.0
"""Between two looks at an idle printer."""
ANSWER_S = 0.5
DONE_S = 8.0
"""A slip takes two seconds; a slow printer with a long one five."""
OTHER_ANSWERS = 16
"""Bytes that a printer may say by itself before it answers."""

OpenPort: TypeAlias = Callable[[], Port]
"""Raises ``DeviceFault`` or ``OSError``."""
Job: TypeAlias = tuple[bytes, OnPrinted]


class EscPosPrinter:
    """``name`` begins every sentence about it; ``columns``: characters in a line (``escpos.COLUMNS``)."""

    def __init__(
        self,
        name: str,
        open_port: OpenPort,
        columns: int,
        faults: FaultSchedule = NO_FAULTS,
        clock: Clock = MONOTONIC,
    ) -> None:
        self._name = name
        self._open = open_port
        self._columns = columns
        self._faults = faults
        self._jobs = _Jobs()
        self._thread = DeviceThread(name, clock)

    def start(self, on_status: OnStatus) -> None:
        self._jobs.open()
        self._thread.start(self._session, on_status)

    def stop(self) -> None:
        self._jobs.close()
        self._thread.stop()

    def print_out(self, printout: Printout, on_printed: OnPrinted) -> None:
        self._jobs.put((escpos.printed(printout, self._columns), on_printed))

    def _session(self, run: Run) -> None:
        try:
            with self._port(run) as port:
                self._look(port)
            run.running()
            while self._jobs.wait(LOOK_S) and run.going:
                with self._port(run) as port:
                    answers = self._look(port)
                    run.running()
                    self._print_next(port, answers, run)
        finally:
            self._jobs.drop()

    def _print_next(self, port: Port, answers: bool, run: Run) -> None:
        """In a call of its own, so that no slip outlives its printing while the next one is waited for."""
        if (job := self._jobs.take()) is None:
            return
        content, on_printed = job
        printed = False
        try:
            port.write(content)
            if answers:
                self._wait_until_done(port, run)
            printed = True
        finally:
            on_printed(printed)

    def _wait_until_done(self, port: Port, run: Run) -> None:
        """Raises ``DeviceFault`` when the printer says that it cannot go on."""
        port.write(escpos.ASK_DONE)
        for _ in range(round(DONE_S / ANSWER_S)):
            answer = port.read(ANSWER_S)
            if not run.going or (answer is not None and escpos.is_done(answer)):
                return
        self._look(port)

    def _look(self, port: Port) -> bool:
        """Whether the printer answers at all. Raises ``DeviceFault`` when it says that it cannot print."""
        cause = self._status(port, escpos.ASK_CAUSE) if port.answers else None
        paper = None if cause is None else self._status(port, escpos.ASK_PAPER)
        if complaint := escpos.complaint(cause, paper):
            raise DeviceFault(Condition.FAILED, f"{self._name} {complaint}.")
        return cause is not None

    def _status(self, port: Port, question: bytes) -> int | None:
        for _ in range(OTHER_ANSWERS):
            if port.read(0.0) is None:
                break  # nothing is left that was said before
        port.write(question)
        for _ in range(OTHER_ANSWERS):
            answer = port.read(ANSWER_S)
            if answer is None or escpos.is_status(answer):
                return answer
        return None

    @contextmanager
    def _port(self, run: Run) -> Iterator[Port]:
        self._faults.check(run.since_start_s(), self._name)
        try:
            port = self._open()
            try:
                yield port
            finally:
                port.close()
        except OSError as error:
            raise fault_of(error, self._name) from None


class _Jobs:
    """What waits to be printed, on its way from any thread to the printer's. Closed before the start and
    after the stop: what comes then is not printed."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[Job] = deque()
        self._closed = True

    def open(self) -> None:
        with self._changed:
            self._closed = False

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self.drop()

    def put(self, job: Job) -> None:
        with self._changed:
            if not self._closed:
                self._waiting.append(job)
                self._changed.notify_all()
                return
        job[1](False)

    def wait(self, seconds: float) -> bool:
        """Until there is a job, or so long; False: closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or bool(self._waiting), seconds)
            return not self._closed

    def take(self) -> Job | None:
        with self._changed:
            return self._waiting.popleft() if self._waiting else None

    def drop(self) -> None:
        """Nothing that waits is printed later."""
        while (job := self.take()) is not None:
            job[1](False)
