"""What this program takes from its machine.

Responsible for: processor time and memory of the whole program. Not for: whose they are within it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_MEMORY = Path("/proc/self/statm")
"""Linux tells it here, in pages; other systems are not asked."""


@dataclass(frozen=True)
class Load:
    """``cpu_cores``: share of one core, all threads together, 1.0 when they take as much as one gives;
    ``memory_mib``: resident, None where it cannot be told."""

    cpu_cores: float
    memory_mib: float | None

    def __str__(self) -> str:
        memory = "unknown" if self.memory_mib is None else f"{self.memory_mib:.0f} MiB"
        return f"CPU {self.cpu_cores:.3f} cores, memory {memory}"


class OwnLoad:
    """One thread only."""

    def __init__(
        self, cpu_s: Callable[[], float] = time.process_time, time_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._cpu_s = cpu_s
        self._time_s = time_s
        self._before = (cpu_s(), time_s())

    def look(self) -> Load:
        """The load since the look before, the first time since this object was made."""
        cpu_before_s, before_s = self._before
        self._before = cpu_s, now_s = self._cpu_s(), self._time_s()
        passed_s = now_s - before_s
        return Load((cpu_s - cpu_before_s) / passed_s if passed_s > 0 else 0.0, _memory_mib())


def _memory_mib() -> float | None:
    try:
        pages = int(_MEMORY.read_text(encoding="ascii").split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
