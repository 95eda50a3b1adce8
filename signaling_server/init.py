"""A new branch in a directory: authority, certificates, an officer, booths, and everybody's configuration.

Responsible for: the files, their form and who may read them. Not for: the command line (``commands``).

``server.toml``, ``booth-N.toml`` and ``console.toml`` name their neighbours by relative paths: a booth's
machine needs ``booth-N.toml``, ``booth-N.token`` and ``ca.pem`` in one directory, a desk's ``console.toml``
and ``ca.pem``.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import os
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import argon2

from channel.rules.addresses import is_loopback
from signaling_server.certificates import make_authority, make_server_certificate

SIGNALING_PATH = "/signal"
TOKEN_BYTES = 32
PASSWORD_BYTES = 12

Table = Mapping[str, str | int | float]


class InitError(Exception):
    """The branch cannot be made; the text is a sentence."""


@dataclass(frozen=True)
class BranchFiles:
    """Where the files of a branch lie."""

    folder: Path
    url: str
    booth_numbers: tuple[int, ...]

    @classmethod
    def of(cls, folder: Path, host: str, port: int, booth_numbers: Sequence[int]) -> BranchFiles:
        """The files of a branch whose server is reached by this name or address."""
        named = f"[{host}]" if ":" in host else host
        return cls(folder, f"wss://{named}:{port}{SIGNALING_PATH}", tuple(booth_numbers))

    @property
    def authority(self) -> Path:
        return self.folder / "ca.pem"

    @property
    def authority_key(self) -> Path:
        """Belongs in a safe once the certificates are made."""
        return self.folder / "ca.key"

    @property
    def certificate(self) -> Path:
        return self.folder / "server.pem"

    @property
    def key(self) -> Path:
        return self.folder / "server.key"

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def server_config(self) -> Path:
        return self.folder / "server.toml"

    @property
    def console_config(self) -> Path:
        return self.folder / "console.toml"

    @property
    def officer_password_file(self) -> Path:
        """Written by ``make_branch`` only."""
        return self.folder / "officer.password"

    def booth_config(self, number: int) -> Path:
        return self.folder / f"booth-{number}.toml"

    def booth_token_file(self, number: int) -> Path:
        return self.folder / f"booth-{number}.token"


def make_branch(
    folder: Path,
    *,
    hosts: Sequence[str] = ("localhost", "127.0.0.1"),
    booths: int = 6,
    officer: str = "sari",
    officer_name: str = "Sari Wulandari",
    branch: str = "Bilik",
    port: int = 8443,
) -> BranchFiles:
    """A branch for tests and demonstrations: the officer's password is made here and left in a file.

    Raises ``InitError``.
    """
    password = make_password()
    files = write_branch(
        folder,
        hosts=hosts,
        booths=booths,
        officer=officer,
        officer_name=officer_name,
        password=password,
        branch=branch,
        port=port,
    )
    _write_secret(files.officer_password_file, password.encode() + b"\n")
    return files


def write_branch(
    folder: Path,
    *,
    hosts: Sequence[str],
    booths: int,
    officer: str,
    officer_name: str,
    password: str,
    branch: str = "",
    listen: str | None = None,
    port: int = 8443,
) -> BranchFiles:
    """Everything that a branch needs to start. ``hosts``: the server's names, first that of the URL.

    ``listen`` None: loopback if all hosts are, else every IPv4 address. Raises ``InitError``; a folder that
    holds anything already is left alone.
    """
    _check(hosts, officer, booths)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise InitError(f"{folder}: is not empty; nothing was written.")
        files = BranchFiles.of(folder, hosts[0], port, range(1, booths + 1))
        address = listen or ("127.0.0.1" if all(map(is_loopback, hosts)) else "0.0.0.0")
        _write_certificates(files, hosts, branch)
        tokens = {number: secrets.token_urlsafe(TOKEN_BYTES) for number in files.booth_numbers}
        server = _server_toml(files, branch, address, port)
        server += [booth_table(f"booth-{number}", number, token) for number, token in tokens.items()]
        server.append(officer_table(officer, officer_name, password))
        _write_secret(files.server_config, "\n".join(server).encode())
        for number, token in tokens.items():
            write_booth_files(files, f"booth-{number}", number, token)
        _write(files.console_config, _tables("server", _server_table(files)).encode())
    except OSError as error:
        raise InitError(f"{folder}: cannot be written: {error.strerror}.") from None
    return files


def make_password() -> str:
    """96 random bits, as text that can be typed."""
    return secrets.token_urlsafe(PASSWORD_BYTES)


def booth_table(booth: str, number: int, token: str) -> str:
    """A ``[[booths]]`` table of ``server.toml``."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    return _tables("[booths]", {"id": booth, "number": number, "token_sha256": digest})


def officer_table(officer: str, name: str, password: str) -> str:
    """An ``[[officers]]`` table of ``server.toml``. Takes some 150 ms."""
    hashed = argon2.PasswordHasher().hash(password)
    return _tables("[officers]", {"id": officer, "name": name, "password_argon2": hashed})


def write_booth_files(files: BranchFiles, booth: str, number: int, token: str) -> None:
    """``booth-N.toml`` and ``booth-N.token``. Raises OSError, also when one exists."""
    _write_secret(files.booth_token_file(number), token.encode() + b"\n")
    head = {"id": booth, "token_file": files.booth_token_file(number).name}
    text = _tables("", head) + "\n" + _tables("server", _server_table(files))
    _write(files.booth_config(number), text.encode())


def _check(hosts: Sequence[str], officer: str, booths: int) -> None:
    if not hosts:
        raise InitError("at least one host is needed: the name by which booths reach the server.")
    for host in hosts:
        if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?", host) and not _is_address(host):
            raise InitError(f"{host!r} is neither a host name nor an IP address.")
    if not re.fullmatch(r"[a-z0-9.-]{1,64}", officer):
        raise InitError("an officer's login consists of 1 to 64 of a-z 0-9 . -")
    if not 1 <= booths <= 999:
        raise InitError("a branch has 1 to 999 booths.")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _write_certificates(files: BranchFiles, hosts: Sequence[str], branch: str) -> None:
    authority = make_authority(branch)
    server = make_server_certificate(authority, hosts)
    _write(files.authority, authority.certificate)
    _write_secret(files.authority_key, authority.key)
    _write(files.certificate, server.certificate)
    _write_secret(files.key, server.key)


def _server_toml(files: BranchFiles, branch: str, address: str, port: int) -> list[str]:
    listen: Table = {
        "address": address,
        "port": port,
        "certificate": files.certificate.name,
        "key": files.key.name,
    }
    return [
        "# Every key with its explanation: bilik-server --print-config\n",
        _tables("", {"branch": branch, "state": files.state.name}),
        _tables("listen", listen),
    ]


def _server_table(files: BranchFiles) -> Table:
    return {"url": files.url, "authority": files.authority.name}


def _tables(header: str, table: Table) -> str:
    """TOML. JSON's strings and numbers are TOML's too."""
    lines = [f"[{header}]"] if header else []
    lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in table.items()]
    return "\n".join(lines) + "\n"


def _write(path: Path, content: bytes, mode: int = 0o644) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)


def _write_secret(path: Path, content: bytes) -> None:
    _write(path, content, 0o600)
