"""The booth's receipt printer: prints a slip and tells how that went.

Responsible for: the printer for as long as the program runs, and that nobody is told of another's slip. Not
for: how a slip looks on paper (``slip_print``), nor the printer itself (``hardware``). Net thread.
"""

from __future__ import annotations

from collections.abc import Callable

from booth_client.core.events import Event, PrinterSeen
from booth_client.core.pages import Printing
from booth_client.core.snapshot import Device
from booth_client.runtime.devices import OnWorks, teller
from booth_client.runtime.slip_print import printout
from channel.rules.slip import Slip
from hardware.devices import Printer


class SlipPrinter:
    """``printer`` None: this booth has none. ``tell`` is called on the net thread, where ``on_net`` has calls
    made, and never inside of a call to this."""

    def __init__(
        self,
        printer: Printer | None,
        on_works: OnWorks,
        tell: Callable[[Event], None],
        on_net: Callable[[Callable[[], None]], None],
    ) -> None:
        self._printer = printer
        self._on_works = on_works
        self._tell = tell
        self._on_net = on_net
        self._number = 0
        """Counts slips, and wipes: what was ordered before is not told of any more."""

    def start(self) -> None:
        if self._printer is not None:
            self._printer.start(teller(Device.PRINTER, self._on_works))

    def print(self, slip: Slip) -> None:
        """``PrinterSeen`` follows: that there is none, or that it prints, and then whether it has."""
        self._number += 1
        number, printer = self._number, self._printer
        self._say(number, Printing.NO_PRINTER if printer is None else Printing.PRINTING)

        def on_printed(done: bool) -> None:
            self._say(number, Printing.PRINTED if done else Printing.FAILED)

        if printer is not None:
            printer.print_out(printout(slip), on_printed)

    def wipe(self) -> None:
        """A slip that is still being printed is nobody's any more."""
        self._number += 1

    def stop(self) -> None:
        """Waits for its thread."""
        if self._printer is not None:
            self._printer.stop()

    def _say(self, number: int, printing: Printing) -> None:
        """Any thread."""

        def tell() -> None:
            if number == self._number:
                self._tell(PrinterSeen(printing))

        self._on_net(tell)
