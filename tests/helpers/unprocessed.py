"""Sound as it is: for simulated tones and clicks, which noise suppression would take away.

Responsible for: the settings that switch every step of the processing off. Not for: speech, which is measured
with the programs' own settings.
"""

from __future__ import annotations

from channel.settings.tables import Sound

UNPROCESSED = Sound(
    echo_cancellation=False,
    noise_suppression=False,
    high_pass=False,
    automatic_gain=False,
    voice_activity=False,
)
