from __future__ import annotations

import asyncio
import logging
import ssl
from asyncio.sslproto import SSLProtocol
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from signaling_server.certificates import make_authority, make_server_certificate
from signaling_server.config import Listen
from signaling_server.runtime.tls import READ_BUFFER_BYTES, ListenError, server_context, slim_buffers
from tests.helpers.aio import run


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1", "127.9.9.9"])
def test_loopback_may_do_without_tls(address: str) -> None:
    assert server_context(Listen(address=address)) is None


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "10.0.0.1", "bilik.example"])
def test_every_other_address_needs_tls_or_an_explicit_word(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(ListenError, match="--insecure-lan"):
        server_context(Listen(address=address))
    with caplog.at_level(logging.WARNING):
        assert server_context(Listen(address=address, insecure_lan=True)) is None
    assert "LISTENING WITHOUT TLS" in caplog.text


def test_certificate_and_key_that_cannot_be_used_are_told_in_a_sentence(tmp_path: Path) -> None:
    authority = make_authority("test")
    one, two = (make_server_certificate(authority, ["localhost"]) for _ in range(2))
    certificate, key = tmp_path / "server.pem", tmp_path / "server.key"
    listen = Listen(certificate=certificate, key=key)
    with pytest.raises(ListenError, match=r"server\.pem: cannot be read"):
        server_context(listen)
    certificate.write_bytes(one.certificate)
    with pytest.raises(ListenError, match=r"server\.key: cannot be read"):
        server_context(listen)
    key.write_bytes(two.key)
    with pytest.raises(ListenError, match="do not belong together"):
        server_context(listen)
    key.write_text("nonsense")
    with pytest.raises(ListenError, match="not both valid PEM"):
        server_context(listen)
    locked = serialization.load_pem_private_key(one.key, None).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"pass"),
    )
    key.write_bytes(locked)
    with pytest.raises(ListenError, match="passphrase"):
        server_context(listen)
    key.write_bytes(one.key)
    assert server_context(listen) is not None


def test_a_connection_by_tls_is_given_a_small_buffer_to_read_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SSLProtocol, "max_size", SSLProtocol.max_size)  # the process's: as it was, afterwards

    async def buffer_bytes() -> int:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        loop = asyncio.get_running_loop()
        connection = SSLProtocol(loop, asyncio.Protocol(), context, loop.create_future(), server_side=True)
        size = len(connection.get_buffer(-1))
        connection.connection_lost(None)
        return size

    assert run(buffer_bytes()) == 256 * 1024
    slim_buffers()
    assert run(buffer_bytes()) == READ_BUFFER_BYTES
