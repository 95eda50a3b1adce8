from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from booth_client.core.events import Event, PrinterSeen
from booth_client.core.pages import Printing
from booth_client.core.snapshot import Device
from booth_client.runtime.printer import SlipPrinter
from channel.rules.slip import slip
from channel.runtime.net_thread import NetThread
from hardware import registry
from tests.channel.rules.test_slip import FACTS, REFERENCE

WAIT_S = 30.0
SLIP = slip(FACTS)


class Desk:
    """A printer with its thread, and what is told of it."""

    def __init__(self, spec: str | None) -> None:
        self.told: queue.Queue[Event] = queue.Queue()
        self.works: queue.Queue[tuple[Device, bool]] = queue.Queue()
        self.net = NetThread("net of a test")
        self.net.start()
        self.printer = SlipPrinter(
            None if spec is None else registry.printer(spec, columns=48),
            lambda device, works: self.works.put((device, works)),
            self.told.put,
            self.net.post,
        )
        self.printer.start()

    def order(self, *what: Callable[[], None]) -> None:
        self.net.post(lambda: [one() for one in what])

    def hear(self) -> Event:
        return self.told.get(timeout=WAIT_S)


@pytest.fixture
def desks(no_leftovers: None) -> Iterator[Callable[[str | None], Desk]]:
    made: list[Desk] = []

    def make(spec: str | None) -> Desk:
        made.append(Desk(spec))
        return made[-1]

    yield make
    for desk in made:
        desk.printer.stop()
        desk.net.stop()


def test_a_slip_is_printed_and_told(desks: Callable[[str | None], Desk], tmp_path: Path) -> None:
    desk = desks(f"simulated:printer,path={tmp_path / 'roll'}")
    assert desk.works.get(timeout=WAIT_S) == (Device.PRINTER, True)
    desk.order(lambda: desk.printer.print(SLIP))
    assert [desk.hear(), desk.hear()] == [PrinterSeen(Printing.PRINTING), PrinterSeen(Printing.PRINTED)]
    assert REFERENCE in (tmp_path / "roll.txt").read_text()


def test_without_paper_it_fails_and_the_fault_is_told(
    desks: Callable[[str | None], Desk], tmp_path: Path
) -> None:
    desk = desks(f"simulated:printer,path={tmp_path / 'roll'},paper=0")
    assert desk.works.get(timeout=WAIT_S) == (Device.PRINTER, False)
    desk.order(lambda: desk.printer.print(SLIP))
    assert [desk.hear(), desk.hear()] == [PrinterSeen(Printing.PRINTING), PrinterSeen(Printing.FAILED)]


def test_a_booth_without_a_printer_says_so(desks: Callable[[str | None], Desk]) -> None:
    desk = desks(None)
    desk.order(lambda: desk.printer.print(SLIP))
    assert desk.hear() == PrinterSeen(Printing.NO_PRINTER)
    assert desk.works.empty()


def test_of_a_slip_of_an_earlier_visit_nothing_is_told(
    desks: Callable[[str | None], Desk], tmp_path: Path
) -> None:
    desk = desks(f"simulated:printer,path={tmp_path / 'roll'}")
    desk.order(lambda: desk.printer.print(SLIP), desk.printer.wipe, lambda: desk.printer.print(SLIP))
    assert [desk.hear(), desk.hear()] == [PrinterSeen(Printing.PRINTING), PrinterSeen(Printing.PRINTED)]
    assert desk.told.empty()
