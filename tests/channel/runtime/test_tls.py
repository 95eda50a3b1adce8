from __future__ import annotations

import asyncio
import datetime
import socket
import ssl
from collections.abc import Sequence
from pathlib import Path

import pytest

from channel.runtime.signaling import Connected, Disconnected, SignalingClient, SignalingEvent
from channel.runtime.tasks import Tasks
from channel.runtime.tls import BadAuthority, InsecureUrl, check_url, client_context
from channel.wire.codec import decode_to_booth
from signaling_server.certificates import Issued, make_authority, make_server_certificate
from tests.helpers.aio import run
from tests.signaling_server.sockets import booth_hello, running


@pytest.mark.parametrize(
    "url",
    [
        "ws://localhost:1",
        "ws://127.0.0.1:8443/signal",
        "ws://[::1]:8443",
        "wss://server.example",
        "wss://10.0.0.1:1",
    ],
)
def test_tls_everywhere_and_plain_only_on_this_machine(url: str) -> None:
    check_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "ws://10.0.0.1:8443",
        "ws://server.example",
        "ws://localhost.example",
        "ws://0.0.0.0:1",
        "ws://[fe80::1]:1",
        "http://127.0.0.1",
        "127.0.0.1:8443",
        "wss://",
        "wss://[::1",
        "wss://host:port",
        "wss://name:secret@host",
        "",
    ],
)
def test_everything_else_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(InsecureUrl) as caught:
        check_url(url)
    assert "secret" not in str(caught.value)
    with pytest.raises(InsecureUrl):
        SignalingClient(url, None, lambda: booth_hello(1), decode_to_booth, lambda _: None)


def test_an_authority_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    garbage = tmp_path / "garbage.pem"
    garbage.write_text("no certificate")
    for path in (garbage, tmp_path / "missing.pem"):
        with pytest.raises(BadAuthority, match=path.name):
            client_context(path)


def server_context(folder: Path, issued: Issued) -> ssl.SSLContext:
    certificate, key = folder / "server.pem", folder / "server.key"
    certificate.write_bytes(issued.certificate)
    key.write_bytes(issued.key)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    return context


def first_event(folder: Path, trusted: Issued, served: Issued, host: str = "127.0.0.1") -> SignalingEvent:
    """What our client says of a server with the certificate ``served``, if it trusts ``trusted``."""
    authority = folder / "ca.pem"
    authority.write_bytes(trusted.certificate)

    async def scene() -> SignalingEvent:
        events: asyncio.Queue[SignalingEvent] = asyncio.Queue()
        async with running(tls=server_context(folder, served)) as url:
            tasks = Tasks()
            client = SignalingClient(
                url.replace("127.0.0.1", host),
                client_context(authority),
                lambda: booth_hello(1),
                decode_to_booth,
                events.put_nowait,
            )
            client.start(tasks)
            event = await events.get()
            await client.stop()
            await tasks.close()
            return event

    return run(scene())


def refusal(folder: Path, trusted: Issued, served: Issued, host: str = "127.0.0.1") -> str:
    event = first_event(folder, trusted, served, host)
    assert isinstance(event, Disconnected), event
    assert event.retry_s > 0
    return event.text


HOSTS: Sequence[str] = ("localhost", "127.0.0.1")


def test_the_branchs_own_server_is_accepted_by_name_and_by_address(tmp_path: Path) -> None:
    authority = make_authority("test")
    served = make_server_certificate(authority, HOSTS)
    for host in HOSTS:
        assert first_event(tmp_path, authority, served, host) == Connected()


def test_a_server_of_another_authority_is_refused(tmp_path: Path) -> None:
    served = make_server_certificate(make_authority("test"), HOSTS)
    text = refusal(tmp_path, make_authority("test"), served)
    assert "not from the configured authority" in text


def test_control_a_client_that_does_not_verify_would_have_connected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trusting(_: Path) -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context

    monkeypatch.setitem(globals(), "client_context", trusting)
    strange = make_server_certificate(make_authority("test"), ["bilik.example"], days=1)
    assert first_event(tmp_path, make_authority("test"), strange) == Connected()


def test_a_certificate_for_another_name_is_refused(tmp_path: Path) -> None:
    authority = make_authority("test")
    served = make_server_certificate(authority, ["bilik.example"])
    for host in HOSTS:
        assert f"is not for the name {host}" in refusal(tmp_path, authority, served, host)


def test_an_expired_certificate_is_refused(tmp_path: Path) -> None:
    authority = make_authority("test")
    served = make_server_certificate(authority, HOSTS, days=10, ago=datetime.timedelta(days=20))
    assert "has expired" in refusal(tmp_path, authority, served)


def test_a_certificate_from_the_future_is_refused(tmp_path: Path) -> None:
    authority = make_authority("test")
    served = make_server_certificate(authority, HOSTS, ago=datetime.timedelta(days=-3))
    assert "not valid yet" in refusal(tmp_path, authority, served)


def lost(url: str, tls: ssl.SSLContext | None) -> str:
    async def scene() -> str:
        events: asyncio.Queue[SignalingEvent] = asyncio.Queue()
        tasks = Tasks()
        client = SignalingClient(url, tls, lambda: booth_hello(1), decode_to_booth, events.put_nowait)
        client.start(tasks)
        event = await events.get()
        await client.stop()
        await tasks.close()
        assert isinstance(event, Disconnected)
        return event.text

    return run(scene())


def test_a_port_where_nobody_listens_is_told_as_such() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    assert "no server listens there" in lost(f"ws://127.0.0.1:{port}", None)
    assert "no server listens there" in lost(f"ws://localhost:{port}", None)


def test_a_name_that_nobody_knows_is_told_as_such() -> None:
    assert "is not known on this network" in lost("wss://no-such-host.invalid", ssl.create_default_context())


def test_a_server_without_tls_behind_a_wss_address_is_told_as_such() -> None:
    async def scene() -> str:
        async with running() as url:
            context = ssl.create_default_context()
            return await asyncio.to_thread(lost, url.replace("ws://", "wss://"), context)

    assert "with wss:// it must speak TLS" in run(scene())


def test_a_server_with_tls_behind_a_ws_address_is_told_as_such(tmp_path: Path) -> None:
    served = make_server_certificate(make_authority("test"), HOSTS)

    async def scene() -> str:
        async with running(tls=server_context(tmp_path, served)) as url:
            return await asyncio.to_thread(lost, url.replace("wss://", "ws://"), None)

    assert "with TLS the address begins with wss://" in run(scene())


def test_another_web_server_is_told_as_such() -> None:
    async def scene() -> str:
        async with running() as url:
            return await asyncio.to_thread(lost, url.replace("/signal", "/elsewhere"), None)

    assert "HTTP status 404" in run(scene())
