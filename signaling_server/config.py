"""The server's configuration file: every key, its default and what it means.

Responsible for: the shape of ``server.toml`` and what its keys must fulfil together. Not for: reading it
(``channel.settings``), making it (``init``) or acting on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from channel.wire.ids import BoothId, OfficerId

NOBODYS_PASSWORD = "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA"
"""The form of a hash; no password is known to fit it."""


class _Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every table of the file has in common."""


class Listen(_Table, frozen=True):
    """Where the server listens: one port for signaling, /health and /metrics."""

    address: Annotated[
        str,
        Meta(
            description="Address or name of this machine to listen on; 0.0.0.0 is every IPv4 address. "
            "Anything but loopback needs certificate and key.",
            min_length=1,
        ),
    ] = "127.0.0.1"
    port: Annotated[int, Meta(description="TCP port; 0 takes a free one.", ge=0, le=65535)] = 8443
    certificate: Annotated[
        Path | None,
        Meta(description="The server's certificate with its chain (PEM).", examples=["server.pem"]),
    ] = None
    key: Annotated[
        Path | None, Meta(description="The certificate's private key (PEM).", examples=["server.key"])
    ] = None
    insecure_lan: Annotated[
        bool,
        Meta(
            description="Listen on other addresses than loopback without TLS: tokens, passwords and the keys "
            "of the channels can then be read on the network. Warns at every start."
        ),
    ] = False

    def __post_init__(self) -> None:
        if (self.certificate is None) != (self.key is None):
            raise ValueError("certificate and key belong together: give both or neither.")


class Grace(_Table, frozen=True):
    """How long the places of those who went away are kept; all in seconds."""

    booth_s: Annotated[
        float, Meta(description="A booth that is away longer than this has left its visit.", ge=1, le=600)
    ] = 30.0
    desk_s: Annotated[
        float,
        Meta(
            description="Visits of a desk away longer than this go to the front of the queue.", ge=1, le=3600
        ),
    ] = 90.0
    recovery_s: Annotated[
        float,
        Meta(
            description="After a restart of the server: how long nobody is paired while some who waited "
            "before are not back.",
            ge=0,
            le=120,
        ),
    ] = 15.0


class Limits(_Table, frozen=True):
    """Protection against connections that never say who they are."""

    unauthenticated: Annotated[
        int, Meta(description="Most connections at a time that have not authenticated.", ge=8, le=10000)
    ] = 256
    unauthenticated_per_address: Annotated[
        int, Meta(description="The same from one address.", ge=4, le=10000)
    ] = 64
    hello_s: Annotated[
        float, Meta(description="Seconds for the first message, and as long for TLS.", ge=0.5, le=60)
    ] = 5.0


class StoreTable(_Table, frozen=True):
    """Where cases and their documents are kept, encrypted."""

    path: Annotated[
        Path, Meta(description="Directory of the documents, of what is still coming in, and of SQLite.")
    ] = Path("store")
    database: Annotated[
        str,
        Meta(
            description="Empty: SQLite in that directory. PostgreSQL: its address; the password belongs into "
            "~/.pgpass.",
            examples=["postgresql://bilik@db.example/bilik"],
        ),
    ] = ""
    master_key: Annotated[
        Path,
        Meta(description="File of the master key; without it nobody can read the store, ever: keep a copy."),
    ] = Path("master.key")
    master_credential: Annotated[
        str,
        Meta(description="Name of systemd's credential (LoadCredential=) that holds the key instead."),
    ] = ""
    retention_days: Annotated[
        float,
        Meta(
            description="Cases are destroyed so long after their decision, or after their visit if "
            "they never got one; 0: never.",
            ge=0,
            le=36500,
        ),
    ] = 365.0
    case_mb: Annotated[
        int,
        Meta(
            description="Most that the documents of one case take together, MB; its booth is told that it is "
            "full.",
            ge=16,
            le=4096,
        ),
    ] = 200
    upload_mb_per_booth: Annotated[
        int, Meta(description="Most that one booth's unfinished documents take on disk, MB.", ge=16, le=4096)
    ] = 128


