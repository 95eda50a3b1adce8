from __future__ import annotations

import contextlib
import os
import select
import socket
import threading
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware import escpos_printer, registry
from hardware.devices import Condition, PrintCode, Printer, PrintLine, Printout
from hardware.escpos import ASK_CAUSE, ASK_DONE, ASK_PAPER, printed
from hardware.printer_ports import fault_of
from hardware.simulated.roll import shown
from tests.hardware.virtual import PATIENCE_S, Seen, VirtualClock

SLIP: Printout = (PrintLine("JHT-4K7P-2M", tall=True, wide=True), PrintCode("JHT-4K7P-2M"))
BYTES = printed(SLIP, 42)
READY, NO_PAPER = b"\x12", b"\x72"

pytestmark = pytest.mark.usefixtures("no_leftovers")


class Came:
    """Whether a printout was printed, once that is known."""

    def __init__(self) -> None:
        self.told: list[bool] = []
        self._known = threading.Event()

    def __call__(self, done: bool) -> None:
        self.told.append(done)
        self._known.set()

    def wait(self) -> bool:
        assert self._known.wait(PATIENCE_S), "nothing was told of the printout"
        (done,) = self.told
        return done


def print_slip(printer: Printer) -> bool:
    came = Came()
    printer.print_out(SLIP, came)
    return came.wait()


@contextlib.contextmanager
def started(printer: Printer) -> Iterator[Seen]:
    seen = Seen()
    printer.start(seen.on_status)
    try:
        yield seen
    finally:
        printer.stop()


# ---------------------------------------------------------------- simulated


def test_a_simulated_printer_keeps_bytes_and_what_the_paper_shows(tmp_path: Path) -> None:
    path = tmp_path / "slips"
    printer = registry.printer(f"simulated:printer,path={path}", columns=42)
    with started(printer) as seen:
        seen.wait_for(Condition.RUNNING)
        assert print_slip(printer)
        assert print_slip(printer)
    assert path.read_bytes() == BYTES * 2
    assert Path(f"{path}.txt").read_text() == "JHT-4K7P-2M\n[QR: JHT-4K7P-2M]\n\n\n" * 2
    assert path.stat().st_mode & 0o777 == 0o600
    assert seen.conditions == [Condition.STARTING, Condition.RUNNING, Condition.STOPPED]


def test_a_roll_that_ends_is_told_and_nothing_is_printed_later(tmp_path: Path) -> None:
    path = tmp_path / "slips"
    printer = registry.printer(f"simulated:printer,path={path},paper=1", columns=42)
    with started(printer) as seen:
        assert print_slip(printer)
        assert not print_slip(printer)
        status = seen.wait_for(Condition.FAILED)
    assert status.text == f"printer simulated:printer,path={path},paper=1 has no paper; put in a new roll."
    assert path.read_bytes() == BYTES


@pytest.mark.parametrize(
    ("fault", "condition"),
    [("missing", Condition.MISSING), ("busy", Condition.BUSY), ("failed", Condition.FAILED)],
)
def test_faults_come_by_schedule_and_go(tmp_path: Path, fault: str, condition: Condition) -> None:
    clock = VirtualClock(until_s=3.0)
    path = tmp_path / "slips"
    printer = registry.printer(f"simulated:printer,path={path},fault={fault}@0-1", columns=42, clock=clock)
    with started(printer) as seen:
        seen.wait_for(Condition.RUNNING)
        assert print_slip(printer)
    assert seen.conditions == [Condition.STARTING, condition, Condition.RUNNING, Condition.STOPPED]


def test_what_cannot_be_printed_now_is_dropped_and_told(tmp_path: Path) -> None:
    clock = VirtualClock(until_s=3.0)
    path = tmp_path / "slips"
    printer = registry.printer(f"simulated:printer,path={path},fault=busy@4-5", columns=42, clock=clock)
    with started(printer) as seen:
        seen.wait_for(Condition.RUNNING)
        clock.pass_s(4.5)
        assert not print_slip(printer)
        seen.wait_for(Condition.BUSY)
    assert not path.exists()


def test_a_printer_that_is_stopped_prints_nothing(tmp_path: Path) -> None:
    path = tmp_path / "slips"
    printer = registry.printer(f"simulated:printer,path={path}", columns=42)
    assert not print_slip(printer)
    with started(printer) as seen:
        seen.wait_for(Condition.RUNNING)
    assert not print_slip(printer)
    with started(printer):
        assert print_slip(printer)


# ---------------------------------------------------------------- ways to a printer


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """For printers that answer, on a busy machine."""
    monkeypatch.setattr(escpos_printer, "ANSWER_S", PATIENCE_S)
    monkeypatch.setattr(escpos_printer, "DONE_S", PATIENCE_S)


class NetworkPrinter:
    """A printer's raw port. It answers what ``answers`` has for a question; ``content``: what was printed.
    With ``ends`` its paper ends in the first printout.
    """

    END = b"\xff"

    def __init__(self, answers: dict[bytes, bytes], ends: bool = False) -> None:
        self.content = b""
        self._ends = ends
        self.answers = answers
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.spec = f"device:tcp://127.0.0.1:{self._listening.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, name="network printer")

    def __enter__(self) -> NetworkPrinter:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        # Behind all that came before it, so that nothing of it is lost.
        with socket.create_connection(self._listening.getsockname()) as last:
            last.sendall(self.END)
        self._thread.join()
        self._listening.close()

    def _serve(self) -> None:
        ended = False
        while not ended:
            connection, _ = self._listening.accept()
            with connection:
                ended = self._serve_one(connection)

    def _serve_one(self, connection: socket.socket) -> bool:
        while received := connection.recv(65536):
            if received == self.END:
                return True
            self.content += received
            for question in (ASK_CAUSE, ASK_PAPER, ASK_DONE):
                if question in self.content:
                    self.content = self.content.replace(question, b"")
                    if question == ASK_DONE and self._ends:
                        self.answers[ASK_PAPER] = NO_PAPER
                    connection.sendall(self.answers.get(question, b""))
        return False


