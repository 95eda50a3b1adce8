"""The claim files of a branch: a directory with ``documents.toml`` and a file for each claim.

Responsible for: reading them, telling a person what is wrong with which file, and where those lie that Bilik
ships. Not for: their form and meaning (``channel.rules``), or copying them (``init``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assets import asset_path
from channel.rules.claim_files import DOCUMENTS, ClaimFile, DocumentsFile, WrongClaimFiles, claim_rules
from channel.rules.claims import ClaimRules
from channel.settings.files import SettingsError, load


class ClaimsError(Exception):
    """The claim files cannot be used; the text is one line."""


@dataclass(frozen=True)
class ClaimsFolder:
    """What was found. ``complaints``: sentences by file name, for each file, that of the documents first;
    ``rules`` is None when there are any."""

    folder: Path
    rules: ClaimRules | None
    complaints: Mapping[str, tuple[str, ...]]


def shipped_claims() -> Path:
    """The directory of the claim files that Bilik ships."""
    return asset_path("claims")


def load_claims(folder: Path | None) -> ClaimRules:
    """The rules in ``folder``; None: the shipped ones. Raises ``ClaimsError``."""
    found = look_over(shipped_claims() if folder is None else folder)
    if found.rules is not None:
        return found.rules
    sentences = [
        f"{found.folder / name}: {text}" for name, texts in found.complaints.items() for text in texts
    ]
    others = f" And {len(sentences) - 1} more." if len(sentences) > 1 else ""
    raise ClaimsError(f"{sentences[0]}{others} See: bilik-server check-claims {found.folder}")


def look_over(folder: Path) -> ClaimsFolder:
    """Reads all files; of one that has not the right form only the first mistake is told.

    Raises ``ClaimsError`` for what is no directory.
    """
    try:
        found = {path.name: path for path in sorted(folder.iterdir()) if path.suffix == ".toml"}
    except OSError as error:
        raise ClaimsError(f"{folder}: the claim files cannot be read: {error.strerror}.") from None
    paths = {DOCUMENTS: folder / DOCUMENTS, **found}
    complaints: dict[str, list[str]] = {name: [] for name in paths}
    documents: DocumentsFile | None = None
    claims: dict[str, ClaimFile] = {}
    for name, path in paths.items():
        try:
            if name == DOCUMENTS:
                documents = load(DocumentsFile, path)
            else:
                claims[name] = load(ClaimFile, path)
        except SettingsError as error:
            complaints[name].append(str(error).removeprefix(f"{path}: "))
    rules = None
    if documents is not None:
        try:
            rules = claim_rules(documents, claims)
        except WrongClaimFiles as wrong:
            for complaint in wrong.complaints:
                complaints[complaint.file].append(complaint.sentence)
    else:
        for name in claims:
            complaints[name].append(f"its documents are checked when {DOCUMENTS} is right.")
    told = {name: tuple(texts) for name, texts in complaints.items()}
    return ClaimsFolder(folder, None if any(told.values()) else rules, told)
