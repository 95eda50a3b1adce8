"""How good a link is, in the four words that machines and people share.

Responsible for: the names, as they travel to the server. Not for: deciding which one holds
(``channel.core.link_quality``).
"""

from __future__ import annotations

from enum import StrEnum


class LinkLevel(StrEnum):
    """From best to worst."""

    GOOD = "good"
    PICTURE_REDUCED = "picture_reduced"
    """The picture is smaller, slower or held, in either direction; the voice is protected."""
    VOICE_DISTURBED = "voice_disturbed"
    """People may mishear each other, or have just been cut off."""
    NOT_CONNECTED = "not_connected"
