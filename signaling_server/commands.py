"""The commands that look after a branch: ``init``, ``add-booth``, ``add-officer``, ``renew``, ``check``,
``check-claims``.

Responsible for: their command lines, asking for passwords, and telling a person what was done. Not for: the
files' content (``init``), nor the commands for cases (``case_commands``).
"""

from __future__ import annotations

import datetime
import getpass
import secrets
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from channel.settings.files import SettingsError, load
from signaling_server import case_commands
from signaling_server.certificates import RENEW_DAYS, days_left
from signaling_server.claims import ClaimsError, load_claims, look_over
from signaling_server.config import ServerConfig
from signaling_server.init import (
    TOKEN_BYTES,
    BranchFiles,
    InitError,
    booth_table,
    check_host,
    make_password,
    officer_table,
    renew_certificate,
    write_booth_files,
    write_branch,
)
from signaling_server.runtime.keys import StateError, signing_key
from signaling_server.runtime.tls import ListenError, server_context
from signaling_server.store.errors import StoreError
from signaling_server.store.store import check_store

PASSWORD_LEAST_CHARS = 10


def main(program: str, arguments: list[str]) -> int:
    """0 when done, 2 with one line on standard error when not."""
    parser = ArgumentParser(prog=program)
    subparsers = parser.add_subparsers(dest="command", required=True)
    for name, (_, add_arguments, summary) in COMMANDS.items():
        add_arguments(subparsers.add_parser(name, help=summary, description=summary))
    options = parser.parse_args(arguments)
    perform = COMMANDS[options.command][0]
    try:
        perform(options)
    except (InitError, SettingsError, StateError, ListenError, StoreError, ClaimsError) as error:
        print(f"{program} {options.command}: {error}", file=sys.stderr)
        return 2
    return 0


# ---------------------------------------------------------------- init


def _init_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", type=Path, help="a new or empty directory")
    parser.add_argument(
        "--host",
        metavar="NAME",
        action="append",
        required=True,
        help="name or IP address by which booths and desks reach the server; may be repeated",
    )
    parser.add_argument("--port", type=int, default=8443, help="default: 8443")
    parser.add_argument("--listen", metavar="ADDRESS", help="default: 0.0.0.0, or loopback if all hosts are")
    parser.add_argument("--branch", metavar="NAME", default="", help="the branch's name as people see it")
    parser.add_argument("--booths", metavar="N", type=int, default=6, help="default: 6")
    _officer_arguments(parser)


def _officer_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--officer", metavar="ID", required=True, help="the officer's login")
    parser.add_argument(
        "--officer-name", metavar="NAME", required=True, help="the name that participants see"
    )
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")


def _init(options: Namespace) -> None:
    password, shown = _password(options)
    files = write_branch(
        options.folder,
        hosts=options.host,
        booths=options.booths,
        officer=options.officer,
        officer_name=options.officer_name,
        password=password,
        branch=options.branch,
        listen=options.listen,
        port=options.port,
    )
    print(f"The branch is in {files.folder}. Start the server: bilik-server --config {files.server_config}")
    print(f"To each booth N: {files.authority.name}, booth-N.toml, booth-N.token.")
    print(f"To each desk: {files.authority.name}, {files.console_config.name}.")
    print(
        f"Lock away {files.authority_key}: whoever has it can pretend to be the server, and renew needs it."
    )
    print(f"Lock away a copy of {files.master_key}: without it nobody can read the cases, ever.")
    _tell_password(options.officer, shown)


def _password(options: Namespace) -> tuple[str, str]:
    """The password, and the same again if it was made here and has to be shown."""
    if options.password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        password = getpass.getpass(f"Password for {options.officer} (empty: make one): ")
        if password and getpass.getpass("Once more: ") != password:
            raise InitError("the two passwords differ.")
    else:
        password = ""
    if not password:
        made = make_password()
        return made, made
    if len(password) < PASSWORD_LEAST_CHARS:
        raise InitError(f"a password has at least {PASSWORD_LEAST_CHARS} characters.")
    return password, ""


def _tell_password(officer: str, shown: str) -> None:
    if shown:
        print(f"Password of {officer}, shown this once: {shown}")


# ---------------------------------------------------------------- additions


def _config_argument(parser: ArgumentParser) -> None:
    parser.add_argument("config", metavar="CONFIG", type=Path, help="the branch's server.toml")


def _add_booth_arguments(parser: ArgumentParser) -> None:
    _config_argument(parser)
    parser.add_argument("--number", metavar="N", type=int, required=True, help="the number on the door")
    parser.add_argument("--host", metavar="NAME", required=True, help="as for init")


