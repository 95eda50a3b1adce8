"""The server's public key for documents, on a booth's disk: with it a booth seals at once, server or not.

Responsible for: that what is read is whole and this server's, or nothing. Not for: sealing
(``channel.wire.sealed``), nor for whether the server still has the other half: only the server knows, and
what it cannot open it refuses. Blocking: called in a thread.

The key is no secret. Two lines: the key as in ``documents_welcome``, and a SHA-256 over it and the server,
so that neither half a file nor the key of a branch that the booth stood in before is used.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from channel.settings.lasting_file import write_for_good


class KeptSealKey:
    """At ``path``. ``server`` names the server that it is of, whatever tells it from any other."""

    def __init__(self, path: Path, server: bytes) -> None:
        self._path = path
        self._server = server

    def read(self) -> str:
        """Empty when there is none that can be used."""
        try:
            key, check, *_ = self._path.read_text(encoding="ascii").split("\n")
        except (OSError, ValueError):
            return ""
        return key if check == self._check(key) else ""

    def keep(self, key: str) -> None:
        """On disk for good when this returns. Raises OSError."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_for_good(self._path, f"{key}\n{self._check(key)}\n".encode())

    def _check(self, key: str) -> str:
        return hashlib.sha256(self._server + b"\n" + key.encode()).hexdigest()
