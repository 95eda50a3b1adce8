"""Builds devices from specs; the only place that knows all drivers.

Responsible for: choosing and building by ``device:NAME``, ``file:PATH``, ``simulated:KIND[,key=value…]`` and
``none``; listing what the machine has. Not for: using devices. Drivers are imported when they are asked for,
so that a booth without OpenCV's cameras or Qt's sound starts all the same. Kinds and their options:

camera      ``booth,booth=N[,people=N][,grain=N]`` a person in a booth, ``officer[,grain=N]``, with a
            sensor's noise of so much (0 to 40 of 255, RMS), ``card[,booth=N]``,
            ``documents[,script=DOCUMENT[.FAULT]@FROM-TO+…][,show=FILE][,person=N][,seed=N]`` drawn
            documents on a desk, by times since the start, or as long as FILE says DOCUMENT[.FAULT…];
            ``documents,asked=FILE[,person=N][,seed=N]`` a participant lays down what FILE asks for, KIND PAGE
microphone  ``tone,hz=F[,dbfs=D]``, ``silence``, ``speech,path=WAV`` (looped),
            ``clicks,booth=N[,tone_hz=F,dbfs=D][,leak_hz=F,leak_dbfs=D[,leak_while=FILE]]``,
            the leak always, or only while the file exists
speaker     ``record,path=WAV`` (with ``WAV.times`` beside it), ``discard``
printer     ``printer,path=FILE[,paper=N]`` adds its bytes to FILE and what the paper shows to ``FILE.txt``;
            with ``paper`` the roll ends after so many printouts
all         ``fault=missing@5-8+busy@20-25`` in seconds since the start
"""

from __future__ import annotations

import platform
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from hardware.absent import AbsentCamera, AbsentMicrophone, AbsentPrinter, AbsentSpeaker
from hardware.devices import Camera, Microphone, Printer, Size, Speaker
from hardware.escpos import COLUMNS
from hardware.escpos_printer import EscPosPrinter, OpenPort
from hardware.faults import NO_FAULTS, FaultSchedule
from hardware.pacing import MONOTONIC, Clock
from hardware.spec import Options, Spec, SpecError

__all__ = [
    "DeviceName",
    "SpecError",
    "camera",
    "list_cameras",
    "list_microphones",
    "list_printers",
    "list_speakers",
    "microphone",
    "printer",
    "speaker",
]

DEFAULT_DBFS = -12.0
MOST_PX = 4096
MOST_FPS = 120.0


@dataclass(frozen=True)
class DeviceName:
    """``spec`` goes into a configuration, ``name`` is what a person calls the device."""

    spec: str
    name: str


def camera(
    spec: str,
    *,
    width: int,
    height: int,
    fps: float,
    still: Size | None = None,
    clock: Clock = MONOTONIC,
) -> Camera:
    """A camera that delivers pictures of about this size and rate; a real one may deliver the nearest it
    has. With ``still`` it is opened at that size, which its stills have, and its pictures are scaled down.

    Raises ``SpecError``; that a device is missing shows only after its start.
    """
    for across, down in ((width, height), still or (width, height)):
        if not (16 <= across <= MOST_PX and 16 <= down <= MOST_PX and 1 <= fps <= MOST_FPS):
            raise SpecError(
                f"A camera of {across}x{down} at {fps:g} fps is not possible; "
                f"allowed are 16 to {MOST_PX} pixels and 1 to {MOST_FPS:g} fps."
            )
    read = Spec.parse(spec)
    match read.scheme:
        case "none":
            return AbsentCamera()
        case "file":
            from hardware.file_camera import file_camera

            return file_camera(Path(read.name), width, height, fps, clock)
        case "device":
            return _real_camera(read.name, width, height, fps, still)
        case _:
            return _simulated_camera(read, width, height, fps, still, clock)


def microphone(spec: str, *, clock: Clock = MONOTONIC) -> Microphone:
    """Raises ``SpecError``."""
    read = Spec.parse(spec)
    match read.scheme:
        case "none":
            return AbsentMicrophone()
        case "file":
            from hardware.file_sound import file_microphone

            return file_microphone(Path(read.name), clock=clock)
        case "device":
            from hardware.qt_sound import QtMicrophone

            return QtMicrophone(read.name)
        case _:
            return _simulated_microphone(read, clock)


