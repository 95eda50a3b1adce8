"""Packets of sound that go out more than once: what a copy is, and what became of them.

Responsible for: the form of a copy, and at the sender the share of the packets of which neither the original
nor a copy came. Not for: how many copies there are (``redundancy``), nor for sending them
(``media.voice_copies``).

A copy has the form of a retransmission (RFC 4588), only that nobody asked for it: a stream of its own, with
the original's sequence number before the payload. So SRTP takes it although the original was there before, in
whatever order the way brings them, and the far end tells what became of each. All copies are one stream,
numbered without holes: SRTP counts how often the numbers of each stream began anew, and would lose count of
one that rests for minutes while the original goes on.
"""

from __future__ import annotations

from channel.core.loss_runs import LossRuns

COPIES_MOST = 4
"""So often a packet is sent, itself included: of one in five that are lost one by one this leaves one in six
hundred."""
NUMBER_BYTES = 2
"""Before the payload of a copy."""
HEARD_MOST = 100
"""Packets that are known to have come: two seconds. A copy is sent some milliseconds after its original."""
OPEN_MOST = 100
"""Packets of which not all copies were told of yet; a gate that shuts takes back what has not gone."""


def ssrc_of_copies(original: int) -> int:
    """Of the stream of sound with this SSRC."""
    return (original + 1) & 0xFFFFFFFF


def ssrc_of_original(copies: int) -> int:
    """The other way round."""
    return (copies - 1) & 0xFFFFFFFF


class Heard:
    """Which packets of sound were here already, by whatever copy. Not thread-safe."""

    def __init__(self) -> None:
        self._packets: dict[tuple[int, int], None] = {}

    def again(self, ssrc: int, sequence: int) -> bool:
        """Whether this one, of the original's names, came before; from now on it did."""
        packet = ssrc, sequence
        if packet in self._packets:
            return True
        self._packets[packet] = None
        if len(self._packets) > HEARD_MOST:
            del self._packets[next(iter(self._packets))]
        return False


class CopyFates:
    """Of packets that went out more than once, how many are gone, of late. Not thread-safe."""

    def __init__(self) -> None:
        self._open: dict[int, tuple[int, bool]] = {}
        """How many are still to be told of, and whether one came."""
        self._groups = LossRuns()

    def tell(self, group: int, copies: int, came: bool, now_s: float) -> None:
        """What became of the original or of a copy of it, in any order; ``copies``: of all that belong
        together by ``group``."""
        left, one_came = self._open.pop(group, (copies, False))
        left, one_came = left - 1, one_came or came
        if left > 0:
            self._open[group] = left, one_came
            if len(self._open) > OPEN_MOST:
                del self._open[next(iter(self._open))]
        else:
            self._groups.tell(group, not one_came, now_s)

    def elapsed(self, now_s: float) -> None:
        """Time has passed."""
        self._groups.elapsed(now_s)

    def forget(self) -> None:
        """Begin anew."""
        self._open.clear()
        self._groups.forget()

    @property
    def packets(self) -> int:
        """How many are known to the end."""
        return self._groups.packets

    @property
    def gone(self) -> float:
        """Share of them, 0 to 1."""
        return self._groups.share
