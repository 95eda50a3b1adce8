"""A connection asks for its own congestion control, and goes on where it does not get it."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from channel.core.transfer import Stored
from channel.runtime.tcp_control import DOCUMENTS_CONTROL, ask_for_control
from tests.channel.runtime.sending import booth, header
from tests.helpers.aio import run
from tests.helpers.cutting_relay import CuttingRelay
from tests.helpers.pictures import jpeg
from tests.signaling_server.documents_lab import config, running, served

linux = pytest.mark.skipif(not hasattr(socket, "TCP_CONGESTION"), reason="only Linux has a choice")
NOBODYS = "nonesuch"
JPEG = jpeg(1, 100_000)


@pytest.fixture
def connection() -> Iterator[socket.socket]:
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        socket.create_connection(listening.getsockname()) as client,
    ):
        yield client


def used_by(connection: socket.socket) -> str:
    told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, 16)
    return told.split(b"\0")[0].decode()


@linux
def test_a_connection_gets_what_it_asks_for_and_no_other_does(connection: socket.socket) -> None:
    usual = used_by(connection)
    assert ask_for_control(connection, "reno") == "reno"  # every Linux has it, for everybody
    assert used_by(connection) == "reno"
    with socket.create_server(("127.0.0.1", 0)) as other:
        assert used_by(other) == usual


@linux
def test_what_the_kernel_does_not_have_changes_nothing(connection: socket.socket) -> None:
    usual = used_by(connection)
    assert ask_for_control(connection, NOBODYS) == usual
    assert used_by(connection) == usual


def test_where_there_is_no_choice_nothing_is_asked_and_nothing_known(
    connection: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(socket, "TCP_CONGESTION", raising=False)
    assert ask_for_control(connection, DOCUMENTS_CONTROL) == ""


def test_a_connection_that_is_closed_breaks_nothing(connection: socket.socket) -> None:
    connection.close()
    assert ask_for_control(connection, DOCUMENTS_CONTROL) == ""


@linux
@pytest.mark.parametrize("control", ["reno", NOBODYS])
def test_documents_say_once_with_what_they_go_over_however_many_connections(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, control: str
) -> None:
    async def scene() -> tuple[str, int]:
        async with running(config(tmp_path)) as server, served(server) as here:
            relay = CuttingRelay(server.documents_url, [20_000])
            async with relay.running(), booth(relay.url, tmp_path / "spool", control=control) as one:
                one.sender.put(header(here.lease, JPEG), JPEG)
                await one.hear(Stored)
                return one.sender.used_control, relay.connections

    with caplog.at_level(logging.INFO, logger="channel.runtime.server_link"):
        used, connections = run(scene())
    said = [line for line in caplog.messages if "go by TCP" in line]
    assert connections > 1
    if control == NOBODYS:
        assert used not in ("", NOBODYS)
        assert said == [f"documents go by TCP with {used}, as the system has no {NOBODYS} for this program"]
    else:
        assert said == ["documents go by TCP with reno"]
