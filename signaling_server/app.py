"""The program ``bilik-server``: settings, signals, exit codes; the only place that builds objects.

Responsible for: the command line and the life of the process. Not for: the commands that prepare a branch
(``commands``).
"""

from __future__ import annotations

import asyncio
import datetime
import errno
import logging
import os
import signal
import socket
import sys
from argparse import ArgumentParser

import msgspec

from channel.rules.claims import ClaimRules
from channel.settings import command_line, logs
from signaling_server import commands
from signaling_server.certificates import RENEW_DAYS, days_left
from signaling_server.claims import ClaimsError, load_claims
from signaling_server.config import Listen, ServerConfig
from signaling_server.core.leases import Leases
from signaling_server.runtime.keys import StateError, signing_key
from signaling_server.runtime.limits import raise_file_limit
from signaling_server.runtime.server import SignalingServer
from signaling_server.runtime.tls import ListenError, server_context, slim_buffers
from signaling_server.store.errors import StoreError
from signaling_server.store.store import open_store

_log = logging.getLogger(__name__)

PROGRAM = "bilik-server"
SUMMARY = (
    "The signaling server of a branch: pairs waiting booths with officers' desks. "
    f"Before the first start: {PROGRAM} init --help; further commands: {', '.join(commands.COMMANDS)}."
)


def main(argv: list[str] | None = None) -> int:
    """0 after a clean end, 1 when the server cannot run as configured, 2 for a mistake in the settings."""
    arguments = sys.argv[1:] if argv is None else argv
    if arguments and arguments[0] in commands.COMMANDS:
        return commands.main(PROGRAM, arguments)
    config, options = command_line.parse(PROGRAM, SUMMARY, ServerConfig, arguments, _add_options)
    logs.start(options.log_level)
    if options.insecure_lan:
        config = msgspec.structs.replace(
            config, listen=msgspec.structs.replace(config.listen, insecure_lan=True)
        )
    try:
        rules = load_claims(config.claims)
        _tell(rules)
        key, tls = signing_key(config.state), server_context(config.listen)
        store = open_store(config.store, Leases(key))
        try:
            server = SignalingServer(config, key, tls, store, rules)
            _warn(config)
            raise_file_limit()
            slim_buffers()
            asyncio.run(_run(server, config))
        finally:
            store.close()
    except (StateError, ListenError, StoreError, ClaimsError) as error:
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        return 1
    return 0


def _add_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--insecure-lan",
        action="store_true",
        help="listen on other addresses than loopback without TLS; warns at every start",
    )


def _warn(config: ServerConfig) -> None:
    """What a server can run with although nobody will be able to connect, now or soon."""
    if not config.booths or not config.officers:
        _log.warning("no booths or no officers are configured; was --config forgotten?")
    certificate = config.listen.certificate
    if certificate is not None and (left := days_left(certificate.read_bytes())) < RENEW_DAYS:
        ends = f"is valid for {left:.0f} days more" if left > 0 else "has expired: nobody can connect"
        _log.warning("%s %s; renew it: bilik-server renew", certificate, ends)


def _tell(rules: ClaimRules) -> None:
    """Which rules are in force on the day of the start."""
    today = datetime.date.today()
    in_force = {claim.kind: claim.rule_on(today) for claim in rules.claims}
    _log.info("claim rules: %s", ", ".join(rule.version for rule in in_force.values() if rule is not None))
    for kind, rule in in_force.items():
        if rule is None:
            _log.warning("no rule for %s is in force today: booths cannot say what it needs", kind)


async def _run(server: SignalingServer, config: ServerConfig) -> None:
    ending = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ending.set)
    listen = config.listen
    try:
        await server.start()
    except OSError as error:
        raise _cannot_listen(listen, error) from None
    _log.info(
        "listening on %s:%d, %s, %d booths, %d officers",
        listen.address,
        server.port,
        "without TLS" if listen.certificate is None else "TLS",
        len(config.booths),
        len(config.officers),
    )
    await ending.wait()
    _log.info("ending")
    await server.stop()
    _log.info("ended")


_REASONS = {
    errno.EADDRINUSE: "another program listens there already, perhaps another bilik-server",
    errno.EADDRNOTAVAIL: "this machine has no such address",
    errno.EACCES: "this account may not (ports below 1024 are the system's)",
}


def _cannot_listen(listen: Listen, error: OSError) -> ListenError:
    # asyncio puts the system's words into its own, with the address once more: take the number.
    reason = error.strerror
    if not isinstance(error, socket.gaierror) and error.errno is not None:
        reason = _REASONS.get(error.errno, os.strerror(error.errno))
    return ListenError(f"{listen.address}:{listen.port} cannot be listened on: {reason}.")
