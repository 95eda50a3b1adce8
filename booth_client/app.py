"""The booth's program: reads the configuration, builds all objects, runs until told to end.

Responsible for: the only place that builds, and the process's ends (signals, exit codes). Not for: behaviour.
"""

from __future__ import annotations

import argparse
import getpass
import logging
import sys
from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QApplication

from booth_client.config import BoothConfig
from booth_client.controller import BoothController, OwnPictures
from booth_client.core.snapshot import Snapshot
from booth_client.runtime.booth import BoothRuntime
from booth_client.runtime.devices import Equipment
from booth_client.runtime.operator_pin import OperatorPin, hash_pin
from booth_client.views.operator import PIN_MOST
from booth_client.views.window import BoothWindow, keep_on_top
from channel.qt import theme
from channel.qt.bridge import Bridge
from channel.qt.display import missing_display
from channel.qt.garbage import GarbageTimer
from channel.qt.gui_watch import GuiWatch
from channel.qt.pilot import Pilot
from channel.qt.signals import QuitOnSignal
from channel.runtime.latest import LatestFrame
from channel.runtime.tls import BadAuthority, InsecureUrl, client_context
from channel.settings import command_line, logs
from channel.settings.files import SettingsError, read_secret
from hardware import picture_code, registry
from hardware.devices import Size

PROGRAM = "bilik-booth"
SUMMARY = "A booth of Bilik: the screen, camera and sound that a participant meets."

GUIDE: Final[Size] = (1280, 720)
"""Of the frames in which papers are looked for."""
FACE_STILL: Final[Size] = (1280, 720)
"""Of the portrait, at least."""

_log = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the booth; returns the process's exit status."""
    config, arguments = command_line.parse(PROGRAM, SUMMARY, BoothConfig, argv, _arguments)
    logs.start(arguments.log_level)
    kiosk = config.kiosk.enabled and not arguments.windowed
    if arguments.pilot and kiosk:
        return _refuse("--pilot is not possible in kiosk mode: give --windowed too.")
    if kiosk and not config.kiosk.operator_pin_argon2:
        _log.warning("kiosk mode without an operator's PIN (--hash-pin): nobody at this screen can end it")
    try:
        runtime = build_runtime(config)
    except (SettingsError, registry.SpecError, InsecureUrl, BadAuthority) as error:
        return _refuse(str(error))
    if (sentence := missing_display()) is not None:
        return _refuse(sentence)
    return _run(runtime, config, kiosk=kiosk, piloted=arguments.pilot)


def _run(runtime: BoothRuntime, config: BoothConfig, *, kiosk: bool, piloted: bool) -> int:
    application = QApplication(sys.argv[:1])
    application.setApplicationName(PROGRAM)
    # In kiosk mode a window that somehow went away must not end the program.
    application.setQuitOnLastWindowClosed(False)
    theme.load_fonts()
    snapshots: Bridge[Snapshot] = Bridge(runtime.first_snapshot)
    officer: Bridge[LatestFrame | None] = Bridge(None)
    window = BoothWindow(config.texts, kiosk=kiosk)
    pin = OperatorPin(config.kiosk.operator_pin_argon2)
    pictures = OwnPictures(runtime.own.latest, runtime.papers.latest)
    controller = BoothController(window, runtime, snapshots, officer, pictures, pin)

    # exit, not quit: quit first asks all windows, and in kiosk mode the window says no.
    def leave() -> None:
        application.exit(0)

    controller.leaving.connect(leave)
    window.own_resized.connect(runtime.own.show_at)
    window.document_resized.connect(runtime.papers.show_at)
    pilot = Pilot(lambda: [window], picture_code.read) if piloted else None
    if pilot is not None:
        controller.stepped.connect(pilot.tell_step)
    GarbageTimer(application).start()
    GuiWatch(application).start()
    with QuitOnSignal(leave):
        runtime.start(snapshots.publish, officer.publish)
        if kiosk:
            keep_on_top(window)
        else:
            window.show()
        if pilot is not None:
            pilot.start()
        status = application.exec()
    _log.info("ending")
    if pilot is not None:
        pilot.stop()
    window.allow_close()
    window.close()
    runtime.stop()
    return status


def build_runtime(config: BoothConfig) -> BoothRuntime:
    """With the devices that the configuration names. Raises what ``main`` refuses with a sentence."""
    tls = client_context(config.server.authority) if config.server.url.startswith("wss:") else None
    return BoothRuntime(config, _token(config), tls, _equipment(config))


def _equipment(config: BoothConfig) -> Equipment:
    names, picture = config.devices, config.picture
    wide, high = GUIDE if not names.document_camera else (0, 0)
    # One camera for both is opened at the size of papers, and its frames show what is wrong with one.
    still = FACE_STILL if names.document_camera else (names.document_width, names.document_height)
    camera = registry.camera(
        names.camera,
        width=max(picture.width, wide),
        height=max(picture.height, high),
        fps=picture.fps,
        still=(max(picture.width, still[0]), max(picture.height, still[1])),
    )
    papers = None
    if names.document_camera:
        papers = registry.camera(
            names.document_camera,
            width=GUIDE[0],
            height=GUIDE[1],
            fps=names.document_fps,
            still=(names.document_width, names.document_height),
        )
    printer = None
    if names.printer != "none":
        printer = registry.printer(names.printer, columns=names.printer_columns)
    speaker = registry.speaker(names.speaker, channels=1)
    return Equipment(camera, registry.microphone(names.microphone), speaker, papers, printer)


def _token(config: BoothConfig) -> str:
    if config.token:
        return config.token
    if config.token_file is None:
        raise SettingsError('the booth has no secret: set "token" or "token_file" in its settings.')
    return read_secret(config.token_file)


def _refuse(sentence: str) -> int:
    print(f"{PROGRAM}: {sentence}", file=sys.stderr)
    return 2


class _HashPin(argparse.Action):
    """Asks for a PIN and prints what goes into the configuration."""

    def __call__(self, *_: object) -> None:
        pin = getpass.getpass("PIN (4 to 12 digits): ")
        if not (pin.isascii() and pin.isdecimal() and 4 <= len(pin) <= PIN_MOST):
            raise SystemExit(_refuse(f"a PIN has 4 to {PIN_MOST} digits."))
        print(f'operator_pin_argon2 = "{hash_pin(pin)}"')
        raise SystemExit(0)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--windowed", action="store_true", help="in a window, without kiosk mode")
    parser.add_argument(
        "--pilot", action="store_true", help="be driven by JSON lines on standard input (demo and tests)"
    )
    parser.add_argument(
        "--hash-pin", action=_HashPin, nargs=0, help="ask for an operator's PIN, print its hash, and exit"
    )
