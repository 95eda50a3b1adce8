"""The console's configuration file: every key, its default and what it means.

Responsible for: the shape of ``console.toml``. Not for: reading it (``channel.settings``) or acting on it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

from channel.rules.registry_links import USUAL_HOSTS, RegistryHosts
from channel.settings.tables import Network, Picture, Server, Sound, Table


class Officer(Table, frozen=True):
    """Who works here. Both keys may be left out: the console asks at its start."""

    id: Annotated[
        str,
        Meta(description="Login that the first screen proposes; empty: none.", pattern="^[a-z0-9.-]{0,64}$"),
    ] = ""
    password_file: Annotated[
        Path | None,
        Meta(
            description="File that holds only the officer's password. With it the console logs in by itself: "
            "for demonstrations and tests, not for a branch.",
            examples=["officer.password"],
        ),
    ] = None

    def __post_init__(self) -> None:
        if self.password_file is not None and not self.id:
            raise ValueError("password_file needs the officer's id beside it.")


class Devices(Table, frozen=True):
    """Which devices the officer has; ``bilik-probe`` lists what the machine offers."""

    camera: Annotated[
        str, Meta(description="device:NAME, device:default, file:PATH, simulated:KIND or none.")
    ] = "device:default"
    microphone: Annotated[str, Meta(description="As camera.")] = "device:default"
    speaker: Annotated[str, Meta(description="As camera; file:PATH writes a WAV.")] = "device:default"


class Thumbnails(Table, frozen=True):
    """Pictures of booths that are not in focus: the largest that is asked for."""

    width: Annotated[int, Meta(description="Pixels; 0: as large as in focus.", ge=0, le=1920)] = 320
    fps: Annotated[int, Meta(description="Pictures a second; 0: as many as in focus.", ge=0, le=30)] = 12


class Audio(Table, frozen=True):
    """How the officer speaks and hears."""

    mode: Annotated[
        Literal["speaker", "headset"],
        Meta(
            description="Mode at the start. speaker: while the officer talks to one booth, the others are "
            "not heard, so that no voice reaches a stranger through the loudspeaker. headset: only where "
            "officers always wear one."
        ),
    ] = "speaker"
    voice_kbps: Annotated[int, Meta(description="Bit rate of the voice, kbit/s.", ge=12, le=128)] = 32
    tones: Annotated[
        bool, Meta(description="A soft tone when somebody calls or asks for help, again after 60 s.")
    ] = True


class Thresholds(Table, frozen=True):
    """When the console draws the officer's attention; all in seconds."""

    waiting_long_s: Annotated[
        float,
        Meta(description="Parked or on hold and not addressed for this long: a need of its own.", ge=10),
    ] = 180.0
    repeat_tone_s: Annotated[
        float, Meta(description="A call that nobody has answered sounds once more after this.", ge=5)
    ] = 60.0


class Papers(Table, frozen=True):
    """What the console knows of papers."""

    registry_hosts: Annotated[
        tuple[str, ...],
        Meta(
            description="Hosts of the civil registry, each with everything below it, in small letters. The "
            "QR codes of family cards and certificates lead there; the officer is shown whether a paper's "
            "does. Nothing is opened."
        ),
    ] = USUAL_HOSTS

    def __post_init__(self) -> None:
        RegistryHosts(self.registry_hosts)

    @property
    def registry(self) -> RegistryHosts:
        return RegistryHosts(self.registry_hosts)


class ConsoleConfig(Table, frozen=True):
    """The whole file."""

    server: Server
    officer: Officer = Officer()
    branch: Annotated[
        str, Meta(description="Name of the branch until the server has told it; may be empty.", max_length=80)
    ] = ""
    language: Annotated[Literal["id", "en"], Meta(description="Language of the screen.")] = "id"
    capacity: Annotated[
        int, Meta(description="How many booths this officer serves at once; 1: one to one.", ge=1, le=6)
    ] = 6
    devices: Devices = Devices()
    picture: Picture = Picture()
    thumbnails: Thumbnails = Thumbnails()
    audio: Audio = Audio()
    sound: Sound = Sound()
    network: Network = Network()
    thresholds: Thresholds = Thresholds()
    papers: Papers = Papers()
