"""Whom a client trusts, and where it will not go without that.

Responsible for: the client's TLS context, the rule that only loopback may do without TLS, and the sentences
by which IT can tell one broken connection from another. Not for: the server's side (``signaling_server``).
"""

from __future__ import annotations

import errno
import socket
import ssl
from pathlib import Path
from urllib.parse import urlsplit

from websockets.exceptions import InvalidHandshake, InvalidStatus

from channel.rules.addresses import is_loopback

_EXPIRED = {10}
_NOT_YET_VALID = {9}
_WRONG_NAME = {62, 64}


class InsecureUrl(ValueError):
    """The address is not one that a client may connect to; the text is a sentence."""


class BadAuthority(ValueError):
    """The file of the certificate authority cannot be used; the text is a sentence."""


def client_context(authority: Path | None) -> ssl.SSLContext:
    """TLS 1.2 or newer, certificate and host name verified against this authority alone.

    None stands for the authorities that the system trusts. Raises ``BadAuthority``.
    """
    if authority is None:
        return ssl.create_default_context()
    try:
        return ssl.create_default_context(cafile=authority)
    except ssl.SSLError:
        raise BadAuthority(f"{authority}: not a certificate authority in PEM form") from None
    except OSError as error:
        raise BadAuthority(
            f"{authority}: the authority's certificate cannot be read: {error.strerror}"
        ) from None


def check_url(url: str) -> None:
    """Raises ``InsecureUrl`` for anything but ``wss://…``, or ``ws://`` to this very machine."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise InsecureUrl("the server's address is not a URL such as wss://bilik.example:8443") from None
    if parts.scheme not in ("ws", "wss") or not host or parts.username is not None:
        raise InsecureUrl(
            f"the server's address must look like wss://bilik.example:8443, not {parts.scheme}://…"
        )
    if parts.scheme == "ws" and not is_loopback(host):
        raise InsecureUrl(
            f"{host} is another machine, and ws:// would carry voices and tokens unprotected: use wss://"
        )


def explain(error: BaseException, url: str) -> str:
    """One sentence for IT on why ``url`` could not be reached or was lost; quotes nothing received."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    where = f"{host}:{parts.port or (443 if parts.scheme == 'wss' else 80)}"
    match error:
        case ssl.SSLCertVerificationError():
            return _explain_certificate(error, host, where)
        case ssl.SSLError():
            return (
                f"{where} does not speak TLS as expected (a wss:// address needs a server with a certificate)"
            )
        case socket.gaierror():
            return f"the host name {host} is not known on this network: check the address and the name server"
        case TimeoutError():
            return f"{where} does not answer: check the network, the address and the firewall"
        case InvalidStatus():
            status = error.response.status_code
            return (
                f"{where} answers with HTTP status {status}: is this the signaling server, with path /signal?"
            )
        case InvalidHandshake() | EOFError():
            return f"{where} answers, but not as a signaling server does (with TLS the address begins with wss://)"
        case OSError():
            return _explain_os_error(error, where)
        case _:
            return f"the connection to {where} failed ({type(error).__name__})"


def _explain_certificate(error: ssl.SSLCertVerificationError, host: str, where: str) -> str:
    if error.verify_code in _EXPIRED:
        return f"the server's certificate at {where} has expired: renew it, or check this machine's clock"
    if error.verify_code in _NOT_YET_VALID:
        return f"the server's certificate at {where} is not valid yet: check the clocks of both machines"
    if error.verify_code in _WRONG_NAME:
        return (
            f"the server's certificate at {where} is not for the name {host}: use a name that it was made for"
        )
    return (
        f"the server's certificate at {where} is not from the configured authority: "
        "is the file under server.authority this branch's ca.pem?"
    )


def _explain_os_error(error: OSError, where: str) -> str:
    # asyncio joins the failures of several addresses into one OSError without a number, and has none to give
    # when the peer hangs up during the TLS handshake.
    numbers = {number for number in _KNOWN if number == error.errno or f"[Errno {number}]" in str(error)}
    if isinstance(error, ConnectionResetError):
        numbers.add(errno.ECONNRESET)
    for number, sentence in _KNOWN.items():
        if number in numbers:
            return f"{where} {sentence}"
    return f"the connection to {where} failed ({error.strerror or type(error).__name__})"


_KNOWN = {
    errno.ECONNREFUSED: "refuses the connection: no server listens there; is it started, is the port right?",
    errno.ECONNRESET: "closed the connection unexpectedly (with wss:// it must speak TLS, with ws:// not)",
    errno.ENETUNREACH: "cannot be reached: this machine has no network",
    errno.EHOSTUNREACH: "cannot be reached: the machine is off or on another network",
    errno.ETIMEDOUT: "does not answer: check the network, the address and the firewall",
}
