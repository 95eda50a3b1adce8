"""A participant before a booth's runtime without a window: sees its snapshots, touches, lays papers down.

Responsible for: the runtime with simulated devices, and what the participant does at each step. Not for: the
server and the officer, who are the test's.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

from booth_client.config import BoothConfig, Devices, Documents, Voice
from booth_client.core.events import Intent
from booth_client.core.snapshot import Screen, Snapshot
from booth_client.runtime.booth import BoothRuntime
from booth_client.runtime.devices import Equipment
from channel.settings.tables import Picture, Server
from channel.wire.ids import BoothId
from hardware import registry
from tests.helpers.unprocessed import UNPROCESSED
from tests.signaling_server import sockets

NUMBER = 2
SKILLED = 1
"""A seed by which papers lie well at once."""
CAMERA, MICROPHONE = f"simulated:booth,booth={NUMBER}", "simulated:silence"
GUIDE, STILL = (1280, 720), (1920, 1080)


class Sitting:
    """Booth 2 at this server; everything that it writes lies in ``folder``. To be made in a running loop."""

    def __init__(self, url: str, folder: Path) -> None:
        self.spool = folder / "spool"
        self.roll = folder / "roll"
        self._asked = folder / "asked"
        self._loop = asyncio.get_running_loop()
        self._snapshots: asyncio.Queue[Snapshot] = asyncio.Queue()
        self._newest: Snapshot | None = None
        config = BoothConfig(
            id=BoothId(f"booth-{NUMBER}"),
            token=sockets.token(NUMBER),
            server=Server(url=url),
            devices=Devices(camera=CAMERA, microphone=MICROPHONE, document_camera="simulated:documents"),
            picture=Picture(width=320, height=180),
            voice=Voice(prompts=False),
            sound=UNPROCESSED,
            documents=Documents(spool=self.spool),
        )
        papers = f"simulated:documents,asked={self._asked},person={NUMBER},seed={SKILLED}"
        equipment = Equipment(
            registry.camera(CAMERA, width=320, height=180, fps=8),
            registry.microphone(MICROPHONE),
            registry.speaker("simulated:discard"),
            registry.camera(papers, width=GUIDE[0], height=GUIDE[1], fps=8, still=STILL),
            registry.printer(f"simulated:printer,path={self.roll}", columns=48),
        )
        self.runtime = BoothRuntime(config, config.token, None, equipment)

    def start(self) -> None:
        self.runtime.start(self._publish, lambda officer: None)

    async def stop(self) -> None:
        await asyncio.to_thread(self.runtime.stop)

    def touch(self, *intents: Intent) -> None:
        for intent in intents:
            self.runtime.intend(intent)

    async def until(self, wanted: Callable[[Snapshot], bool]) -> Snapshot:
        """The newest snapshot, or the next one that is wanted."""
        while self._newest is None or not wanted(self._newest):
            self._newest = await self._snapshots.get()
        return self._newest

    async def until_screen(self, screen: Screen) -> Snapshot:
        return await self.until(lambda snapshot: snapshot.screen is screen)

    def _publish(self, snapshot: Snapshot) -> None:
        """Net thread: the hands begin at once."""
        asked = "ticket 1" if snapshot.screen is Screen.IDENTITY else f"{snapshot.document} {snapshot.page}"
        fresh = self._asked.with_suffix(".new")
        fresh.write_text(asked)
        os.replace(fresh, self._asked)
        self._loop.call_soon_threadsafe(self._snapshots.put_nowait, snapshot)
