"""When a booth tells its desk how loud its participant speaks."""

from __future__ import annotations

import pytest

from channel.core.gates import DeskGates
from channel.core.guidance import BoothReport
from channel.media.events import BoothStateSeen, DeskStateSeen
from tests.channel.media.rig import OPEN, Rig, until
from tests.helpers.aio import run

pytestmark = pytest.mark.live


def test_the_speaking_level_is_told_neither_on_hold_nor_before_consent() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            channel.booth.permit(False)
            await channel.up()

            await until(lambda: channel.booth_side.of(DeskStateSeen))

            def levels() -> list[int]:
                return [event.state.level for event in channel.desk_side.of(BoothStateSeen)]

            async def told(level: int, step: str) -> int:
                channel.booth.report(BoothReport(level, step))
                await until(lambda: channel.desk_side.of(BoothStateSeen)[-1].state.step == step)
                return levels()[-1]

            assert await told(4, "consent") == 0
            channel.booth.permit(True)
            assert await told(4, "parked") == 4
            channel.desk.apply(DeskGates(hold=True))
            await until(lambda: channel.booth_side.of(DeskStateSeen)[-1].state.hold)
            assert await told(5, "held") == 0

    run(scenario())


def test_a_level_that_the_desk_hears_for_itself_is_not_told() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            await channel.up(DeskGates(see=True))

            def reported(level: int) -> int:
                before = channel.booth._heartbeat.seq
                channel.booth._level_said_s = 0.0
                channel.booth.report(BoothReport(level, "call"))
                return channel.booth._heartbeat.seq - before

            reported(1)
            assert reported(4) == 1
            channel.desk.apply(OPEN)
            await until(lambda: channel.booth.gates.microphone)
            assert reported(2) == 0

    run(scenario())
