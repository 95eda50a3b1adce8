"""The officer's console as a program: the only place that builds its objects.

Responsible for: command line, order of start and end. Not for: anything that happens in between.
"""

from __future__ import annotations

import logging
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from channel.qt.bridge import Bridge
from channel.qt.display import missing_display
from channel.qt.garbage import GarbageTimer
from channel.qt.gui_watch import GuiWatch
from channel.qt.language import Language, switch
from channel.qt.pilot import Pilot
from channel.qt.signals import QuitOnSignal
from channel.qt.theme import load_fonts
from channel.runtime.own_load import OwnLoad
from channel.runtime.tls import BadAuthority, InsecureUrl
from channel.settings import command_line, logs
from channel.settings.files import SettingsError, read_secret
from channel.wire.ids import OfficerId
from cso_console.config import ConsoleConfig, Officer
from cso_console.controller import Controller
from cso_console.core.intents import LogIn
from cso_console.core.snapshot import DeskSnapshot
from cso_console.runtime.desk_runtime import DeskRuntime
from cso_console.views.diagnostics import OwnFigures
from cso_console.views.window import ConsoleWindow
from hardware import picture_code
from hardware.registry import SpecError

_log = logging.getLogger(__name__)

PROGRAM = "bilik-console"
SUMMARY = "The officer's console: up to six private booths at once."
WRONG_SETTINGS = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the console until its window is closed. Exit code 2: the settings cannot be used; says why."""
    config, arguments = command_line.parse(PROGRAM, SUMMARY, ConsoleConfig, argv, _add_arguments)
    logs.start(arguments.log_level, PROGRAM)
    if (sentence := missing_display()) is not None:
        return _refuse(sentence)
    app = QApplication([PROGRAM])
    app.setApplicationDisplayName("Bilik")
    load_fonts()
    switch(app, Language(config.language), "console")
    bridge = Bridge(DeskSnapshot(branch=config.branch, capacity=config.capacity))
    try:
        log_in = _own_log_in(config.officer)
        runtime = DeskRuntime(config, bridge.publish)
    except (SettingsError, InsecureUrl, BadAuthority, SpecError) as error:
        return _refuse(str(error))
    gui_watch, load = GuiWatch(app), OwnLoad()
    window = ConsoleWindow(
        runtime.frames,
        runtime.meters,
        runtime.microphone_meter,
        lambda: OwnFigures(load.look(), gui_watch.figures(), runtime.net_watch.figures()),
        runtime.pictures,
    )
    window.login.card.officer.setText(config.officer.id)
    window.resize(arguments.size)
    pilot = Pilot(lambda: [window], picture_code.read) if arguments.pilot else None
    GarbageTimer(app).start()
    gui_watch.start()
    with QuitOnSignal(app.quit):
        runtime.start()
        Controller(window, runtime, bridge)
        if log_in is not None:
            runtime.intend(log_in)
        if arguments.fullscreen:
            window.showFullScreen()
        else:
            window.show()
        if pilot is not None:
            pilot.start()
        try:
            return app.exec()
        finally:
            runtime.stop()
            if pilot is not None:
                pilot.stop()


def _refuse(sentence: str) -> int:
    print(f"{PROGRAM}: {sentence}", file=sys.stderr)
    return WRONG_SETTINGS


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--fullscreen", action="store_true", help="cover the whole screen")
    parser.add_argument(
        "--size",
        type=_size,
        default=QSize(1920, 1080),
        metavar="WxH",
        help="size of the window in pixels, 1280x720 or more (default 1920x1080)",
    )
    parser.add_argument(
        "--pilot", action="store_true", help="take commands from standard input (demonstrations and tests)"
    )


def _size(text: str) -> QSize:
    parts = re.fullmatch(r"(\d{3,5})x(\d{3,5})", text)
    if parts is None:
        raise ArgumentTypeError(f"{text!r} is not a size such as 1920x1080")
    return QSize(int(parts[1]), int(parts[2]))


def _own_log_in(officer: Officer) -> LogIn | None:
    """The login of a console that needs nobody at its keyboard. Raises ``SettingsError``."""
    if officer.password_file is None:
        return None
    password = read_secret(officer.password_file)
    _log.warning("the password comes from a file: for demonstrations and tests only")
    return LogIn(OfficerId(officer.id), password)