def _add_booth(options: Namespace) -> None:
    config = load(ServerConfig, options.config)
    check_host(options.host)
    number, booth = options.number, f"booth-{options.number}"
    token = secrets.token_urlsafe(TOKEN_BYTES)
    files = BranchFiles.of(options.config.parent, options.host, config.listen.port, (number,))
    for path in (files.booth_config(number), files.booth_token_file(number)):
        if path.exists():
            raise InitError(f"{path}: exists already; nothing was written.")
    _append(options.config, booth_table(booth, number, token))
    try:
        write_booth_files(files, booth, number, token)
    except OSError as error:
        raise InitError(f"{files.booth_config(number)}: cannot be written: {error.strerror}.") from None
    print(
        f"{booth} is known to the server from its next start. To the booth: {files.authority.name}, "
        f"{files.booth_config(number).name}, {files.booth_token_file(number).name}."
    )


def _add_officer_arguments(parser: ArgumentParser) -> None:
    _config_argument(parser)
    _officer_arguments(parser)


def _add_officer(options: Namespace) -> None:
    load(ServerConfig, options.config)
    password, shown = _password(options)
    _append(options.config, officer_table(options.officer, options.officer_name, password))
    print("The officer is known to the server from its next start.")
    _tell_password(options.officer, shown)


def _append(config: Path, table: str) -> None:
    """Add a table at the end, or leave the file as it is if the result would not load."""
    fresh = config.with_name(config.name + ".new")
    try:
        fresh.touch(mode=0o600)
        fresh.write_text(config.read_text(encoding="utf-8").rstrip("\n") + "\n\n" + table, encoding="utf-8")
        load(ServerConfig, fresh)
        fresh.replace(config)
    except SettingsError as error:
        raise InitError(str(error).replace(str(fresh), str(config))) from None
    except OSError as error:
        raise InitError(f"{config}: cannot be changed: {error.strerror}.") from None
    finally:
        fresh.unlink(missing_ok=True)


# ---------------------------------------------------------------- renew and check


def _renew_arguments(parser: ArgumentParser) -> None:
    _config_argument(parser)
    parser.add_argument(
        "--host",
        metavar="NAME",
        action="append",
        default=[],
        help="name or IP address for the new certificate; may be repeated; default: those of the old one",
    )


def _renew(options: Namespace) -> None:
    config = load(ServerConfig, options.config)
    names = renew_certificate(config, options.host)
    print(f"A new certificate for {', '.join(names)}; the server takes it at its next start.")
    if options.host:
        print("Booths and desks trust it; their server.url must have one of these names.")
    else:
        print("Booths and desks need nothing new: they trust the branch's authority, which is the same.")


def _check(options: Namespace) -> None:
    config = load(ServerConfig, options.config)
    server_context(config.listen)
    signing_key(config.state)
    claims = load_claims(config.claims).claims
    print(check_store(config.store))
    if config.listen.certificate is not None:
        left = days_left(config.listen.certificate.read_bytes())
        if left < 0:
            raise ListenError(
                f"{config.listen.certificate}: the certificate has expired; see: bilik-server renew --help"
            )
        advice = ": renew it soon (bilik-server renew)" if left < RENEW_DAYS else ""
        print(f"The certificate is valid for {left:.0f} days{advice}.")
    if not config.booths or not config.officers:
        raise InitError("a branch needs at least one booth and one officer.")
    print(
        f"{options.config} is in order: {len(config.booths)} booths, {len(config.officers)} officers, "
        f"{len(claims)} kinds of claim."
    )


def _check_claims_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", type=Path, help="the directory of the claim files")


def _check_claims(options: Namespace) -> None:
    found = look_over(options.folder)
    for name, complaints in found.complaints.items():
        for text in complaints or ("OK",):
            print(f"{name}: {text}")
    if found.rules is None:
        wrong = sum(bool(complaints) for complaints in found.complaints.values())
        raise ClaimsError(f"{options.folder}: {wrong} of {len(found.complaints)} files cannot be used.")
    today = datetime.date.today()
    for claim in found.rules.claims:
        rule = claim.rule_on(today)
        print(f"Today for {claim.kind}: {'no rule' if rule is None else rule.version}")


COMMANDS: dict[str, tuple[Callable[[Namespace], None], Callable[[ArgumentParser], None], str]] = {
    "init": (_init, _init_arguments, "Make a new branch: authority, certificate, officer, booths."),
    "add-booth": (_add_booth, _add_booth_arguments, "Add a booth to a branch."),
    "add-officer": (_add_officer, _add_officer_arguments, "Add an officer to a branch."),
    "renew": (_renew, _renew_arguments, "Renew the server's certificate; needs the authority's ca.key."),
    "check": (_check, _config_argument, "Check a server's configuration and its files."),
    "check-claims": (_check_claims, _check_claims_arguments, "Check a directory of claim files."),
    **case_commands.COMMANDS,
}
