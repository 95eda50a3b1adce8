"""What lies on the simulated desk, and when.

Responsible for: reading ``ktp@2-6+ktp.blur@6-9+kk@10-``. Not for: drawing it (``document_desk``).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum

from hardware.simulated.documents import Document


class DeskFault(StrEnum):
    """What is wrong with how it lies or is lit."""

    DARK = "dark"
    GLARE = "glare"
    BLUR = "blur"
    SHAKE = "shake"
    """Blurred by movement, in one direction."""
    FAR = "far"
    CUT = "cut"
    TURNED = "turned"
    MOVING = "moving"
    NOISE = "noise"
    TILT = "tilt"
    """Strong perspective, as good pictures may have it."""


@dataclass(frozen=True)
class Laid:
    """``document`` None: the desk is empty."""

    document: Document | None = None
    faults: frozenset[DeskFault] = frozenset()

    @staticmethod
    def parse(text: str) -> Laid:
        """Read ``ktp``, ``ktp.blur.dark`` or ``empty``; raises ``ValueError`` with what is allowed."""
        name, *faults = text.split(".")
        if name == "empty" and not faults:
            return Laid()
        try:
            return Laid(Document(name), frozenset(DeskFault(fault) for fault in faults))
        except ValueError:
            documents, wrong = ", ".join(Document), ", ".join(DeskFault)
            raise ValueError(f"{text!r} is not empty or one of {documents}, with .FAULT of {wrong}") from None


@dataclass(frozen=True)
class Step:
    """Between two times, in seconds since the camera's start."""

    laid: Laid
    from_s: float
    to_s: float


_STEP = re.compile(r"(?P<laid>[a-z0-9.-]+)@(?P<from_s>\d+(\.\d+)?)-(?P<to_s>\d+(\.\d+)?)?")


@dataclass(frozen=True)
class DeskScript:
    """Between its steps the desk is empty."""

    steps: tuple[Step, ...] = ()

    @staticmethod
    def parse(text: str) -> DeskScript:
        """Raises ``ValueError`` with what is allowed."""
        steps = []
        for part in text.split("+"):
            match = _STEP.fullmatch(part)
            if match is None:
                raise ValueError(f"{part!r} is not DOCUMENT[.FAULT]@FROM-TO in seconds since the start")
            to_s = float(match["to_s"]) if match["to_s"] else math.inf
            if to_s <= float(match["from_s"]):
                raise ValueError(f"{part!r} ends before it begins")
            steps.append(Step(Laid.parse(match["laid"]), float(match["from_s"]), to_s))
        return DeskScript(tuple(steps))

    def at(self, since_start_s: float) -> Laid:
        for step in self.steps:
            if step.from_s <= since_start_s < step.to_s:
                return step.laid
        return Laid()


EMPTY_DESK = DeskScript()
