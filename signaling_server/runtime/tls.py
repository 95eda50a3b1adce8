"""The server's side of TLS, and the rule that nothing but loopback does without it.

Responsible for: certificate and key, sentences for what may be wrong with them, and what a connection by TLS
takes of memory.
"""

from __future__ import annotations

import logging
import ssl
from asyncio.sslproto import SSLProtocol

from channel.rules.addresses import is_loopback
from signaling_server.config import Listen

_log = logging.getLogger(__name__)

READ_BUFFER_BYTES = 16 * 1024
"""As long as a record of TLS."""


class ListenError(Exception):
    """The server may not or cannot listen as configured; the text is a sentence."""


def server_context(listen: Listen) -> ssl.SSLContext | None:
    """TLS 1.2 or newer; None where it is not needed or was declined. Raises ``ListenError``."""
    if listen.certificate is None or listen.key is None:
        if is_loopback(listen.address):
            return None
        if not listen.insecure_lan:
            raise ListenError(
                f"{listen.address} can be reached from other machines: give certificate and key under "
                "[listen] (bilik-server init makes them), or --insecure-lan if you must."
            )
        _log.warning(
            "LISTENING WITHOUT TLS on %s: whoever is on this network can read passwords and listen in",
            listen.address,
        )
        return None
    for path in (listen.certificate, listen.key):
        try:
            with path.open("rb"):
                pass
        except OSError as error:
            raise ListenError(f"{path}: cannot be read: {error.strerror}.") from None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        # A key with a passphrase would stop here and ask: the server starts unattended, so it is an error.
        context.load_cert_chain(listen.certificate, listen.key, password=_no_passphrase)
    except _PassphraseNeeded:
        raise ListenError(f"{listen.key}: the key has a passphrase; the server needs one without.") from None
    except ssl.SSLError as error:
        mismatch = error.reason == "KEY_VALUES_MISMATCH"
        what = "do not belong together" if mismatch else "are not both valid PEM files"
        raise ListenError(f"{listen.certificate} and {listen.key} {what}.") from None
    return context


def slim_buffers() -> None:
    """From now on, for every connection by TLS in this process: asyncio has each read into 256 KiB of its
    own and writes zeros there first. That were four fifths of the memory that a booth takes here."""
    SSLProtocol.max_size = READ_BUFFER_BYTES


class _PassphraseNeeded(Exception):
    pass


def _no_passphrase() -> str:
    raise _PassphraseNeeded
