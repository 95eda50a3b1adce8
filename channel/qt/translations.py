"""Keeps the translations in step with the sources: ``python -m channel.qt.translations
update|release|check``.

Responsible for: one catalogue for each program in ``assets/translations``: ``update`` brings new texts from
the sources into the ``.ts`` file (to be translated by a person), ``release`` compiles it to the ``.qm``
that the program loads, ``check`` fails when a text is missing or unfinished or the compiled file is old.
Not for: switching (``language``). Works in a checkout, with the tools that come with PySide6, without a
network.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import PySide6

from assets import asset_path


@dataclass(frozen=True)
class Catalogue:
    """The texts of one program. ``sources``: its package, relative to the checkout."""

    name: str
    sources: str

    def ts(self, directory: Path) -> Path:
        return directory / f"{self.name}_en.ts"

    def qm(self, directory: Path) -> Path:
        return directory / f"{self.name}_en.qm"


CATALOGUES: Final = (Catalogue("booth", "booth_client"), Catalogue("console", "cso_console"))


class ToolError(RuntimeError):
    """Qt's own tool failed; the text is what it said."""


def update(catalogue: Catalogue, directory: Path) -> None:
    """Bring the texts of the sources into the ``.ts`` file in ``directory``, keeping what is translated."""
    root = asset_path("translations").parent.parent
    # Relative and sorted, so that two checkouts make the same file.
    sources = sorted(str(path.relative_to(root)) for path in (root / catalogue.sources).rglob("*.py"))
    _run(
        "lupdate",
        *("-locations", "none", "-no-obsolete", "-source-language", "id_ID", "-target-language", "en_GB"),
        *(*sources, "-ts", str(catalogue.ts(directory))),
        cwd=root,
    )


def release(catalogue: Catalogue, directory: Path, target: Path) -> None:
    """Compile the ``.ts`` in ``directory`` to ``target``."""
    _run("lrelease", str(catalogue.ts(directory)), "-qm", str(target), cwd=directory)


def faults(catalogue: Catalogue, directory: Path) -> list[str]:
    """What is wrong with the catalogue in ``directory``, a sentence each; empty when all is well."""
    ts, qm = catalogue.ts(directory), catalogue.qm(directory)
    if not ts.exists() or not qm.exists():
        return [f"{ts.name} or {qm.name} does not exist: run update, translate, run release."]
    found = [f"{ts.name} has no translation for: {text}" for text in _unfinished(ts)]
    # lupdate takes any call of tr for QObject.tr, where the first argument is the text.
    found += [
        f'{ts.name} has a text of no class, which is never found: write translate("{text}", …), not tr.'
        for context, text, _ in _messages(ts)
        if not context
    ]
    with tempfile.TemporaryDirectory() as name:
        fresh = Path(name)
        shutil.copy(ts, catalogue.ts(fresh))
        update(catalogue, fresh)
        if _messages(catalogue.ts(fresh)) != _messages(ts):
            found.append(f"{ts.name} does not hold the texts of the sources: run update, translate, release.")
        release(catalogue, directory, catalogue.qm(fresh))
        if catalogue.qm(fresh).read_bytes() != qm.read_bytes():
            found.append(f"{qm.name} was not made from {ts.name}: run release.")
    return found


def _messages(ts: Path) -> set[tuple[str, str, str]]:
    """(context, text, comment) of each message."""
    return {
        (context.findtext("name", ""), message.findtext("source", ""), message.findtext("comment", ""))
        for context in ElementTree.parse(ts).getroot().iter("context")
        for message in context.iter("message")
    }


def _unfinished(ts: Path) -> list[str]:
    texts = []
    for message in ElementTree.parse(ts).getroot().iter("message"):
        translation = message.find("translation")
        if translation is None or translation.get("type") is not None or not "".join(translation.itertext()):
            texts.append(message.findtext("source", ""))
    return texts


def _run(tool: str, *arguments: str, cwd: Path) -> None:
    command = [str(Path(PySide6.__file__).with_name(tool)), *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ToolError(f"{tool} failed: {done.stderr.strip()}")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m channel.qt.translations", description=__doc__)
    parser.add_argument("do", choices=("update", "release", "check"))
    parser.add_argument("--catalogue", choices=[one.name for one in CATALOGUES], help="default: all")
    chosen = parser.parse_args(arguments)
    directory = asset_path("translations")
    found: list[str] = []
    for catalogue in CATALOGUES:
        if chosen.catalogue not in (None, catalogue.name):
            continue
        match chosen.do:
            case "update":
                update(catalogue, directory)
            case "release":
                release(catalogue, directory, catalogue.qm(directory))
            case _:
                found += faults(catalogue, directory)
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
