"""The key that signs leases and sessions: made once, kept in the state directory.

Responsible for: reading or making it, so that nobody else on the machine can read it. Not for: signing
(``core.leases``).
"""

from __future__ import annotations

import secrets
from pathlib import Path

from channel.settings.lasting_file import write_for_good
from signaling_server.core.leases import KEY_BYTES

SIGNING_KEY = "signing.key"


class StateError(Exception):
    """The state directory cannot be used; the text is a sentence."""


def signing_key(state: Path) -> bytes:
    """The key in this directory, made with the directory if it is missing. Raises ``StateError``."""
    path = state / SIGNING_KEY
    try:
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            return _checked(path)
        except FileNotFoundError:
            write_for_good(path, secrets.token_bytes(KEY_BYTES))
            return _checked(path)
    except OSError as error:
        raise StateError(f"{path}: the signing key cannot be used: {error.strerror}.") from None


def _checked(path: Path) -> bytes:
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise StateError(
            f"{path}: is not a signing key of {KEY_BYTES} bytes; remove it to have a new one made."
        )
    if path.stat().st_mode & 0o077:
        raise StateError(f"{path}: others can read the signing key; make it readable to its owner alone.")
    return key