@pytest.mark.usefixtures("patient")
def test_a_network_printer_prints_and_says_that_it_has() -> None:
    answers = {ASK_CAUSE: READY, ASK_PAPER: READY, ASK_DONE: b"\x00"}
    with NetworkPrinter(answers) as there:
        printer = registry.printer(there.spec, columns=42)
        with started(printer) as seen:
            assert print_slip(printer)
            seen.wait_for(Condition.RUNNING)
        assert there.content == BYTES


@pytest.mark.usefixtures("patient")
def test_a_network_printer_without_paper_says_so_and_gets_nothing() -> None:
    with NetworkPrinter({ASK_CAUSE: b"\x32", ASK_PAPER: NO_PAPER}) as there:
        printer = registry.printer(there.spec, columns=42)
        with started(printer) as seen:
            assert not print_slip(printer)
            assert "has no paper" in seen.wait_for(Condition.FAILED).text
        assert there.content == b""


def test_a_printer_that_never_answers_is_trusted() -> None:
    with NetworkPrinter({}) as there:
        printer = registry.printer(there.spec, columns=42)
        with started(printer):
            assert print_slip(printer)
    assert there.content == BYTES


@pytest.mark.usefixtures("patient")
def test_a_slip_in_which_the_paper_ends_was_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(escpos_printer, "DONE_S", 0.0)
    with NetworkPrinter({ASK_CAUSE: READY, ASK_PAPER: READY}, ends=True) as there:
        printer = registry.printer(there.spec, columns=42)
        with started(printer) as seen:
            assert not print_slip(printer)
            assert "has no paper" in seen.wait_for(Condition.FAILED).text


@pytest.mark.usefixtures("patient")
def test_what_a_printer_says_by_itself_is_no_answer() -> None:
    by_itself = b"\x14\x00\x00\x0f"
    answers = {ASK_CAUSE: by_itself + READY, ASK_PAPER: by_itself + NO_PAPER}
    with NetworkPrinter(answers) as there, started(registry.printer(there.spec, columns=42)) as seen:
        assert "has no paper" in seen.wait_for(Condition.FAILED).text


@pytest.mark.usefixtures("patient")
def test_an_idle_printer_tells_of_its_paper_and_is_back_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(escpos_printer, "LOOK_S", 0.01)
    with NetworkPrinter({ASK_CAUSE: READY, ASK_PAPER: READY}) as there:
        printer = registry.printer(there.spec, columns=42, clock=VirtualClock(until_s=1e9))
        with started(printer) as seen:
            seen.wait_for(Condition.RUNNING)
            there.answers[ASK_PAPER] = NO_PAPER
            assert "has no paper" in seen.wait_for(Condition.FAILED).text
            there.answers[ASK_PAPER] = READY
            seen.wait_for(Condition.RUNNING)


def test_a_network_printer_that_is_off_is_missing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with started(registry.printer(f"device:tcp://127.0.0.1:{port}", columns=42)) as seen:
        status = seen.wait_for(Condition.MISSING)
    assert status.text.endswith("is not there; is it connected and switched on?")


@pytest.mark.usefixtures("patient")
def test_a_device_file_is_written_to_and_asked() -> None:
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    content, stop = bytearray(), threading.Event()

    def be_a_printer() -> None:
        while not stop.is_set():
            if select.select([ours], [], [], 0.02)[0]:
                content.extend(os.read(ours, 4096))
                for question, answer in ((ASK_CAUSE, READY), (ASK_PAPER, READY), (ASK_DONE, b"\x00")):
                    if question in content:
                        content[:] = content.replace(question, b"")
                        os.write(ours, answer)

    thread = threading.Thread(target=be_a_printer, name="printer on a device file")
    thread.start()
    printer = registry.printer(f"device:{os.ttyname(theirs)}", columns=42)
    with started(printer):
        assert print_slip(printer)
    stop.set()
    thread.join()
    os.close(ours)
    os.close(theirs)
    assert shown(bytes(content)).lines == shown(BYTES).lines


def test_a_device_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with started(registry.printer(f"device:{tmp_path / 'lp0'}", columns=42)) as seen:
        assert seen.wait_for(Condition.MISSING).text.endswith(
            "is not there; is it connected and switched on?"
        )


def test_a_file_keeps_the_bytes(tmp_path: Path) -> None:
    printer = registry.printer(f"file:{tmp_path / 'slips'}", columns=42)
    with started(printer):
        assert print_slip(printer)
        assert print_slip(printer)
    assert (tmp_path / "slips").read_bytes() == BYTES * 2


@pytest.mark.parametrize(
    ("error", "condition", "says"),
    [
        (TimeoutError(), Condition.MISSING, "does not answer"),
        (socket.gaierror(-2, "x"), Condition.MISSING, "no machine has this name"),
        (PermissionError(13, "x"), Condition.FAILED, "group lp"),
        (OSError(16, "x"), Condition.BUSY, "in use by another program"),
        (OSError(19, "x"), Condition.MISSING, "is not there"),
        (OSError(5, "x"), Condition.FAILED, "failed: Input/output error."),
    ],
)
def test_what_the_system_refuses_is_told_in_words(error: OSError, condition: Condition, says: str) -> None:
    status = fault_of(error, "printer P").status
    assert status.condition is condition
    assert says in status.text
    assert status.text.startswith("printer P ")
