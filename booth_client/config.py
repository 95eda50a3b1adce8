"""The booth's configuration file: every key, its default and what it means.

Responsible for: the shape of ``booth.toml``. Not for: reading it (``channel.settings``) or acting on it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

from channel.rules.kpj import USUAL_FORM, KpjForm
from channel.settings.state import state_folder
from channel.settings.tables import Network, Picture, Server, Sound, Table
from channel.wire.ids import BoothId


class Devices(Table, frozen=True):
    """Which devices this booth has; ``bilik-probe`` lists what the machine offers."""

    camera: Annotated[
        str, Meta(description="device:NAME, device:default, file:PATH, simulated:KIND or none.")
    ] = "device:default"
    microphone: Annotated[str, Meta(description="As camera.")] = "device:default"
    speaker: Annotated[str, Meta(description="As camera; file:PATH writes a WAV.")] = "device:default"
    document_camera: Annotated[
        str,
        Meta(
            description="As camera: the one over the desk, by which papers are photographed. Empty: there is "
            "one camera for both; none: papers are not photographed in this booth."
        ),
    ] = ""
    document_width: Annotated[
        int,
        Meta(description="Pixels of a photographed paper: 1920 give 164 dpi on A4.", ge=640, le=4096),
    ] = 1920
    document_height: Annotated[int, Meta(description="Pixels.", ge=360, le=4096)] = 1080
    document_fps: Annotated[
        int, Meta(description="Pictures a second of that camera while it is looked through.", ge=5, le=30)
    ] = 15
    printer: Annotated[
        str,
        Meta(
            description="Receipt printer for slips: device:/dev/usb/lp0, device:default for the first on "
            "USB, device:tcp://HOST[:9100], file:PATH, simulated:printer,path=FILE or none."
        ),
    ] = "none"
    printer_columns: Annotated[
        Literal[32, 42, 48],
        Meta(description="Characters in a line of its paper; bilik-probe --print shows how many fit."),
    ] = 48
    required: Annotated[
        tuple[Literal["camera", "microphone", "speaker", "document_camera", "printer"], ...],
        Meta(description="An idle booth that misses one of these says that it cannot be used."),
    ] = ("microphone", "speaker")


class Voice(Table, frozen=True):
    """What is sent of the microphone, and what the booth says by itself."""

    kbps: Annotated[int, Meta(description="Bit rate of the voice, kbit/s.", ge=12, le=128)] = 32
    prompts: Annotated[
        bool,
        Meta(description="Speak the prompts. Off: nothing but the officer's sound reaches the speaker."),
    ] = True
    prompt_volume: Annotated[
        float, Meta(description="1.0 plays prompts as they were recorded.", ge=0.0, le=1.0)
    ] = 0.8


class Times(Table, frozen=True):
    """When the booth does something by itself; all in seconds."""

    idle_s: Annotated[
        float, Meta(description="Untouched consent screen: ask whether somebody is there.", ge=5)
    ] = 60.0
    answer_s: Annotated[
        float, Meta(description="No answer to that question: back to the first screen.", ge=5)
    ] = 20.0
    wipe_s: Annotated[
        float, Meta(description="The last screen is wiped after this, or at a touch.", ge=1)
    ] = 45.0
    unavailable_s: Annotated[
        float, Meta(description="Server away this long: the first screen says so.", ge=0)
    ] = 2.0
    first_sign_s: Annotated[
        float, Meta(description="Parked or held: first spoken sign of life after this.", ge=1, le=10)
    ] = 6.0
    next_sign_s: Annotated[
        float, Meta(description="Further signs of life at this distance.", ge=10, le=60)
    ] = 60.0


class Texts(Table, frozen=True):
    """What the first screen promises; the branch decides."""

    minutes: Annotated[int, Meta(description="Usual length of a visit, minutes; 0 says nothing.", ge=0)] = 15
    fee_id: Annotated[str, Meta(description="Sentence about the fee, Indonesian; may be empty.")] = (
        "Tidak dipungut biaya."
    )
    fee_en: Annotated[str, Meta(description="The same in English.")] = "There is no fee."
    how_to_ask_id: Annotated[
        str,
        Meta(
            description="Sentence on the slip: where the state of a claim is told, Indonesian; may be empty.",
            examples=["Telepon cabang: 021 5550 1234."],
        ),
    ] = ""
    how_to_ask_en: Annotated[str, Meta(description="The same in English.")] = ""
    consent_version: Annotated[
        str,
        Meta(description="Version of the consent text; stored with the visit.", min_length=1, max_length=32),
    ] = "2026-11"


class Documents(Table, frozen=True):
    """What is photographed and typed, until the server has it."""

    spool: Annotated[
        Path | None,
        Meta(
            description="Folder for documents that the server has not stored yet, sealed so that only the "
            "server can read them; the server's public key lies beside it, in a file of its name and .key. "
            "Without it: ID/spool in the system's folder for state (STATE_DIRECTORY of systemd, else "
            "XDG_STATE_HOME/bilik).",
            examples=["/var/lib/bilik/spool"],
        ),
    ] = None
    spool_mb: Annotated[
        int, Meta(description="Most that may lie there, megabytes; a document has up to 6.", ge=8, le=10_000)
    ] = 500
    kpj_form: Annotated[
        str,
        Meta(
            description="Regular expression of a usual membership number (KPJ) in capitals without spaces. "
            "Another one is asked about once more and taken all the same."
        ),
    ] = USUAL_FORM

    def __post_init__(self) -> None:
        KpjForm(self.kpj_form)

    def spool_of(self, booth: BoothId) -> Path:
        """The folder, also where the file names none."""
        return self.spool or state_folder() / booth / "spool"

    def seal_key_of(self, booth: BoothId) -> Path:
        """Where this booth keeps the server's public key: beside the spool."""
        spool = self.spool_of(booth)
        return spool.with_name(f"{spool.name}.key")


class Kiosk(Table, frozen=True):
    """Whether participants can leave the program."""

    enabled: Annotated[
        bool, Meta(description="Full screen, and nothing but the operator's PIN leaves it.")
    ] = True
    operator_pin_argon2: Annotated[
        str,
        Meta(description="Argon2 hash of the operator's PIN (see bilik-booth --hash-pin); empty: none."),
    ] = ""


class BoothConfig(Table, frozen=True):
    """The whole file."""

    id: Annotated[
        BoothId,
        Meta(
            description="This booth's name at the server.",
            pattern="^[a-z0-9-]{1,64}$",
            examples=["booth-1"],
        ),
    ]
    server: Server
    token: Annotated[str, Meta(description="The booth's secret; or give token_file.")] = ""
    token_file: Annotated[
        Path | None, Meta(description="File that holds only the booth's secret.", examples=["booth-1.token"])
    ] = None
    language: Annotated[Literal["id", "en"], Meta(description="Language of the first screen.")] = "id"
    devices: Devices = Devices()
    picture: Picture = Picture()
    voice: Voice = Voice()
    sound: Sound = Sound()
    network: Network = Network()
    documents: Documents = Documents()
    times: Times = Times()
    texts: Texts = Texts()
    kiosk: Kiosk = Kiosk()

    def __post_init__(self) -> None:
        if self.token and self.token_file is not None:
            raise ValueError("token and token_file exclude each other.")
