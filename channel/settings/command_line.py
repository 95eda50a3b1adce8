"""The command line that all programs share.

Responsible for: ``--help --version --config FILE --print-config --log-level`` and a program's own arguments;
reading the settings file; one line and exit code 2 when it is wrong. Not for: starting the log (``logs``).
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from channel.settings import files, logs
from channel.settings.version import VERSION

Settings = TypeVar("Settings", bound=msgspec.Struct)


def parse(
    program: str,
    summary: str,
    struct: type[Settings],
    argv: Sequence[str] | None,
    extra: Callable[[ArgumentParser], None] | None = None,
) -> tuple[Settings, Namespace]:
    """The program's settings and its other arguments; ``argv`` None means the process's own.

    ``extra`` adds the program's own arguments to the parser; ``namespace.log_level`` is for ``logs.start``.
    Ends the process (``SystemExit``): 0 after --help, --version, --print-config; 2 and one line on a mistake.
    """
    parser = ArgumentParser(prog=program, description=summary)
    parser.add_argument("--version", action="version", version=f"{program} {VERSION}")
    parser.add_argument("--config", metavar="FILE", type=Path, help="settings file (TOML)")
    parser.add_argument(
        "--print-config", action="store_true", help="print a settings file with every key explained, and exit"
    )
    parser.add_argument(
        "--log-level", choices=logs.LEVELS, default="info", help="how much to tell on standard error"
    )
    if extra is not None:
        extra(parser)
    namespace = parser.parse_args(argv)
    if namespace.print_config:
        print(files.example(struct), end="")
        raise SystemExit(0)
    try:
        settings = (
            files.defaults(struct) if namespace.config is None else files.load(struct, namespace.config)
        )
    except files.SettingsError as error:
        print(f"{program}: {error}", file=sys.stderr)
        raise SystemExit(2) from None
    return settings, namespace
