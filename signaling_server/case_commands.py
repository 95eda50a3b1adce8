"""The commands that look after cases: ``audit verify``, ``export``, ``erase``, ``purge``.

Responsible for: their command lines, and telling a person what was done. Not for: doing it (``store``).
They may run beside the server: every change is one transaction.
"""

from __future__ import annotations

import contextlib
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

from channel.settings.files import load
from signaling_server.config import ServerConfig
from signaling_server.core.leases import Leases
from signaling_server.runtime.handover import FolderDelivery
from signaling_server.runtime.keys import signing_key
from signaling_server.store.audit import read_anchor
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
        help="what an earlier verify, erase, purge or the server's log said: finds entries cut off at the "
        "end; those in the store's certificates are looked at anyway",
    )


def _audit(options: Namespace) -> None:
    anchor = read_anchor(options.anchor)
    if options.anchor and anchor is None:
        raise StoreError("an anchor is a number, a colon and 64 hexadecimal digits.")
    with _opened(options) as (store, _):
        verdict = store.verify_audit(*(() if anchor is None else (anchor,)))
    if verdict.broken:
        raise StoreError(f"the audit log is broken: {verdict.broken} It holds up to entry {verdict.entries}.")
    print(f"The audit log holds: {verdict.entries} entries. Anchor: {verdict.anchor}")


def _export_arguments(parser: ArgumentParser) -> None:
    _case_arguments(parser)
    parser.add_argument("folder", metavar="DIR", type=Path, help="a new directory")


def _export(options: Namespace) -> None:
    with _opened(options) as (store, _):
        count = store.privacy.export(store.cases.visit_of(options.case), options.folder)
    print(f"The case and its {count} documents are in {options.folder}, readable: keep it safe.")


def _erase(options: Namespace) -> None:
    with _opened(options) as (store, config):
        forgotten = store.privacy.erase(store.cases.visit_of(options.case))
        _tidy_handover(store, config)
        anchor = store.audit_anchor()
    print("The case, its key and its documents are destroyed. What was handed over or exported is not here.")
    print(f"Note the audit log's anchor elsewhere: {anchor}")
    _check_forgotten(forgotten)


def _tidy_handover(store: Store, config: ServerConfig) -> None:
    if config.handover.folder is not None:
        FolderDelivery(config.handover.folder).tidy(store.outbox.waiting())


def _check_forgotten(forgotten: bool) -> None:
    """Raises ``StoreError``."""
    if not forgotten:
        raise StoreError(
            "somebody has been reading the database since before: its files still have something of what was "
            "destroyed. The running server tries again every hour and at its start."
        )


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
        waits = config.handover.folder is not None or bool(config.handover.url)
        purged = store.privacy.purge(days, spare_undelivered=waits)
        _tidy_handover(store, config)
        anchor = store.audit_anchor()
    if purged.spared:
        print(f"{purged.spared} cases are older and kept: they wait to be handed over.")
    if purged.certificate is None:
        print(f"No case is older than {days:g} days." if not purged.spared else "No case is destroyed.")
    else:
        print(f"{purged.count} cases are destroyed. The certificate: {purged.certificate}")
        print(f"Note the audit log's anchor elsewhere: {anchor}")
    _check_forgotten(purged.forgotten)


COMMANDS: dict[str, tuple[Callable[[Namespace], None], Callable[[ArgumentParser], None], str]] = {
    "audit": (_audit, _audit_arguments, "Check the audit log: audit verify CONFIG."),
    "export": (_export, _export_arguments, "Write everything about a case into a directory."),
    "erase": (_erase, _case_arguments, "Destroy a case for good."),
    "purge": (_purge, _purge_arguments, "Destroy the cases whose retention is over."),
}
