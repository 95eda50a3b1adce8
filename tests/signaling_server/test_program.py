"""The real program: its exit codes, what it prints, a kill -9, and what its log may never hold."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from channel.runtime.tls import client_context
from channel.wire.ids import BoothId, Epoch, OfficerId
from channel.wire.messages import (
    Answer,
    AnswerForDesk,
    BoothAssigned,
    BoothHello,
    BoothQueued,
    BoothWelcome,
    BranchState,
    ChannelOpened,
    DeskHello,
    DeskWelcome,
    Goodbye,
    Offer,
    OfferForBooth,
)
from signaling_server.app import main
from signaling_server.certificates import Issued, make_server_certificate
from signaling_server.init import BranchFiles, make_branch
from tests.helpers.aio import run
from tests.signaling_server.sockets import START, Client


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> BranchFiles:
    return make_branch(tmp_path_factory.mktemp("programs") / "branch", booths=3, port=free_port())


@contextlib.contextmanager
def program(files: BranchFiles, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The server as a process; killed at the end if it still runs. Its log goes to the end of ``log``."""
    with log.open("ab") as stderr:
        command = [sys.executable, "-m", "signaling_server", "--config", str(files.server_config)]
        process = subprocess.Popen(command, stderr=stderr, env={**os.environ, "PYTHONWARNINGS": "error"})
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextlib.asynccontextmanager
async def connected(files: BranchFiles, hello: BoothHello | DeskHello) -> AsyncIterator[Client]:
    """Tries until the server answers."""
    tls = client_context(files.authority)
    while True:
        try:
            connection = await connect(files.url, ssl=tls, compression=None, proxy=None)
            break
        except OSError:
            await asyncio.sleep(0.05)
    async with connection:
        client = Client(connection, isinstance(hello, DeskHello))
        await client.say(hello)
        yield client


def booth_hello(files: BranchFiles, number: int, lease: str = "") -> BoothHello:
    token = files.booth_token_file(number).read_text().strip()
    booth = BoothId(f"booth-{number}")
    return BoothHello(protocol=1, booth=booth, token=token, software="test", lease=lease)


def desk_hello(files: BranchFiles, session: str = "", leases: tuple[str, ...] = ()) -> DeskHello:
    password = "" if session else files.officer_password_file.read_text().strip()
    return DeskHello(
        protocol=1,
        officer=OfficerId("sari"),
        software="test",
        capacity=1,
        password=password,
        session=session,
        leases=leases,
    )


def test_after_kill_9_and_a_new_start_queue_and_channel_are_back(files: BranchFiles, tmp_path: Path) -> None:
    log = tmp_path / "server.log"

    async def before() -> tuple[ChannelOpened, str, dict[int, BoothQueued | BoothAssigned]]:
        async with contextlib.AsyncExitStack() as stack:
            desk = await stack.enter_async_context(connected(files, desk_hello(files)))
            session = (await desk.hear(DeskWelcome)).session
            mine: dict[int, BoothQueued | BoothAssigned] = {}
            for number in (3, 1, 2):
                booth = await stack.enter_async_context(connected(files, booth_hello(files, number)))
                await booth.hear(BoothWelcome)
                await booth.say(START)
                mine[number] = await booth.hear(BoothAssigned if number == 3 else BoothQueued)
            return await desk.hear(ChannelOpened), session, mine

    async def after(
        opened: ChannelOpened, session: str, mine: dict[int, BoothQueued | BoothAssigned]
    ) -> None:
        async with contextlib.AsyncExitStack() as stack:
            booths = {}
            for number in (2, 1, 3):
                hello = booth_hello(files, number, mine[number].lease)
                booths[number] = await stack.enter_async_context(connected(files, hello))
            hello_again = desk_hello(files, session, (opened.lease,))
            desk = await stack.enter_async_context(connected(files, hello_again))
            again = await desk.hear(ChannelOpened)
            assert (again.channel, again.visit, again.started_at) == (
                opened.channel,
                opened.visit,
                opened.started_at,
            )
            assert (await booths[3].hear(BoothAssigned)).visit == opened.visit
            assert isinstance(mine[1], BoothQueued)
            while (queued := await booths[1].hear(BoothQueued)).place != 1:
                pass
            assert queued.queued_at == mine[1].queued_at
            while [row.number for row in (await desk.hear(BranchState)).waiting] != [1, 2]:
                pass
            await desk.say(Offer(channel=again.channel, epoch=Epoch(1), sdp="SECRET-SDP"))
            await booths[3].hear(OfferForBooth)
            await booths[3].say(Answer(epoch=Epoch(1), sdp="SECRET-SDP"))
            await desk.hear(AnswerForDesk)

    with program(files, log) as server:
        opened, session, mine = run(before(), 60)
        server.send_signal(signal.SIGKILL)
        server.wait()
    with program(files, log):
        run(after(opened, session, mine), 60)

    written = log.read_text()
    assert "booth-3: paired with desk 1" in written
    hidden = [files.booth_token_file(n).read_text().strip() for n in (1, 2, 3)]
    hidden += [files.officer_password_file.read_text().strip(), session, opened.lease]
    hidden += ["SECRET-SDP", "Sari", "sari", opened.channel, opened.visit]
    assert [secret for secret in hidden if secret in written] == []


