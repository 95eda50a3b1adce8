"""Matrices with joined seats, and the gates that the tests name."""

from __future__ import annotations

from channel.core.gates import DeskGates
from cso_console.core.snapshot import AudioMode
from cso_console.core.talk_matrix import TalkMatrix

PARKED = DeskGates(see=True)
HELD = DeskGates(hold=True)
TALKING = DeskGates(talk=True, listen=True, see=True, picture=True)
LISTENING = DeskGates(listen=True, see=True, picture=True)
PAUSED = DeskGates(see=True, paused=True)


def matrix_of(*seats: int, mode: AudioMode = AudioMode.SPEAKER) -> TalkMatrix:
    matrix = TalkMatrix(mode)
    for seat in seats or range(1, 7):
        matrix.join(seat, consent=True)
    return matrix


def tap(matrix: TalkMatrix, seat: int) -> bool:
    matrix.press(seat, 100.0)
    return matrix.release(seat, 100.1)
