"""How long a document takes from the booth to the store over a bad way: our sender, our server, real TCP.

Responsible for: measuring from ``put`` to ``Stored``, by TLS, on a connection that stands already. Both ends
have Linux's usual congestion control, and the booth's documents ask for another, as they do in a branch;
``--congestion`` gives both ends one instead. Not for: the way itself (``bad_way``).

The goal of 10 s is for 2 MB at 2 Mbit/s with 5 % of the packets lost each way; at that rate the bytes alone
take 8 s, and their headers 0.3 s more.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import asdict, dataclass
from pathlib import Path

import msgspec
from websockets.asyncio.client import connect

from channel.core.transfer import GaveUp, Stored
from channel.runtime.document_sender import DocumentSender, SenderEvent, documents_url
from channel.runtime.spool import Spool
from channel.runtime.tasks import Tasks
from channel.runtime.tcp_control import DOCUMENTS_CONTROL
from channel.runtime.tls import client_context
from channel.settings.files import load
from channel.wire.documents import BoothDocumentsHello
from channel.wire.ids import BoothId
from channel.wire.messages import BoothQueued, BoothWelcome
from signaling_server.config import ServerConfig
from signaling_server.core.leases import Leases
from signaling_server.init import BranchFiles, make_branch
from signaling_server.runtime.keys import signing_key
from signaling_server.runtime.server import SignalingServer
from signaling_server.runtime.tls import server_context
from signaling_server.store.store import open_store
from tests.benchmarks.bad_way import FAR, NEAR, Way, enter_network, why_not
from tests.benchmarks.relay import Impairment
from tests.channel.runtime.sending import header
from tests.helpers.pictures import jpeg
from tests.signaling_server.sockets import START, Client
from tests.signaling_server.test_program import booth_hello

GOAL_S = 10.0
DOCUMENT_BYTES = 2_000_000
GIVE_UP_S = 120.0
USUAL_CONTROL = "cubic"
"""Linux's, unless somebody has chosen another."""


@dataclass(frozen=True)
class Row:
    """``congestion``: the control that the booth's documents had; ``seconds``: one for each document, in
    order; ``lost_packets`` of both directions together."""

    congestion: str
    round_trip_ms: float
    rate_kbps: float
    loss: float
    document_bytes: int
    seconds: tuple[float, ...]
    median_s: float
    worst_s: float
    lost_packets: int


def main(argv: Sequence[str]) -> int:
    about = __doc__.split("\n")[0]
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.transfer", description=about)
    add = parser.add_argument
    add("--json", type=Path, required=True, metavar="FILE", help="where the rows are written")
    add("--documents", type=int, default=5, help="of which median and worst are told (default: 5)")
    add("--round-trip-ms", type=float, nargs="+", default=[20.0, 40.0, 100.0], metavar="MS")
    add("--loss", type=float, default=0.05, help="share of packets, each way (default: 0.05)")
    add("--rate-kbps", type=float, default=2000.0, help="each way (default: 2000)")
    add(
        "--congestion",
        nargs="+",
        default=[""],
        metavar="NAME",
        help="TCP's at both ends; default: what documents choose",
    )
    asked = parser.parse_args(argv)
    if reason := why_not():
        print(f"not measured, the way cannot be made bad: {reason}", file=sys.stderr)
        return 1
    rows = []
    for congestion in asked.congestion:
        for round_trip_ms in asked.round_trip_ms:
            way = Impairment(loss=asked.loss, delay_ms=round_trip_ms / 2, rate_kbps=asked.rate_kbps)
            row = measure(way, congestion, asked.documents)
            rows.append(row)
            asked.json.write_text(json.dumps([asdict(one) for one in rows], indent=2) + "\n")
            condition = f"{row.congestion}, {round_trip_ms:g} ms, {row.rate_kbps / 1000:g} Mbit/s"
            told = f"median {row.median_s:.1f} s, worst {row.worst_s:.1f} s (goal {GOAL_S:g} s)"
            print(f"{condition}, {row.loss:.0%} lost: {told}", flush=True)
    return 0


def measure(
    way: Impairment,
    congestion: str = "",
    documents: int = 1,
    document_bytes: int = DOCUMENT_BYTES,
    seed: int = 1,
) -> Row:
    """In threads of its own. Raises whatever went wrong at either end."""
    contents = [jpeg(number, document_bytes) for number in range(seed, seed + documents)]
    with tempfile.TemporaryDirectory(prefix="bilik-transfer-") as folder:
        return asyncio.run(_measure(way, congestion, contents, seed, Path(folder)))


