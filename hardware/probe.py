"""``bilik-probe``: what this machine has, and whether it works.

Responsible for: listing devices, trying each one, a sentence for every failure, the exit status. Not for: the
trials themselves (``trials``) or devices (``registry``). For branch IT, so it speaks English.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from hardware import registry
from hardware.device_thread import DeviceFault
from hardware.registry import DeviceName, SpecError
from hardware.trials import Trial, try_camera, try_microphone, try_speaker

KEYS = {
    "camera": 'list of specs to try, e.g. ["device:default"]; without it, every camera',
    "microphone": "list of specs to try; without it, every microphone",
    "speaker": "list of specs to try; without it, every speaker",
}
"""The keys of the configuration file."""
EXAMPLE = """\
# What bilik-probe tries. Every key may be left out: then every device of that kind is tried. An empty list
# tries none.
# A spec is device:NAME (device:default), file:PATH, simulated:KIND or none.

# Cameras: each must give a picture.
camera = ["device:default"]

# Microphones: each must give sound for half a second.
microphone = ["device:default"]

# Speakers: each plays half a second of a soft tone, silence with --quiet.
speaker = ["device:default"]
"""


class ConfigurationError(Exception):
    """One sentence: the file, the key and what is allowed."""


@dataclass(frozen=True)
class Kind:
    """One kind of device: how to list and how to try."""

    name: str
    plural: str
    present: Callable[[], list[DeviceName]]
    attempt: Callable[[str], Trial]


def main(argv: Sequence[str] | None = None) -> int:
    """0 when every device that was tried works, 1 otherwise, 2 for wrong use."""
    options = _parser().parse_args(argv)
    if options.print_config:
        sys.stdout.write(EXAMPLE)
        return 0
    try:
        chosen = load(options.config) if options.config else {}
    except ConfigurationError as error:
        print(f"bilik-probe: {error}", file=sys.stderr)
        return 2
    application = QCoreApplication.instance() or QCoreApplication(["bilik-probe"])
    trials = _try_all(chosen, quiet=options.quiet, tell=_silent if options.json else _tell)
    del application
    works = all(trial.works for trial in trials)
    if options.json:
        print(json.dumps({"works": works, "devices": [asdict(trial) for trial in trials]}, indent=2))
    else:
        print("\nEverything works." if works else f"\n{sum(not trial.works for trial in trials)} failed.")
    return 0 if works else 1


def load(path: Path) -> dict[str, list[str]]:
    """Specs to try by kind; raises ``ConfigurationError``."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} is not TOML: {error}.") from error
    for key, value in table.items():
        if key not in KEYS:
            raise ConfigurationError(f"{path}: unknown key {key!r}; allowed are: {', '.join(KEYS)}.")
        if not isinstance(value, list) or not all(isinstance(spec, str) for spec in value):
            raise ConfigurationError(f'{path}: {key!r} must be a list of specs, e.g. ["device:default"].')
    return table


def _parser() -> argparse.ArgumentParser:
    keys = "\n".join(f"  {key:<12}{meaning}" for key, meaning in KEYS.items())
    parser = argparse.ArgumentParser(
        prog="bilik-probe",
        description="Lists this machine's cameras, microphones and speakers and tries each of them.",
        epilog=f"keys of the configuration file (TOML):\n{keys}\n\n"
        "exit status: 0 all work, 1 something does not, 2 wrong use",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"bilik-probe {_version()}")
    parser.add_argument("--config", type=Path, metavar="FILE", help="which devices to try")
    parser.add_argument("--print-config", action="store_true", help="print a configuration file and end")
    parser.add_argument("--json", action="store_true", help="the result as JSON on stdout")
    parser.add_argument(
        "--quiet", action="store_true", help="try speakers with silence instead of a soft tone"
    )
    return parser


def _version() -> str:
    try:
        return version("bilik")
    except PackageNotFoundError:
        return "(not installed)"


def _try_all(chosen: dict[str, list[str]], *, quiet: bool, tell: Callable[[str], None]) -> list[Trial]:
    kinds = (
        Kind("camera", "cameras", registry.list_cameras, try_camera),
        Kind("microphone", "microphones", registry.list_microphones, try_microphone),
        Kind("speaker", "speakers", registry.list_speakers, lambda spec: try_speaker(spec, quiet=quiet)),
    )
    trials = []
    for kind in kinds:
        tell(f"\n{kind.plural.capitalize()}\n")
        found = _present(kind)
        names = {device.spec: device.name for device in found}
        # Where there is none, trying the default one says why.
        specs = chosen.get(kind.name, list(names) or ["device:default"])
        for spec in specs:
            tell(f"  {names.get(spec, spec)} … ")
            trial = _attempt(kind, spec, names.get(spec, spec))
            tell(f"{'works' if trial.works else 'FAILED'}: {trial.text}\n")
            trials.append(trial)
        for device in found:
            if device.spec not in specs:
                tell(f"  {device.name} ({device.spec}) present, not tried\n")
    return trials


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
