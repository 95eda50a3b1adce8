"""Finds the files that the programs ship: fonts, icons, sounds, spoken prompts, claim files, translations.

Responsible for: where they are, in a checkout as in an installation. Not for: reading them.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def asset_path(*parts: str) -> Path:
    """``asset_path("icons", "ear.svg")``. Raises ``FileNotFoundError`` when there is no such file."""
    path = Path(str(files(__name__))).joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(f"no asset {'/'.join(parts)}")
    return path
