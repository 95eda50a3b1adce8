"""Sound levels for the meters on the screen: audio threads write them, the GUI thread reads them."""

from __future__ import annotations


class Meter:
    """One level, 0.0 (silence) to 1.0 (full scale, on a scale of 60 dB). A float store is atomic."""

    def __init__(self) -> None:
        self.level = 0.0
