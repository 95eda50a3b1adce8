"""Faults on a schedule, for devices that are simulated.

Responsible for: reading ``missing@5-8`` and telling what is wrong at a time. Not for: how a device behaves
then.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from hardware.device_thread import DeviceFault
from hardware.devices import Condition

CONDITIONS = {"missing": Condition.MISSING, "busy": Condition.BUSY, "failed": Condition.FAILED}
_WINDOW = re.compile(r"(?P<what>[a-z]+)@(?P<from_s>\d+(\.\d+)?)-(?P<to_s>\d+(\.\d+)?)?")
GRAMMAR = (
    f"{'|'.join(CONDITIONS)}@FROM-TO in seconds since the start, TO may be left out, several joined by '+'"
)


@dataclass(frozen=True)
class Fault:
    """Between two times, in seconds since the device's start."""

    condition: Condition
    from_s: float
    to_s: float = math.inf


@dataclass(frozen=True)
class FaultSchedule:
    faults: tuple[Fault, ...] = ()

    @staticmethod
    def parse(text: str) -> FaultSchedule:
        """Read ``missing@5-8+busy@20-25`` or ``missing@30-``; raises ``ValueError`` with what is allowed."""
        faults = []
        for part in text.split("+"):
            match = _WINDOW.fullmatch(part)
            if match is None or match["what"] not in CONDITIONS:
                raise ValueError(f"{part!r} is not {GRAMMAR}")
            to_s = float(match["to_s"]) if match["to_s"] else math.inf
            if to_s <= float(match["from_s"]):
                raise ValueError(f"{part!r} ends before it begins")
            faults.append(Fault(CONDITIONS[match["what"]], float(match["from_s"]), to_s))
        return FaultSchedule(tuple(faults))

    def at(self, since_start_s: float) -> Condition | None:
        for fault in self.faults:
            if fault.from_s <= since_start_s < fault.to_s:
                return fault.condition
        return None

    def check(self, since_start_s: float, name: str) -> None:
        """Raise ``DeviceFault`` while a fault is scheduled."""
        condition = self.at(since_start_s)
        if condition is not None:
            raise DeviceFault(condition, f"{name} is {condition.value}, as its fault schedule asks.")


NO_FAULTS = FaultSchedule()
