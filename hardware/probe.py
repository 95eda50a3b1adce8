"""``bilik-probe``: what this machine has, and whether it works.

Responsible for: listing devices, trying each one and the echo between speaker and microphone, a sentence for
every failure, the exit status. Not for: the trials themselves (``trials``, ``echo_trial``) or devices
(``registry``). For branch IT, so it speaks English.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Literal

from msgspec import Meta
from PySide6.QtCore import QCoreApplication

from channel.settings import command_line, logs
from channel.settings.tables import Table
from hardware import registry
from hardware.device_thread import DeviceFault
from hardware.echo_trial import try_echo
from hardware.registry import DeviceName, SpecError
from hardware.trials import Trial, try_camera, try_microphone, try_printer, try_speaker

PROGRAM = "bilik-probe"
SUMMARY = (
    "Lists this machine's cameras, microphones, speakers and receipt printers and tries each of them. "
    "Exit status: 0 all work, 1 something does not, 2 wrong use."
)


class ProbeConfig(Table, frozen=True):
    """What is tried. A spec is device:NAME (device:default), file:PATH, simulated:KIND or none."""

    camera: Annotated[
        tuple[str, ...] | None,
        Meta(
            description="Specs of the cameras to try: device:NAME (device:default), file:PATH, "
            "simulated:KIND or none. Without this key every camera is tried; an empty list tries none.",
            examples=[["device:default"]],
        ),
    ] = None
    microphone: Annotated[
        tuple[str, ...] | None,
        Meta(
            description="As camera; each must give sound for two seconds. Speak meanwhile to see your level.",
            examples=[["device:default"]],
        ),
    ] = None
    speaker: Annotated[
        tuple[str, ...] | None,
        Meta(
            description="As camera; each plays half a second of a soft tone, with --quiet of silence.",
            examples=[["device:default"]],
        ),
    ] = None
    printer: Annotated[
        tuple[str, ...] | None,
        Meta(
            description="Specs of the receipt printers to look at: device:/dev/usb/lp0, device:default, "
            "device:tcp://HOST:9100, file:PATH, simulated:KIND or none. Without this key those on USB. "
            "Nothing is printed without --print.",
            examples=[["device:default"]],
        ),
    ] = None
    printer_columns: Annotated[
        Literal[32, 42, 48],
        Meta(description="Characters in a line of the printer's paper; --print shows how many fit."),
    ] = 48
    echo: Annotated[
        bool,
        Meta(
            description="Play a short sweep through the first speaker that works and tell how loudly and how "
            "late the first microphone that works hears it; not with --quiet."
        ),
    ] = True


@dataclass(frozen=True)
class Kind:
    """One kind of device: what the settings chose (None: every one), how to list and how to try."""

    name: str
    chosen: tuple[str, ...] | None
    present: Callable[[], list[DeviceName]]
    attempt: Callable[[str], Trial]
    expected: bool = True
    """Whether a machine without one is to be told of."""


def main(argv: Sequence[str] | None = None) -> int:
    """0 when every device that was tried works, 1 otherwise, 2 for wrong use."""
    config, options = command_line.parse(PROGRAM, SUMMARY, ProbeConfig, argv, _add_options)
    logs.start(options.log_level, PROGRAM)
    application = QCoreApplication.instance() or QCoreApplication([PROGRAM])
    tell = _silent if options.json else _tell
    trials = _try_all(config, quiet=options.quiet, slip=options.print, tell=tell)
    del application
    works = all(trial.works for trial in trials)
    if options.json:
        print(json.dumps({"works": works, "devices": [asdict(trial) for trial in trials]}, indent=2))
    else:
        print("\nEverything works." if works else f"\n{sum(not trial.works for trial in trials)} failed.")
    return 0 if works else 1


def _add_options(parser: ArgumentParser) -> None:
    parser.set_defaults(log_level="warning")  # the trials tell what happens; the log would say it twice
    parser.add_argument("--json", action="store_true", help="the result as JSON on standard output")
    parser.add_argument(
        "--quiet", action="store_true", help="try speakers with silence instead of a soft tone, and no echo"
    )
    parser.add_argument("--print", action="store_true", help="print a test slip on each receipt printer")


def _try_all(config: ProbeConfig, *, quiet: bool, slip: bool, tell: Callable[[str], None]) -> list[Trial]:
    def try_this_speaker(spec: str) -> Trial:
        return try_speaker(spec, quiet=quiet)

    def try_this_printer(spec: str) -> Trial:
        return try_printer(spec, config.printer_columns, slip=slip)

    kinds = (
        Kind("camera", config.camera, registry.list_cameras, try_camera),
        Kind("microphone", config.microphone, registry.list_microphones, try_microphone),
        Kind("speaker", config.speaker, registry.list_speakers, try_this_speaker),
        Kind("printer", config.printer, registry.list_printers, try_this_printer, expected=False),
    )
    trials: list[Trial] = []
    for kind in kinds:
        found = _present(kind)
        names = {device.spec: device.name for device in found}
        # Where there is none, trying the default one says why.
        every = tuple(names) or (("device:default",) if kind.expected else ())
        specs = every if kind.chosen is None else kind.chosen
        if specs or kind.expected:
            tell(f"\n{kind.name.capitalize()}s\n")
        for spec in specs:
            tell(f"  {names.get(spec, spec)} … ")
            trial = _attempt(kind, spec, names.get(spec, spec))
            tell(f"{'works' if trial.works else 'FAILED'}: {trial.text}\n")
            trials.append(trial)
        for device in found:
            if device.spec not in specs:
                tell(f"  {device.name} ({device.spec}) present, not tried\n")
    if config.echo and not quiet:
        trials += _try_echo(trials, tell)
    return trials


def _try_echo(trials: list[Trial], tell: Callable[[str], None]) -> list[Trial]:
    """Of the first speaker and the first microphone that work; nothing where one of them is missing."""
    works = {trial.kind: trial for trial in reversed(trials) if trial.works}
    if "speaker" not in works or "microphone" not in works:
        return []
    speaker, microphone = works["speaker"], works["microphone"]
    tell(f"\nEcho\n  {speaker.name} > {microphone.name} … ")
    trial = try_echo(speaker.spec, microphone.spec).named(f"{speaker.name} > {microphone.name}")
    tell(f"{'works' if trial.works else 'FAILED'}: {trial.text}\n")
    return [trial]


def _present(kind: Kind) -> list[DeviceName]:
    try:
        return kind.present()
    except DeviceFault:
        # Trying the device says the same in its own words.
        return []


def _attempt(kind: Kind, spec: str, name: str) -> Trial:
    try:
        return kind.attempt(spec).named(name)
    except SpecError as error:
        return Trial(kind.name, spec, name, False, str(error))


def _tell(text: str) -> None:
    # At once, because a trial takes seconds and people want to see which one.
    print(text, end="", flush=True)


def _silent(text: str) -> None:
    """Nothing but the result goes to stdout."""
