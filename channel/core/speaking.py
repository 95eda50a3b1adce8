"""How loudly somebody speaks, in five steps: all that may be known of a booth that is not listened to.

Responsible for: steps 0 to 5 from the energy of each block, above a noise floor that follows slowly, and
only for speech where the caller can tell it from noise. Not for: telling (``channel.sound``), sending it, nor
for deciding whether it may be known.
"""

from __future__ import annotations

STEPS = 5
STEP_DB = 6.0
FIRST_STEP_DB = 9.0
"""So far above the floor speech begins."""
FLOOR_LOWEST_DB = -70.0
FLOOR_HIGHEST_DB = -40.0
"""A steady loud sound never counts as quiet."""
FLOOR_RISE_DB = 0.04
"""Per block of 20 ms: 2 dB a second. It falls at once."""
RELEASE_BLOCKS = 10
"""A step is held for 200 ms, so that the gaps between syllables do not flicker."""
VOICED_BLOCKS = 3
"""So many voiced blocks in a row are speech; a knock sounds like a voice for less. 60 ms are soon enough."""


class SpeakingLevel:
    """Attribute ``steps``: 0 (quiet) to 5 (loud)."""

    def __init__(self) -> None:
        self.steps = 0
        self._floor_db = FLOOR_HIGHEST_DB
        self._held_blocks = 0
        self._voiced_blocks = 0

    def hear(self, level_dbfs: float, voiced: bool | None = None) -> None:
        """One block of 20 ms with this root-mean-square level; ``voiced``: whether it sounds like speech,
        None where nobody can tell, so that loudness decides alone.
        """
        self._voiced_blocks = self._voiced_blocks + 1 if voiced is not False else 0
        risen_db = self._floor_db + FLOOR_RISE_DB
        self._floor_db = max(FLOOR_LOWEST_DB, min(level_dbfs, risen_db, FLOOR_HIGHEST_DB))
        above_db = level_dbfs - self._floor_db - FIRST_STEP_DB
        steps = 0 if above_db < 0 else min(STEPS, 1 + int(above_db / STEP_DB))
        if voiced is not None and self._voiced_blocks < VOICED_BLOCKS:
            steps = 0
        if steps >= self.steps:
            self.steps = steps
            self._held_blocks = RELEASE_BLOCKS
        elif self._held_blocks > 0:
            self._held_blocks -= 1
        else:
            self.steps -= 1
