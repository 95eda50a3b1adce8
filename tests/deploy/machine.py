"""A machine to run `deploy/setup.sh` on: a folder whose commands are small scripts that note what was asked.

Responsible for: a fresh checkout, a Python that makes environments at once, a package archive in a text file.
Not for: what the script must do with them (``test_setup``).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.helpers.checkout import ROOT

TOOLS = ("bash", "cat", "cksum", "dirname", "env", "flock", "grep", "rm", "sed", "tr")

COMMANDS = {
    "id": 'echo "$USER_ID"',
    "sudo": '[ -e "$MACHINE/sudo" ] || exit 1\necho "sudo $*" >>"$MACHINE/log"\nshift\n"$@"',
    "dpkg-query": 'grep -qx "${@: -1}" "$MACHINE/installed" && echo installed',
    "apt-cache": 'grep -x "${@: -1}" "$MACHINE/archive"',
    "apt-get": """
        case "$*" in *--simulate*) grep -qx "${@: -1}" "$MACHINE/addable"; exit ;; esac
        echo "apt-get $*" >>"$MACHINE/log"
        [ "$1" = install ] || exit 0
        for name in "$@"; do echo "$name" >>"$MACHINE/installed"; done
    """,
    "python3": """
        case "$*" in
            "-m venv .venv")
                echo venv >>"$MACHINE/log"
                mkdir -p .venv/bin
                cp "$MACHINE/environment-python" .venv/bin/python ;;
            *ensurepip*) [ ! -e "$MACHINE/no-ensurepip" ] ;;
            *) exec "$REAL_PYTHON" "$@" ;;
        esac
    """,
}

ENVIRONMENT_PYTHON = """
    [ "$1" = -c ] && exit 0
    echo "pip ${@: -1}" >>"$MACHINE/log"
    [ ! -e "$MACHINE/cut-off" ] || exit 130
"""


class Machine:
    """A bare Debian with a checkout. ``log`` is what was asked of it, in order."""

    def __init__(self, folder: Path, *, user_id: int = 1000) -> None:
        self.folder = folder
        self.checkout = folder / "checkout"
        self.user_id = user_id
        self._bin = folder / "bin"
        self._bin.mkdir()
        (self.checkout / "deploy").mkdir(parents=True)
        for name in ("setup.sh", "system-packages.txt"):
            shutil.copy(ROOT / "deploy" / name, self.checkout / "deploy" / name)
        (self.checkout / "requirements.lock").write_text("numpy==2.0\n")
        (self.checkout / "pyproject.toml").write_text("[project]\n")
        for name in (*TOOLS, "cp", "mkdir"):
            tool = shutil.which(name)
            assert tool is not None
            (self._bin / name).symlink_to(tool)
        for name, lines in COMMANDS.items():
            self._write_command(self._bin / name, lines)
        self._write_command(folder / "environment-python", ENVIRONMENT_PYTHON)
        (folder / "log").touch()
        (folder / "installed").touch()
        self.archive("bash", "libglib2.0-0t64", "chromium", "postgresql", "pulseaudio")

    def archive(self, *names: str, in_conflict: Sequence[str] = ()) -> None:
        """The packages that the archive has (of the others apt-get knows too, but has no details).

        Those ``in_conflict`` could be had only by removing what is installed.
        """
        (self.folder / "archive").write_text("".join(f"{name}\n" for name in (*names, *in_conflict)))
        (self.folder / "addable").write_text("".join(f"{name}\n" for name in names))

    def without(self, command: str) -> None:
        (self._bin / command).unlink()

    def command(self, name: str, lines: str) -> None:
        self._write_command(self._bin / name, lines)

    def note(self, name: str) -> Path:
        """A file that switches a behaviour on: ``sudo``, ``no-ensurepip``, ``cut-off``."""
        path = self.folder / name
        path.touch()
        return path

    def log(self) -> list[str]:
        return (self.folder / "log").read_text().splitlines()

    def set_up(self, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run the script; ``stdout`` holds what it said, errors too. ``variables``: more environment."""
        with self.start(**variables) as running:
            said, _ = running.communicate(timeout=60)
        return subprocess.CompletedProcess(running.args, running.returncode, said)

    def start(self, **variables: str) -> subprocess.Popen[str]:
        environment = {
            "PATH": str(self._bin),
            "MACHINE": str(self.folder),
            "USER_ID": str(self.user_id),
            "REAL_PYTHON": sys.executable,
            "HOME": os.environ.get("HOME", "/"),
            **variables,
        }
        return subprocess.Popen(
            [self._bin / "bash", self.checkout / "deploy" / "setup.sh", "programs", "tests"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def _write_command(self, path: Path, lines: str) -> None:
        path.unlink(missing_ok=True)
        path.write_text(f"#!{shutil.which('bash')}\n{lines}\n")
        path.chmod(0o755)
