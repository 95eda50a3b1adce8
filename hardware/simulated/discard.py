"""A speaker that nobody hears.

Responsible for: taking blocks and forgetting them.
"""

from __future__ import annotations

from hardware.devices import Block


class Discard:
    """A ``Sink``."""

    def write(self, block: Block, at_s: float) -> None:
        """Forget it."""

    def close(self) -> None:
        """Nothing is held."""
