"""Tables that the settings files of booth and console share, key by key.

Responsible for: their keys, defaults and meaning. Not for: reading them (``files``) or acting on them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every table of a settings file has in common."""


class Server(Table, frozen=True):
    """Where the signaling server is and how it is recognised."""

    url: Annotated[
        str,
        Meta(
            description="Address of the signaling server.",
            min_length=1,
            examples=["wss://server.example:8443/signal"],
        ),
    ]
    authority: Annotated[
        Path | None,
        Meta(
            description="Certificate of the branch authority (PEM). Without it: the system's authorities.",
            examples=["ca.pem"],
        ),
    ] = None


class Picture(Table, frozen=True):
    """What the camera sends; a console encodes it once for all booths."""

    width: Annotated[int, Meta(description="Pixels.", ge=160, le=1920)] = 640
    height: Annotated[int, Meta(description="Pixels.", ge=90, le=1080)] = 360
    fps: Annotated[int, Meta(description="Pictures a second.", ge=5, le=30)] = 25
    kbps: Annotated[int, Meta(description="Most that the picture may take, kbit/s.", ge=100, le=4000)] = 600


class Network(Table, frozen=True):
    """Only for officers outside the branch's own network."""

    stun_url: Annotated[str, Meta(description="stun:HOST:PORT, or empty.")] = ""
    turn_url: Annotated[str, Meta(description="turn:HOST:PORT, or empty.")] = ""
    turn_user: Annotated[str, Meta(description="Name at the TURN server.")] = ""
    turn_password: Annotated[str, Meta(description="Password at the TURN server.")] = ""
