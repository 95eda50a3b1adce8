"""The commands that look after cases: ``audit verify``, ``export``, ``erase``, ``purge``.

Responsible for: their command lines, and telling a person what was done. Not for: doing it (``store``).
They may run beside the server: every change is one transaction.
"""

from __future__ import annotations

import contextlib
import re
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

from channel.settings.files import load
from signaling_server.config import ServerConfig
from signaling_server.core.leases import Leases
from signaling_server.runtime.keys import signing_key
from signaling_server.store.errors import StoreError
from signaling_server.store.store import Store, open_store


@contextlib.contextmanager
def _opened(options: Namespace) -> Iterator[tuple[Store, ServerConfig]]:
    config = load(ServerConfig, options.config)
    store = open_store(config.store, Leases(signing_key(config.state)))
    try:
        yield store, config
    finally:
        store.close()


def _config_argument(parser: ArgumentParser) -> None:
    parser.add_argument("config", metavar="CONFIG", type=Path, help="the branch's server.toml")


def _case_arguments(parser: ArgumentParser) -> None:
    _config_argument(parser)
    parser.add_argument("case", metavar="CASE", help="the reference on the slip, or the visit in the log")


def _audit_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", choices=["verify"], help="follow the chain from its first entry to its last")
    _config_argument(parser)
    parser.add_argument(
        "--anchor",
        metavar="NUMBER:HASH",
        default="",
        help="what an earlier verify or a purge's certificate said: finds entries cut off at the end",
    )


def _audit(options: Namespace) -> None:
    anchor = None
    if options.anchor:
        formed = re.fullmatch(r"(\d+):([0-9a-f]{64})", options.anchor)
        if formed is None:
            raise StoreError("an anchor is a number, a colon and 64 hexadecimal digits.")
        anchor = int(formed[1]), formed[2]
    with _opened(options) as (store, _):
        verdict = store.verify_audit(anchor)
    if verdict.broken:
        raise StoreError(f"the audit log is broken: {verdict.broken} It holds up to entry {verdict.entries}.")
    print(f"The audit log holds: {verdict.entries} entries. Anchor: {verdict.entries}:{verdict.hash}")


def _export_arguments(parser: ArgumentParser) -> None:
    _case_arguments(parser)
    parser.add_argument("folder", metavar="DIR", type=Path, help="a new directory")


def _export(options: Namespace) -> None:
    with _opened(options) as (store, _):
        count = store.privacy.export(store.cases.visit_of(options.case), options.folder)
    print(f"The case and its {count} documents are in {options.folder}, readable: keep it safe.")


def _erase(options: Namespace) -> None:
    with _opened(options) as (store, _):
        store.privacy.erase(store.cases.visit_of(options.case))
    print("The case, its key and its documents are destroyed. What was handed over or exported is not here.")


def _purge_arguments(parser: ArgumentParser) -> None:
    _config_argument(parser)
    parser.add_argument(
        "--days", metavar="N", type=float, help="keep so many days; default: store.retention_days"
    )


def _purge(options: Namespace) -> None:
    with _opened(options) as (store, config):
        days = config.store.retention_days if options.days is None else options.days
        if days <= 0:
            raise StoreError("store.retention_days is 0, which is never; name other days with --days.")
        purged = store.privacy.purge(days)
    if purged.certificate is None:
        print(f"No case is older than {days:g} days.")
    else:
        print(f"{purged.count} cases are destroyed. The certificate: {purged.certificate}")


COMMANDS: dict[str, tuple[Callable[[Namespace], None], Callable[[ArgumentParser], None], str]] = {
    "audit": (_audit, _audit_arguments, "Check the audit log: audit verify CONFIG."),
    "export": (_export, _export_arguments, "Write everything about a case into a directory."),
    "erase": (_erase, _case_arguments, "Destroy a case for good."),
    "purge": (_purge, _purge_arguments, "Destroy the cases whose retention is over."),
}
