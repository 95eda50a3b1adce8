"""Rules of the house that no linter knows.

Not for: import directions, types and style, which import-linter, mypy and ruff hold; translations, which
``tests/channel/qt`` holds.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from channel.settings.version import VERSION
from tests.helpers.checkout import PACKAGES, ROOT

FOLDERS = [ROOT / name for name in (*PACKAGES, "tests")]
PYTHON_FILES = sorted(path for folder in FOLDERS for path in folder.rglob("*.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SCRIPTS: dict[str, str] = PROJECT["project"]["scripts"]

LONGEST_FILE_LINES = 400
TEXT_FILES = {
    ".cfg",
    ".css",
    ".html",
    ".js",
    ".json",
    ".lock",
    ".md",
    ".py",
    ".sh",
    ".svg",
    ".toml",
    ".ts",
    ".txt",
}


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def text_files() -> list[Path]:
    """What people read in the project: its own files at the top and below, nothing that was made."""
    top = [path for path in ROOT.iterdir() if path.is_file()]
    below = [path for folder in FOLDERS for path in folder.rglob("*") if path.suffix in TEXT_FILES]
    return sorted({*top, *below, *(ROOT / "deploy").iterdir(), *(ROOT / ".ci").iterdir()})


def test_every_module_says_what_it_is_responsible_for() -> None:
    """An empty package needs no words, and a file of tests says it by its place and name."""
    modules = [path for path in PYTHON_FILES if not path.name.startswith("test_")]
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in modules}
    assert [short(path) for path, tree in trees.items() if tree.body and not ast.get_docstring(tree)] == []


def test_files_stay_small() -> None:
    lengths = {short(path): path.read_text(encoding="utf-8").count("\n") for path in PYTHON_FILES}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE_LINES} == {}


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert [short(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_the_lock_file_names_no_address_and_has_a_hash_for_every_package() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links|@ ", text)
    packages = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    assert len(packages) > 30
    assert [one.split()[0] for one in packages if "--hash=sha256:" not in one] == []


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    machine_path = re.compile(r"(?<![\w.])/" + r"(work|root|farm|home/\w+)/")
    found = [short(path) for path in text_files() if machine_path.search(path.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_programs_tell_their_arguments_and_version_both_ways_of_starting_them(name: str) -> None:
    package = SCRIPTS[name].split(".")[0]
    for command in ([str(Path(sys.executable).with_name(name))], [sys.executable, "-m", package]):
        assert answer(*command, "--version") == f"{name} {VERSION}\n"
        help_ = answer(*command, "--help")
        assert help_.startswith(f"usage: {name} ")
        assert "--version" in help_


def answer(*command: str) -> str:
    """The standard output of a program that must end well and say nothing else."""
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout
