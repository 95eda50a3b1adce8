"""kill -9 of the real server while documents come in and an officer writes: what was acknowledged is there,
once, each document with its hash."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import itertools
import random
import signal
import subprocess
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection, connect

from channel.core.transfer import GaveUp, Stored
from channel.runtime.case_client import CaseClient, CaseEvent
from channel.runtime.document_sender import DocumentSender, SenderEvent, documents_url
from channel.runtime.spool import Spool
from channel.runtime.tasks import Tasks
from channel.runtime.tls import client_context
from channel.settings.files import load
from channel.wire.documents import (
    AddNote,
    BoothDocumentsHello,
    CaseState,
    Recorded,
    RequestRefused,
    WatchCase,
)
from channel.wire.ids import BoothId, RequestId, VisitId
from channel.wire.messages import BoothQueued, BoothWelcome, ChannelOpened, DeskWelcome
from signaling_server.config import ServerConfig
from signaling_server.core.leases import Leases
from signaling_server.init import BranchFiles, make_branch
from signaling_server.runtime.keys import signing_key
from signaling_server.store.store import open_store
from tests.channel.runtime.sending import header
from tests.helpers.aio import run, until
from tests.helpers.pictures import jpeg, mark_of
from tests.signaling_server.documents_lab import Client as DocumentsClient
from tests.signaling_server.documents_lab import desk_hello as documents_desk_hello
from tests.signaling_server.sockets import START, Client
from tests.signaling_server.store.samples import PERSONAL
from tests.signaling_server.store.test_records import request_id
from tests.signaling_server.test_program import booth_hello, desk_hello, free_port, program

pytestmark = pytest.mark.patient

DOCUMENTS = 12
NOTES_MOST = 200


def content(chance: random.Random) -> bytes:
    return jpeg(chance.randrange(2**32), chance.randint(1000, 400_000))


async def connected(files: BranchFiles, url: str) -> ClientConnection:
    """As soon as the server listens."""
    while True:
        try:
            return await connect(url, ssl=client_context(files.authority), compression=None, proxy=None)
        except OSError:
            await asyncio.sleep(0.02)


async def a_visit(files: BranchFiles) -> tuple[VisitId, str]:
    """Somebody sits down in booth 1; the visit and its lease."""
    connection = await connected(files, files.url)
    async with connection:
        client = Client(connection, is_desk=False)
        await client.say(booth_hello(files, 1))
        await client.hear(BoothWelcome)
        await client.say(START)
        queued = await client.hear(BoothQueued)
        return queued.visit, queued.lease


async def a_served_visit(files: BranchFiles) -> tuple[VisitId, str, str]:
    """The same with an officer, who has looked at the case; also the officer's session."""
    at_desk = await connected(files, files.url)
    async with at_desk:
        officer = Client(at_desk, is_desk=True)
        await officer.say(desk_hello(files))
        session = (await officer.hear(DeskWelcome)).session
        visit, lease = await a_visit(files)
        await officer.hear(ChannelOpened)
        connection = await connected(files, documents_url(files.url))
        async with connection:
            desk = DocumentsClient(connection, is_desk=True)
            await desk.say(documents_desk_hello(session), WatchCase(visit=visit))
            await desk.hear(CaseState)
    return visit, lease, session


class Writer:
    """An officer who writes note after note, each when the one before is recorded."""

    def __init__(self, files: BranchFiles, visit: VisitId, session: str) -> None:
        self.recorded: set[str] = set()
        self._visit = visit
        self._numbers = itertools.count(1)
        self._written: dict[RequestId, str] = {}
        hello = documents_desk_hello(session)
        tls = client_context(files.authority)
        self.client = CaseClient(documents_url(files.url), tls, lambda: hello, self._hear)
        self.client._link._backoff = type(self.client._link._backoff)(first_s=0.05, most_s=0.05)

    def write(self) -> None:
        number = next(self._numbers)
        if number <= NOTES_MOST:
            note = AddNote(request=request_id(), visit=self._visit, text=f"note {number}")
            self._written[note.request] = note.text
            self.client.record(note)

    def _hear(self, event: CaseEvent) -> None:
        assert not isinstance(event, RequestRefused), event
        if isinstance(event, Recorded):
            self.recorded.add(self._written[event.request])
            self.write()


async def kill_again_and_again(files: BranchFiles, folder: Path, seed: int, kills: int) -> None:
    chance = random.Random(seed)
    told: asyncio.Queue[SenderEvent] = asyncio.Queue()
    acknowledged: dict[str, str] = {}
    log = folder / "server.log"
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(program(files, log))
        visit, lease, session = await a_served_visit(files)
        token = files.booth_token_file(1).read_text().strip()
        hello = BoothDocumentsHello(protocol=1, booth=BoothId("booth-1"), token=token, software="test")
        tasks = Tasks()
        sender = DocumentSender(
            documents_url(files.url),
            client_context(files.authority),
            lambda: hello,
            lambda: Spool(folder / "spool", 10**9),
            told.put_nowait,
        )
        sender._link._backoff = type(sender._link._backoff)(first_s=0.05, most_s=0.05)
        sender.start(tasks)
        writer = Writer(files, visit, session)
        writer.client.start(tasks)
        writer.write()
        hashes, marks = {}, []
        for _ in range(DOCUMENTS):
            one = content(chance)
            sealed_in = header(lease, one)
            hashes[str(sealed_in.document)] = sealed_in.sha256
            marks.append(mark_of(one))
            sender.put(sealed_in, one)
        for _ in range(kills):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(chance.uniform(0.0, 0.15)):
                    while len(acknowledged) < DOCUMENTS:
                        event = await told.get()
                        assert not isinstance(event, GaveUp)
                        if isinstance(event, Stored):
                            acknowledged[event.document] = hashes[event.document]
            server.send_signal(signal.SIGKILL)
            await asyncio.to_thread(server.wait)
            check(files, visit, acknowledged, writer.recorded)
            server = stack.enter_context(program(files, log))
        while len(acknowledged) < DOCUMENTS:
            event = await told.get()
            if isinstance(event, Stored):
                acknowledged[event.document] = hashes[event.document]
        await until(lambda: not writer.client.unanswered)
        await writer.client.stop()
        await sender.stop()
        await tasks.close()
        server.send_signal(signal.SIGTERM)
        await asyncio.to_thread(subprocess.Popen.wait, server, 30)
    check(files, visit, hashes, writer.recorded, everything=True)
    assert len(writer.recorded) > kills, "the control: it went on after each kill"
    assert list((folder / "spool").iterdir()) == []
    written = log.read_bytes()
    assert [mark for mark in (*PERSONAL, *marks, lease.encode(), token.encode()) if mark in written] == []


def check(
    files: BranchFiles,
    visit: VisitId,
    acknowledged: dict[str, str],
    recorded: set[str],
    *,
    everything: bool = False,
) -> None:
    """What was acknowledged is there once and whole, and the audit log holds."""
    config = load(ServerConfig, files.server_config)
    if not (config.store.path / "cases.db").exists():
        assert acknowledged == {}
        return
    store = open_store(config.store, Leases(signing_key(config.state)))
    state = store.cases.state(visit)
    about = [] if state is None else list(state.documents)
    stored = {str(one.document): one.sha256 for one in about}
    assert len(stored) == len(about)
    assert acknowledged.items() <= stored.items()
    for one in about:
        kept = store.documents.content(visit, one.document)
        assert kept is not None
        assert hashlib.sha256(kept).hexdigest() == one.sha256
    notes = [] if state is None else [note.text for note in state.notes]
    assert len(set(notes)) == len(notes)
    assert recorded <= set(notes)
    assert store.verify_audit().broken == ""
    if everything:
        assert recorded == set(notes)
        assert stored == acknowledged
    store.close()


def test_documents_survive_three_kills_of_the_server(tmp_path: Path) -> None:
    files = make_branch(tmp_path / "branch", booths=1, port=free_port())
    run(kill_again_and_again(files, tmp_path, seed=1, kills=3), 100)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(2, 22))
def test_documents_survive_many_kills_of_the_server(tmp_path: Path, seed: int) -> None:
    files = make_branch(tmp_path / "branch", booths=1, port=free_port())
    run(kill_again_and_again(files, tmp_path, seed, kills=10), 500)