class Handover(_Table, frozen=True):
    """Where decided cases go: an HTTP endpoint of the institution, or until there is one a folder."""

    folder: Annotated[
        Path | None,
        Meta(
            description="A directory for each case: JSON and its documents, readable.", examples=["handover"]
        ),
    ] = None
    url: Annotated[
        str,
        Meta(
            description="Cases are sent here by POST as JSON, again and again until it answers 2xx; "
            "https:// only, but for loopback.",
            examples=["https://core.example/bilik"],
        ),
    ] = ""
    token_file: Annotated[
        Path | None,
        Meta(description="File that holds the bearer token for the URL.", examples=["handover.token"]),
    ] = None

    def __post_init__(self) -> None:
        if self.folder is not None and self.url:
            raise ValueError("folder and url exclude each other.")


class BoothEntry(_Table, frozen=True):
    """A booth of the branch; `bilik-server add-booth` writes one."""

    id: Annotated[
        BoothId,
        Meta(description="Name in the booth's own file.", pattern="^[a-z0-9-]{1,64}$", examples=["booth-1"]),
    ]
    number: Annotated[int, Meta(description="Number on the booth's door.", ge=1, le=9999, examples=[1])]
    token_sha256: Annotated[
        str,
        Meta(
            description="SHA-256 of the booth's token, in hexadecimal.",
            pattern="^[0-9a-f]{64}$",
            examples=["0" * 64],
        ),
    ]


class OfficerEntry(_Table, frozen=True):
    """An officer; `bilik-server add-officer` writes one."""

    id: Annotated[
        OfficerId,
        Meta(description="Login.", pattern="^[a-z0-9.-]{1,64}$", examples=["sari"]),
    ]
    name: Annotated[
        str,
        Meta(
            description="Name as participants see it.",
            min_length=1,
            max_length=80,
            examples=["Sari Wulandari"],
        ),
    ]
    password_argon2: Annotated[
        str,
        Meta(
            description="Argon2 hash of the password.",
            pattern=r"^\$argon2(id|i|d)\$v=[0-9]+\$m=[0-9]+,t=[0-9]+,p=[0-9]+(\$[A-Za-z0-9+/]+){2}$",
            examples=[NOBODYS_PASSWORD],
        ),
    ]


class ServerConfig(_Table, frozen=True):
    """The whole file."""

    branch: Annotated[str, Meta(description="Name of the branch as people see it.", max_length=80)] = ""
    state: Annotated[
        Path, Meta(description="Directory for what outlives a restart: the key that signs leases.")
    ] = Path("state")
    claims: Annotated[
        Path | None,
        Meta(
            description="Directory of the claim files, which say what documents a claim needs; `bilik-server "
            "init` makes it, `bilik-server check-claims DIR` checks it. Without it: as Bilik ships them.",
            examples=["claims"],
        ),
    ] = None
    service_minutes: Annotated[
        float,
        Meta(
            description="Usual length of a visit, for the estimate in the queue; 0: give none.", ge=0, le=600
        ),
    ] = 15.0
    listen: Listen = Listen()
    grace: Grace = Grace()
    limits: Limits = Limits()
    store: StoreTable = StoreTable()
    handover: Handover = Handover()
    booths: Annotated[tuple[BoothEntry, ...], Meta(description="The booths, one table each.")] = ()
    officers: Annotated[tuple[OfficerEntry, ...], Meta(description="The officers, one table each.")] = ()

    def __post_init__(self) -> None:
        for name, values in (
            ("the booth id", (booth.id for booth in self.booths)),
            ("the booth number", (booth.number for booth in self.booths)),
            ("an officer's id", (officer.id for officer in self.officers)),
        ):
            if _repeated(values):
                raise ValueError(f"{name} must be different in every table.")


def _repeated(values: Iterable[object]) -> bool:
    return any(count > 1 for count in Counter(values).values())