async def _measure(way: Impairment, congestion: str, documents: list[bytes], seed: int, folder: Path) -> Row:
    files = make_branch(folder / "branch", hosts=(FAR,), booths=1, port=8443)
    server = _ServerEnd(files, congestion)  # what it answers is short, and no choice of ours
    server.start()
    await asyncio.wrap_future(server.ready)
    booth = _BoothEnd(files, folder / "spool", congestion, documents)
    booth.start()
    near, far = await asyncio.wrap_future(booth.way), await asyncio.wrap_future(server.way)
    carrier = Way(near, far, seed)
    # From the beginning: a connection that has known a better way takes ten seconds to believe in this one.
    carrier.impair(way)
    try:
        await asyncio.wrap_future(booth.ready)
        booth.go.set()
        seconds = await asyncio.wrap_future(booth.told)
    finally:
        booth.go.set()
        server.stop.set()
        carrier.close()
        for end in (booth, server):
            await asyncio.to_thread(end.join)
        os.close(near)
        os.close(far)
    return Row(
        congestion=booth.congestion,
        round_trip_ms=2 * way.delay_ms,
        rate_kbps=way.rate_kbps or 0.0,
        loss=way.loss,
        document_bytes=len(documents[0]),
        seconds=tuple(round(one, 2) for one in seconds),
        median_s=round(statistics.median(seconds), 2),
        worst_s=round(max(seconds), 2),
        lost_packets=sum(link.lost for link in carrier.links),
    )


class _End(threading.Thread, ABC):
    """One end of the way, in a network of its own. ``way`` is there when it has one."""

    def __init__(self, name: str, address: str, congestion: str) -> None:
        super().__init__(name=name, daemon=True)
        self.way: Future[int] = Future()
        self.ready: Future[None] = Future()
        self.congestion = congestion
        self._address = address

    def run(self) -> None:
        try:
            self.way.set_result(enter_network(self._address, self.congestion or USUAL_CONTROL))
            asyncio.run(self.main())
        except Exception as error:  # noqa: BLE001 - whatever it is, it is raised where it is waited for
            self.fail(error)

    @abstractmethod
    async def main(self) -> None: ...

    def fail(self, error: Exception) -> None:
        for future in (self.way, self.ready):
            if not future.done():
                future.set_exception(error)


class _ServerEnd(_End):
    """Until ``stop``."""

    def __init__(self, files: BranchFiles, congestion: str) -> None:
        super().__init__("far end", FAR, congestion)
        self.stop = threading.Event()
        self._files = files

    async def main(self) -> None:
        config = load(ServerConfig, self._files.server_config)
        listen = msgspec.structs.replace(config.listen, address=FAR)
        key = signing_key(config.state)
        store = open_store(config.store, Leases(key))
        server = SignalingServer(
            msgspec.structs.replace(config, listen=listen), key, server_context(listen), store
        )
        await server.start()
        self.ready.set_result(None)
        await asyncio.to_thread(self.stop.wait)
        await server.stop()
        store.close()


class _BoothEnd(_End):
    """Puts these documents one after the other, from ``go`` on; ``told``: how long each took."""

    def __init__(self, files: BranchFiles, spool: Path, congestion: str, documents: list[bytes]) -> None:
        super().__init__("near end", NEAR, congestion)
        self.go = threading.Event()
        self.told: Future[list[float]] = Future()
        self._files = files
        self._spool = spool
        self._documents = documents

    def fail(self, error: Exception) -> None:
        super().fail(error)
        if not self.told.done():
            self.told.set_exception(error)

    async def main(self) -> None:
        tls = client_context(self._files.authority)
        async with connect(self._files.url, ssl=tls, compression=None, proxy=None) as connection:
            client = Client(connection, is_desk=False)
            await client.say(booth_hello(self._files, 1))
            await client.hear(BoothWelcome)
            await client.say(START)
            lease = (await client.hear(BoothQueued)).lease
        events: asyncio.Queue[SenderEvent] = asyncio.Queue()
        token = self._files.booth_token_file(1).read_text().strip()
        hello = BoothDocumentsHello(protocol=1, booth=BoothId("booth-1"), token=token, software="benchmark")
        url, tasks = documents_url(self._files.url), Tasks()
        sender = DocumentSender(
            url,
            tls,
            lambda: hello,
            lambda: Spool(self._spool, 10**9),
            events.put_nowait,
            control=self.congestion or DOCUMENTS_CONTROL,
        )
        sender.start(tasks)
        await _put(sender, events, lease, jpeg(0))  # so that the connection stands
        self.congestion = sender.used_control
        self.ready.set_result(None)
        await asyncio.to_thread(self.go.wait)
        self.told.set_result([await _put(sender, events, lease, one) for one in self._documents])
        await sender.stop()
        await tasks.close()


async def _put(
    sender: DocumentSender, events: asyncio.Queue[SenderEvent], lease: str, content: bytes
) -> float:
    """How long it took until it was stored."""
    began_s = time.monotonic()
    sender.put(header(lease, content), content)
    async with asyncio.timeout(GIVE_UP_S):
        while not isinstance(event := await events.get(), Stored):
            assert not isinstance(event, GaveUp), event
    return time.monotonic() - began_s


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
