from __future__ import annotations

import pytest

from channel.core.gates import BoothGates, BoothGatesMachine, DeskSaid, EpochBegan, Permitted
from channel.wire.ids import Epoch
from tests.booth_client.core.builders import desk_state


@pytest.mark.parametrize(
    ("permitted", "gates"),
    [
        (Permitted(False), BoothGates()),
        (Permitted(True, camera=False), BoothGates(microphone=True)),
        (Permitted(True), BoothGates(microphone=True, camera=True)),
    ],
)
def test_what_the_participant_declined_no_console_can_open(permitted: Permitted, gates: BoothGates) -> None:
    machine = BoothGatesMachine()
    machine.handle(permitted, 0.0)
    machine.handle(EpochBegan(Epoch(1)), 0.0)
    machine.handle(DeskSaid(desk_state(listen=True, see=True, talk=True, picture=True)), 0.1)
    assert machine.gates == gates
