"""Which of the booth's devices do not work, and whether the booth can be used without them.

Responsible for: keeping that. Not for: finding out (``runtime.devices``, ``runtime.presence``).
"""

from __future__ import annotations

from booth_client.core.snapshot import Device


class DeviceFaults:
    """Attribute ``since_unix_s``: since when an idle booth cannot be used; 0 when that is not known."""

    def __init__(self, required: frozenset[Device]) -> None:
        self.since_unix_s = 0.0
        self._required = required
        self._broken: frozenset[Device] = frozenset()

    @property
    def broken(self) -> frozenset[Device]:
        return self._broken

    @property
    def blocking(self) -> list[Device]:
        """Those without which no visit can begin, by their codes."""
        return sorted(self._broken & self._required, key=lambda device: device.code)

    def works(self, device: Device) -> bool:
        return device not in self._broken

    def see(self, device: Device, works: bool, unix_s: float) -> None:
        was_blocked = bool(self.blocking)
        self._broken = self._broken - {device} if works else self._broken | {device}
        if self.blocking and not was_blocked:
            self.since_unix_s = unix_s
