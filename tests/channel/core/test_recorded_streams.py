"""What came over real channels, given once more to what decides when it is played, shown and asked for.

The recordings ``voice_…`` and ``pictures_…`` in ``traces`` are eight or nine seconds each of one direction:
``lossy``, 20 ms and 5 % lost one by one; ``radio``, 40 ± 20 ms and 5 % lost in groups of three; ``busy``, one
of six channels with 2 % lost on a machine with far too much to do. Times are in units of 0.1 ms.

Voice: ``p time`` is one pull of the loudspeaker, ``b time number way`` a block of 20 ms when it was here for
the first time, and by which of ``Way``. Pictures: ``time sequence timestamp marker payload`` is a packet,
with as much of its payload as says what it is (``-``: none), ``r round_trip`` holds from there on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest

from channel.core import picture_playout, picture_reception, playout_delay
from channel.core.block import BLOCK_SAMPLES, PULL_S, PULL_SAMPLES, SAMPLE_RATE_HZ
from channel.core.picture_assembly import Arrival
from channel.core.picture_reception import AskAgain, PictureReception, Show
from channel.core.playout import Dry, Lost, Play, Playout
from channel.core.playout_delay import Way
from channel.core.repair import OVERTAKEN_MOST_S

TRACES = Path(__file__).with_name("traces")
UNIT_S = 1e-4
WAYS = {way.value[0]: way for way in Way}
LEARNED_S = 2.0
ANSWERED_S = 0.3
"""What was asked for later than so long before a recording ends need not come on it."""


# ---------------------------------------------------------------- voice


@dataclass
class Heard:
    """Of what was pulled after ``LEARNED_S``: samples by what they were, the longest time without a block,
    the longest wait, by how much the sound was bent."""

    samples: Counter[str] = field(default_factory=Counter)
    longest_gap_s: float = 0.0
    wait_s: float = 0.0
    bent_samples: int = 0

    @property
    def played_share(self) -> float:
        return self.samples["played"] / self.samples.total()


class Loudspeaker:
    """Pulls, and bends the sound at once as much as the playout wants."""

    def __init__(self) -> None:
        self.playout = Playout()
        self.heard = Heard()
        self._left_samples = 0
        self._gap_samples = 0

    def pull(self, now_s: float) -> None:
        self.playout.pull(now_s)
        heard = self.heard if now_s >= LEARNED_S else Heard()
        while self._left_samples < PULL_SAMPLES:
            self._left_samples += self._taken(heard)
        spare = self.playout.spare(self._left_samples - PULL_SAMPLES, lambda: True)
        bent = min(spare, self._left_samples - PULL_SAMPLES)
        self._left_samples -= PULL_SAMPLES + bent
        heard.bent_samples += abs(bent)
        heard.wait_s = max(heard.wait_s, self.playout.wait_s)

    def _taken(self, heard: Heard) -> int:
        match self.playout.take():
            case Play(samples=samples):
                heard.samples["played"] += samples
                self._gap_samples = 0
                return samples
            case Lost(samples):
                missing = samples
            case Dry():
                missing = PULL_SAMPLES
        heard.samples["missing"] += missing
        self._gap_samples += missing
        heard.longest_gap_s = max(heard.longest_gap_s, self._gap_samples / SAMPLE_RATE_HZ)
        return missing


def heard(name: str) -> Heard:
    loudspeaker = Loudspeaker()
    for line in (TRACES / f"voice_{name}.txt").read_text().splitlines():
        kind, time, *block = line.split()
        at_s = int(time) * UNIT_S
        if kind == "p":
            loudspeaker.pull(at_s)
        else:
            play = Play(b"", BLOCK_SAMPLES, WAYS[block[1]])
            loudspeaker.playout.put(int(block[0]) * BLOCK_SAMPLES & 0xFFFFFFFF, play, at_s)
    return loudspeaker.heard


def test_nearly_all_of_a_lossy_link_is_played_within_a_short_wait() -> None:
    lossy = heard("lossy")
    assert lossy.played_share >= 0.99
    assert lossy.longest_gap_s <= 0.06
    assert lossy.wait_s <= 0.05


def test_nearly_all_of_a_bad_radio_link_is_played_within_what_repairs_may_take() -> None:
    radio = heard("radio")
    assert radio.played_share >= 0.99
    assert radio.longest_gap_s <= 0.06
    assert radio.wait_s <= playout_delay.REPAIR_MOST_S


def test_a_busy_machine_is_waited_for_as_far_as_a_wait_may_go() -> None:
    busy = heard("busy")
    assert busy.played_share >= 0.9
    assert busy.wait_s <= playout_delay.REPAIR_MOST_S


@pytest.mark.parametrize("name", ["radio", "busy"])
def test_control_with_a_wait_for_clean_links_much_more_is_missing(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = 1 - heard(name).played_share
    monkeypatch.setattr(playout_delay, "MOST_S", 0.01)
    monkeypatch.setattr(playout_delay, "REPAIR_MOST_S", 0.01)
    assert 1 - heard(name).played_share > max(0.1, 2 * missing)


@pytest.mark.parametrize("name", ["lossy", "radio"])
def test_the_wait_is_found_once_and_kept(name: str) -> None:
    assert heard(name).bent_samples <= 0.06 / PULL_S * PULL_SAMPLES


# ---------------------------------------------------------------- pictures


@dataclass
class Seen:
    """``shown_s``: when each picture was; ``asked``: packets, the first time each was asked for and when;
    ``came``: packets and when."""

    shown_s: list[float] = field(default_factory=list)
    asked: dict[int, float] = field(default_factory=dict)
    asks: int = 0
    came: dict[int, float] = field(default_factory=dict)
    late_s: dict[int, float] = field(default_factory=dict)
    """By how much packets came after a later one."""


def arrivals(name: str) -> Iterator[tuple[Arrival, float]]:
    """Each packet, and the round trip known then."""
    round_trip_s = 0.0
    for line in (TRACES / f"pictures_{name}.txt").read_text().splitlines():
        if line.startswith("r"):
            round_trip_s = int(line[2:]) * UNIT_S
            continue
        time, sequence, timestamp, marker, payload = line.split()
        packet = Arrival(
            int(sequence),
            int(timestamp),
            marker == "1",
            bytes.fromhex(payload.strip("-")),
            int(time) * UNIT_S,
        )
        yield packet, round_trip_s


def seen(name: str) -> Seen:
    reception, found = PictureReception(), Seen()
    ahead: list[Arrival] = []
    for packet, round_trip_s in arrivals(name):
        while (due_s := reception.next_due_s) < packet.arrived_s:
            _note(found, reception.elapsed(due_s, round_trip_s), due_s)
        overtook = [one for one in ahead if 0 < (one.sequence - packet.sequence) & 0xFFFF < 0x8000]
        if overtook and packet.sequence not in found.came:
            found.late_s[packet.sequence] = packet.arrived_s - overtook[0].arrived_s
        ahead.append(packet)
        found.came.setdefault(packet.sequence, packet.arrived_s)
        _note(found, reception.packet_came(packet, round_trip_s), packet.arrived_s)
    return found


def _note(found: Seen, commands: Iterable[object], now_s: float) -> None:
    for command in commands:
        match command:
            case Show():
                found.shown_s.append(now_s)
            case AskAgain(sequences):
                found.asks += len(sequences)
                for sequence in sequences:
                    found.asked.setdefault(sequence, now_s)


def longest_pause_s(name: str) -> float:
    """After the first second."""
    shown_s = [at_s for at_s in seen(name).shown_s if at_s > 1.0]
    return max(after_s - before_s for before_s, after_s in pairwise(shown_s))


def test_pictures_of_a_bad_radio_link_come_evenly(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(seen("radio").shown_s) >= 195
    held_s = longest_pause_s("radio")
    assert held_s <= 0.2
    monkeypatch.setattr(picture_playout, "DELAY_MOST_S", 0.0)  # the control
    monkeypatch.setattr(picture_reception, "REPAIR_MOST_S", 0.0)
    monkeypatch.setattr(picture_reception, "REPAIR_ROUND_TRIPS", 0.0)
    assert longest_pause_s("radio") > 1.2 * held_s


@pytest.mark.parametrize("name", ["radio", "busy"])
def test_what_is_missing_is_asked_for_before_it_comes_again_and_nothing_else(name: str) -> None:
    found = seen(name)
    again = {sequence for sequence, late_s in found.late_s.items() if late_s > OVERTAKEN_MOST_S}
    assert again
    assert again <= found.asked.keys()
    answered_s = max(found.came.values()) - ANSWERED_S
    asked = {sequence: at_s for sequence, at_s in found.asked.items() if at_s < answered_s}
    assert all(at_s <= found.came[sequence] for sequence, at_s in asked.items())
    assert found.asks <= 6 * len(found.asked)