def speaker(spec: str, channels: int = 1, *, clock: Clock = MONOTONIC) -> Speaker:
    """Raises ``SpecError``. ``channels`` is 1 or 2."""
    if channels not in (1, 2):
        raise SpecError(f"A speaker has 1 or 2 channels, not {channels}.")
    read = Spec.parse(spec)
    match read.scheme:
        case "none":
            return AbsentSpeaker(channels)
        case "file":
            from hardware.file_sound import file_speaker

            return file_speaker(Path(read.name), channels, clock=clock)
        case "device":
            from hardware.qt_sound import QtSpeaker

            return QtSpeaker(read.name, channels)
        case _:
            return _simulated_speaker(read, channels, clock)


def printer(spec: str, *, columns: int, clock: Clock = MONOTONIC) -> Printer:
    """A receipt printer for paper of so many columns: ``device:PATH`` of a device file, ``device:default``
    for the first one on USB, ``device:tcp://HOST[:PORT]``; ``file:PATH`` keeps the bytes. Raises
    ``SpecError``.
    """
    if columns not in COLUMNS:
        allowed = ", ".join(map(str, COLUMNS))
        raise SpecError(f"Paper with {columns} columns is not possible; allowed are: {allowed}.")
    read = Spec.parse(spec)
    match read.scheme:
        case "none":
            return AbsentPrinter()
        case "simulated":
            return _simulated_printer(read, columns, clock)
        case "file":
            from hardware.printer_ports import FilePort

            return _escpos_printer(read, partial(FilePort, Path(read.name)), columns, clock)
        case _:
            from hardware.printer_ports import SocketPort, address, open_device

            host = address(read.name)
            way = partial(open_device, read.name) if host is None else partial(SocketPort, *host)
            return _escpos_printer(read, way, columns, clock)


def list_cameras() -> list[DeviceName]:
    if platform.system() == "Linux":
        from hardware.v4l2 import capture_devices

        return [DeviceName(f"device:{node.path}", node.name) for node in capture_devices()]
    from hardware.opencv_camera import camera_indexes

    return [DeviceName(f"device:{index}", f"camera {index}") for index in camera_indexes()]


def list_microphones() -> list[DeviceName]:
    """Needs a QCoreApplication in the program."""
    from hardware.qt_sound import microphone_names

    return [DeviceName(f"device:{identity}", name) for identity, name in microphone_names()]


def list_speakers() -> list[DeviceName]:
    """Needs a QCoreApplication in the program."""
    from hardware.qt_sound import speaker_names

    return [DeviceName(f"device:{identity}", name) for identity, name in speaker_names()]


def list_printers() -> list[DeviceName]:
    """On USB; a printer on the network has to be named."""
    from hardware.printer_ports import usb_printers

    return [DeviceName(f"device:{path}", path) for path in usb_printers()]


# ---------------------------------------------------------------- one kind each


def _real_camera(name: str, width: int, height: int, fps: float, still: Size | None) -> Camera:
    if platform.system() == "Linux":
        from hardware.v4l2_camera import V4l2Camera

        return V4l2Camera(name, width, height, fps, still)
    from hardware.opencv_camera import OpenCvCamera

    return OpenCvCamera(name, width, height, fps, still=still)


def _simulated_camera(
    spec: Spec, width: int, height: int, fps: float, still: Size | None, clock: Clock
) -> Camera:
    from hardware.paced import OpenPictures, PacedCamera
    from hardware.simulated.scene import Scene

    options = Options(spec)
    open_pictures: OpenPictures
    match spec.name:
        case "booth":
            booth = options.take("booth", _booth)
            people = options.take("people", _booth, booth)
            open_pictures = partial(Scene, booth, people, width, height, options.take("grain", _grain, 0))
        case "officer":
            open_pictures = partial(Scene, 0, 0, width, height, options.take("grain", _grain, 0))
        case "card":
            from hardware.simulated.card import Card  # with OpenCV, which takes 24 MiB

            open_pictures = partial(Card, options.take("booth", _booth, 0), width, height)
        case "documents":
            from hardware.simulated.desk_script import EMPTY_DESK, DeskScript
            from hardware.simulated.document_desk import DESK_STILL, DocumentDesk, Laying, Lies
            from hardware.simulated.participant import Participant

            person, seed = options.take("person", _person, 1), options.take("seed", _seed, 1)
            laying: Laying
            if options.has("asked"):
                laying = Participant(options.take("asked", Path), person, seed)
            else:
                laying = Lies(
                    script=options.take("script", DeskScript.parse, EMPTY_DESK),
                    switch=options.take("show", Path) if options.has("show") else None,
                    person=person,
                    seed=seed,
                )
            open_pictures = partial(DocumentDesk, laying, (width, height), still or DESK_STILL)
        case _:
            raise _unknown_kind("camera", spec, "booth, card, documents, officer")
    faults = _faults(options)
    options.done()
    return PacedCamera(f"camera {spec.text}", open_pictures, fps, faults, clock)


