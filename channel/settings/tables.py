"""Tables that the settings files of booth and console share, key by key.

Responsible for: their keys, defaults and meaning. Not for: reading them (``files``) or acting on them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

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
    codec: Annotated[
        Literal["vp8", "h264"],
        Meta(
            description="How pictures travel. h264 takes about 60 % of the processor's time that vp8 takes, "
            "but is used only where both ends have it on. Its encoder, x264 in the PyAV wheel, is GPL: read "
            "NOTICE first. For good networks: on thin links its picture becomes smaller sooner."
        ),
    ] = "vp8"


class Sound(Table, frozen=True):
    """What is done with the microphone's sound before anybody hears it. Made for open loudspeakers; a
    conference device that does the same by itself works best with all of it off."""

    echo_cancellation: Annotated[
        bool, Meta(description="Take out of the microphone's sound what the speaker plays.")
    ] = True
    noise_suppression: Annotated[
        bool, Meta(description="Lower steady noise: fans, traffic, hum. It lowers steady tones too.")
    ] = True
    high_pass: Annotated[bool, Meta(description="Take out rumble and knocks on the table.")] = True
    automatic_gain: Annotated[
        bool, Meta(description="Raise a soft voice and lower a loud one, slowly, by at most 9 dB.")
    ] = True
    voice_activity: Annotated[
        bool,
        Meta(
            description="Only speech lights the marks that somebody speaks. Off: every sound above the noise."
        ),
    ] = True
    half_duplex: Annotated[
        bool,
        Meta(
            description="For a room whose echo nothing tames: the microphone is silent while the speaker "
            "plays and 0.4 s longer. Nobody here can interrupt then. Screens go on saying who may be heard, "
            "because the microphone opens by itself at every pause. Only at one end of a channel."
        ),
    ] = False


class Network(Table, frozen=True):
    """Only for officers outside the branch's own network."""

    stun_url: Annotated[str, Meta(description="stun:HOST:PORT, or empty.")] = ""
    turn_url: Annotated[str, Meta(description="turn:HOST:PORT, or empty.")] = ""
    turn_user: Annotated[str, Meta(description="Name at the TURN server.")] = ""
    turn_password: Annotated[str, Meta(description="Password at the TURN server.")] = ""