def test_sigterm_says_goodbye_and_exits_with_0(files: BranchFiles, tmp_path: Path) -> None:
    async def scene(server: subprocess.Popen[bytes]) -> int:
        async with connected(files, booth_hello(files, 1)) as booth:
            await booth.hear(BoothWelcome)
            server.send_signal(signal.SIGTERM)
            await booth.hear(Goodbye)
            assert await booth.closed() == 1001
        return await asyncio.to_thread(server.wait, 30)

    with program(files, tmp_path / "server.log") as server:
        assert run(scene(server), 60) == 0
    assert "ERROR" not in (tmp_path / "server.log").read_text()


def test_a_port_that_is_taken_ends_the_program_with_a_sentence(
    files: BranchFiles, capsys: pytest.CaptureFixture[str]
) -> None:
    port = int(files.url.rsplit(":", 1)[1].split("/")[0])
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()
        assert main(["--config", str(files.server_config)]) == 1
    assert (
        f"127.0.0.1:{port} cannot be listened on: another program listens there already, "
        "perhaps another bilik-server.\n"
    ) in capsys.readouterr().err


@pytest.mark.parametrize(
    ("address", "reason"),
    [("192.0.2.1", "this machine has no such address"), ("nowhere.invalid", "not known")],
)
def test_an_address_that_is_not_this_machines_ends_the_program_with_a_sentence(
    files: BranchFiles, capsys: pytest.CaptureFixture[str], address: str, reason: str
) -> None:
    config = files.folder / "elsewhere.toml"
    config.write_text(files.server_config.read_text().replace('"127.0.0.1"', f'"{address}"'))
    assert main(["--config", str(config)]) == 1
    error = capsys.readouterr().err.splitlines()[-1]
    assert error.startswith(f"bilik-server: {address}:")
    assert reason in error


@pytest.mark.parametrize(("days", "words"), [(10, "has expired: nobody can connect"), (30, "for 10 days")])
def test_a_server_whose_certificate_ends_says_so_at_its_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], days: int, words: str
) -> None:
    files = make_branch(tmp_path / "branch", booths=1)
    authority = Issued(files.authority.read_bytes(), files.authority_key.read_bytes())
    ending = make_server_certificate(authority, ["localhost"], days=days, ago=datetime.timedelta(days=20))
    files.certificate.write_bytes(ending.certificate)
    files.key.write_bytes(ending.key)
    # The server itself need not come up: the warning comes before.
    text = files.server_config.read_text().replace('"127.0.0.1"', '"192.0.2.1"')
    files.server_config.write_text(text)
    assert main(["--config", str(files.server_config)]) == 1
    assert words in capsys.readouterr().err


def test_a_server_that_knows_nobody_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "server.toml"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        config.write_text(f"[listen]\nport = {taken.getsockname()[1]}\n")
        assert main(["--config", str(config)]) == 1
    assert "no booths or no officers are configured" in capsys.readouterr().err


def test_without_tls_it_listens_on_nothing_but_loopback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "server.toml"
    config.write_text('[listen]\naddress = "0.0.0.0"\n')
    assert main(["--config", str(config)]) == 1
    assert "--insecure-lan" in capsys.readouterr().err
    assert (tmp_path / "state").is_dir()
    assert not Path("state").exists(), "nothing is written beside the program"


@pytest.mark.parametrize("option", ["--help", "--version", "--print-config"])
def test_the_options_that_every_program_has(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([option])
    assert ended.value.code == 0
    assert capsys.readouterr().out


def test_a_wrong_key_in_the_configuration_is_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "server.toml"
    config.write_text("listn = 1\n")
    with pytest.raises(SystemExit) as ended:
        main(["--config", str(config)])
    assert ended.value.code == 2
    assert '"listn"' in capsys.readouterr().err
