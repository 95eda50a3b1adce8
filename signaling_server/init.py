"""A branch's files in a directory: authority, certificates, an officer, booths, configurations, claim files.

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
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import argon2

from channel.rules.addresses import is_loopback
from channel.settings.files import SettingsError, loads
from signaling_server.certificates import Issued, hosts_of, make_authority, make_server_certificate
from signaling_server.claims import shipped_claims
from signaling_server.config import ServerConfig
from signaling_server.store.keys import make_master_key

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
    def claims(self) -> Path:
        """A directory of claim files, the branch's to edit."""
        return self.folder / "claims"

    @property
    def master_key(self) -> Path:
        """Whoever has lost it has lost all cases; a copy belongs in a safe."""
        return self.folder / "master.key"

    @property
    def store(self) -> Path:
        return self.folder / "store"

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
    _check(hosts, officer, booths, port)
    files = BranchFiles.of(folder, hosts[0], port, range(1, booths + 1))
    address = listen or ("127.0.0.1" if all(map(is_loopback, hosts)) else "0.0.0.0")
    tokens = {number: secrets.token_urlsafe(TOKEN_BYTES) for number in files.booth_numbers}
    tables = _server_toml(files, branch, address, port)
    tables += [booth_table(f"booth-{number}", number, token) for number, token in tokens.items()]
    tables.append(officer_table(officer, officer_name, password))
    server = "\n".join(tables)
    try:
        loads(ServerConfig, server, source="nothing was written", folder=folder)
    except SettingsError as error:
        raise InitError(str(error)) from None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise InitError(f"{folder}: is not empty; nothing was written.")
        try:
            _write_certificates(files, hosts, branch)
            _write_secret(files.server_config, server.encode())
            make_master_key(files.master_key)
            for number, token in tokens.items():
                write_booth_files(files, f"booth-{number}", number, token)
            _write(files.console_config, _tables("server", _server_table(files)).encode())
            _write_claims(files.claims)
            files.store.mkdir(mode=0o700)
        except OSError:
            for half_done in folder.iterdir():
                shutil.rmtree(half_done) if half_done.is_dir() else half_done.unlink()
            raise
    except OSError as error:
        raise InitError(f"{folder}: cannot be written: {error.strerror}.") from None
    return files


def renew_certificate(config: ServerConfig, hosts: Sequence[str]) -> tuple[str, ...]:
    """A new server certificate and key in the place of the old, signed by the ``ca.key`` beside them.

    ``hosts`` empty: the names that the old one was made for. Returns the names. Raises ``InitError``; the old
    ones are then still there.
    """
    certificate, key = config.listen.certificate, config.listen.key
    if certificate is None or key is None:
        raise InitError("the configuration names no certificate under [listen]: there is none to renew.")
    for host in hosts:
        check_host(host)
    folder = certificate.parent
    fresh = {path: path.with_name(path.name + ".new") for path in (certificate, key)}
    try:
        files = BranchFiles(folder, "", ())
        authority = Issued(files.authority.read_bytes(), files.authority_key.read_bytes())
        names = tuple(hosts) or tuple(hosts_of(certificate.read_bytes()))
        issued = make_server_certificate(authority, names)
        for path in fresh.values():
            path.unlink(missing_ok=True)
        _write(fresh[certificate], issued.certificate)
        _write_secret(fresh[key], issued.key)
        for path, new in fresh.items():
            new.replace(path)
    except ValueError:
        raise InitError(
            f"{folder}: ca.pem, ca.key or the present certificate is not as bilik-server made it."
        ) from None
    except OSError as error:
        raise InitError(f"{error.filename or folder}: {error.strerror}; nothing was renewed.") from None
    return names


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


def check_host(host: str) -> None:
    """Raises ``InitError`` for what cannot be the server's name or address."""
    if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?", host) and not _is_address(host):
        raise InitError(f"{host!r} is neither a host name nor an IP address.")


def _check(hosts: Sequence[str], officer: str, booths: int, port: int) -> None:
    if not hosts:
        raise InitError("at least one host is needed: the name by which booths reach the server.")
    for host in hosts:
        check_host(host)
    if not re.fullmatch(r"[a-z0-9.-]{1,64}", officer):
        raise InitError("an officer's login consists of 1 to 64 of a-z 0-9 . -")
    if not 1 <= booths <= 999:
        raise InitError("a branch has 1 to 999 booths.")
    if not 1 <= port <= 65535:
        raise InitError("the port is a whole number from 1 to 65535.")


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


def _write_claims(folder: Path) -> None:
    folder.mkdir()
    for path in sorted(shipped_claims().glob("*.toml")):
        shutil.copyfile(path, folder / path.name)


def _server_toml(files: BranchFiles, branch: str, address: str, port: int) -> list[str]:
    listen: Table = {
        "address": address,
        "port": port,
        "certificate": files.certificate.name,
        "key": files.key.name,
    }
    return [
        "# Every key with its explanation: bilik-server --print-config\n",
        _tables("", {"branch": branch, "state": files.state.name, "claims": files.claims.name}),
        _tables("listen", listen),
        _tables("store", {"path": files.store.name, "master_key": files.master_key.name}),
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
