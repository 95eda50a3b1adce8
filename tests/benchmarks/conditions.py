"""Over which links the systems are compared, and what is asked of ours there.

Responsible for: the table of conditions, choosing a part of it, the goals. Not for: measuring.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.benchmarks.relay import Impairment

SYSTEMS = ("ours", "aiortc")
QUEUE_MS = 200.0
PLAYOUT_CLEAN_MS = 40.0
PLAYOUT_LOSSY_MS = 70.0
NO_GAP_MS = 15.0
"""Not a block is missing; threads that come late leave some milliseconds."""


@dataclass(frozen=True)
class Condition:
    """One link, the same in both directions, for every one of ``booths``. ``rate_kbps`` None: no limit."""

    booths: int = 1
    loss: float = 0.0
    burst: int = 1
    delay_ms: float = 20.0
    jitter_ms: float = 0.0
    rate_kbps: float | None = None

    def impairment(self) -> Impairment:
        return Impairment(self.loss, self.burst, self.delay_ms, self.jitter_ms, self.rate_kbps, QUEUE_MS)

    def __str__(self) -> str:
        rate = "no limit" if self.rate_kbps is None else f"{self.rate_kbps:g} kbit/s"
        groups = f" in groups of {self.burst}" if self.burst > 1 else ""
        return (
            f"{self.booths} booth{'s' if self.booths > 1 else ''}, loss {self.loss:.0%}{groups}, "
            f"{self.delay_ms:g} ± {self.jitter_ms:g} ms, {rate}"
        )


CONDITIONS = (
    *(Condition(loss=loss) for loss in (0.0, 0.02, 0.05, 0.10, 0.20)),
    Condition(loss=0.05, burst=3, delay_ms=40.0, jitter_ms=20.0),
    Condition(rate_kbps=450.0),
    Condition(rate_kbps=150.0),
    Condition(booths=6, loss=0.02),
)

Chosen = tuple[str, Condition]
_KEYS = ("system", "booths", "loss", "burst", "delay_ms", "jitter_ms", "rate_kbps")


@dataclass(frozen=True)
class Goal:
    """Asked of one figure of ours: at least or at most ``value``."""

    figure: str
    at_least: bool
    value: float

    def met(self, value: float | None) -> bool:
        if value is None:
            return False
        return value >= self.value if self.at_least else value <= self.value

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.value:g}"


def goals(condition: Condition) -> tuple[Goal, ...]:
    """What issue 3 asks in numbers; what it asks in comparison with a browser is not here."""
    found = [Goal("av_offset_ms", False, 100)]
    if condition.rate_kbps is not None:
        found += [
            Goal("audio_max_gap_ms", False, NO_GAP_MS),
            Goal("audio_latency_ms", False, 200),
            Goal("video_latency_p95_ms", False, 200),
            Goal("sent_kbps_peak", False, 1.2 * condition.rate_kbps),
        ]
    elif condition.burst > 1:
        found.append(Goal("audio_played_share", True, 0.99))
    elif condition.loss == 0:
        found.append(Goal("audio_latency_ms", False, condition.delay_ms + PLAYOUT_CLEAN_MS))
    elif condition.loss == 0.05:
        found += [
            Goal("audio_played_share", True, 0.99),
            Goal("audio_max_gap_ms", False, 60),
            Goal("audio_latency_ms", False, condition.delay_ms + PLAYOUT_LOSSY_MS),
        ]
    elif condition.loss == 0.10:
        found += [
            Goal("audio_played_share", True, 0.98),
            Goal("video_latency_p95_ms", False, 150),
            Goal("video_frozen_share", False, 0.02),
        ]
    return tuple(found)


def chosen(only: Iterable[str], systems: Sequence[str] = SYSTEMS) -> list[Chosen]:
    """The part of the table that ``only`` (``key=value``, several with commas between) names.

    A key named twice allows both values. Raises ``ValueError`` for an unknown key or when nothing is left.
    """
    wanted: dict[str, set[str | float | None]] = {}
    for text in (part for group in only for part in group.split(",") if part):
        key, equals, value = text.partition("=")
        if key not in _KEYS or not equals:
            raise ValueError(f"{text!r}: write key=value; the keys are {', '.join(_KEYS)}")
        wanted.setdefault(key, set()).add(_value(key, value))
    found = [
        (system, condition)
        for condition in CONDITIONS
        for system in systems
        if all(
            (system if key == "system" else getattr(condition, key)) in values
            for key, values in wanted.items()
        )
    ]
    if not found:
        raise ValueError("no row of the table is left")
    return found


def _value(key: str, text: str) -> str | float | None:
    if key == "system":
        return text
    return None if text in ("null", "none") else float(text)