def _simulated_microphone(spec: Spec, clock: Clock) -> Microphone:
    from hardware.file_sound import looped
    from hardware.paced import OpenSound, PacedMicrophone
    from hardware.simulated.sound import Clicks, Part, Tone, While, mixed

    options = Options(spec)
    open_sound: OpenSound
    match spec.name:
        case "silence":
            open_sound = mixed()
        case "tone":
            hz = options.take("hz", _hz)
            open_sound = mixed(Tone(hz, options.take("dbfs", _dbfs, DEFAULT_DBFS)))
        case "speech":
            open_sound = looped(options.take("path", Path))
        case "clicks":
            parts: list[Part] = [Clicks(options.take("booth", _booth))]
            if options.has("tone_hz", "dbfs"):
                tone_hz = options.take("tone_hz", _hz)
                parts.append(Tone(tone_hz, options.take("dbfs", _dbfs, DEFAULT_DBFS)))
            if options.has("leak_hz", "leak_dbfs", "leak_while"):
                leak_hz, leak_dbfs = options.take("leak_hz", _hz), options.take("leak_dbfs", _dbfs)
                leak = Tone(leak_hz, leak_dbfs)
                switch = options.take("leak_while", Path) if options.has("leak_while") else None
                parts.append(leak if switch is None else While(switch, leak))
            open_sound = mixed(*parts)
        case _:
            raise _unknown_kind("microphone", spec, "clicks, silence, speech, tone")
    faults = _faults(options)
    options.done()
    return PacedMicrophone(f"microphone {spec.text}", open_sound, faults, clock)


def _simulated_speaker(spec: Spec, channels: int, clock: Clock) -> Speaker:
    from hardware.file_sound import recorder
    from hardware.paced import OpenSink, PacedSpeaker
    from hardware.simulated.discard import Discard

    options = Options(spec)
    open_sink: OpenSink
    match spec.name:
        case "record":
            open_sink = recorder(options.take("path", Path), channels)
        case "discard":
            open_sink = Discard
        case _:
            raise _unknown_kind("speaker", spec, "discard, record")
    faults = _faults(options)
    options.done()
    return PacedSpeaker(f"speaker {spec.text}", channels, open_sink, faults, clock)


def _escpos_printer(
    spec: Spec, open_port: OpenPort, columns: int, clock: Clock, faults: FaultSchedule = NO_FAULTS
) -> Printer:
    return EscPosPrinter(f"printer {spec.text}", open_port, columns, faults, clock)


def _simulated_printer(spec: Spec, columns: int, clock: Clock) -> Printer:
    from hardware.simulated.roll import ENDLESS, Roll

    if spec.name != "printer":
        raise _unknown_kind("printer", spec, "printer")
    options = Options(spec)
    roll = Roll(options.take("path", Path), options.take("paper", _printouts, ENDLESS))
    faults = _faults(options)
    options.done()
    return _escpos_printer(spec, roll.open, columns, clock, faults)


def _unknown_kind(device: str, spec: Spec, allowed: str) -> SpecError:
    return SpecError(f"{spec.text!r}: there is no simulated {device} {spec.name!r}; allowed are: {allowed}.")


# ---------------------------------------------------------------- values


def _faults(options: Options) -> FaultSchedule:
    return options.take("fault", FaultSchedule.parse, NO_FAULTS)


def _booth(text: str) -> int:
    return int(_number(text, 0, 255, "a whole number from 0 to 255", whole=True))


def _person(text: str) -> int:
    return int(_number(text, 1, 1000, "a whole number from 1 to 1000", whole=True))


def _printouts(text: str) -> int:
    return int(_number(text, 0, 10_000, "a whole number from 0 to 10000", whole=True))


def _seed(text: str) -> int:
    return int(_number(text, 0, 2**31, "a whole number from 0", whole=True))


def _grain(text: str) -> int:
    return int(_number(text, 0, 40, "a whole number from 0 to 40", whole=True))


def _hz(text: str) -> float:
    return _number(text, 20, 20_000, "a frequency from 20 to 20000")


def _dbfs(text: str) -> float:
    return _number(text, -120, 0, "a level from -120 to 0")


def _number(text: str, least: float, most: float, allowed: str, *, whole: bool = False) -> float:
    try:
        value = int(text) if whole else float(text)
    except ValueError as error:
        raise ValueError(f"it must be {allowed}") from error
    if not least <= value <= most:
        raise ValueError(f"it must be {allowed}")
    return value
