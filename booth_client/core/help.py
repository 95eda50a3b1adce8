"""The participant's call for help: asked, noted by the officer, answered when the officer talks.

Responsible for: how it stands, and telling the server. Not for: help where there is no visit (``visit``).
"""

from __future__ import annotations

from booth_client.core.commands import Command, Send
from booth_client.core.snapshot import Help
from channel.wire.messages import AskHelp


class HelpCall:
    """Attribute ``state``."""

    def __init__(self) -> None:
        self.state = Help.NONE
        self._officer_is_here: bool | None = False
        self._was_here = False
        """As it was known last."""
        self._asked_while_here = False

    def ask(self) -> list[Command]:
        self.state = Help.ASKED
        self._was_here = self._asked_while_here = self._officer_is_here is True
        return self.repeat()

    def take_back(self) -> list[Command]:
        """The participant needs none any more, or the officer is there. What the officer has noted the server
        still holds to be open."""
        had, self.state = self.state, Help.NONE
        return [] if had is Help.NONE else [Send(AskHelp(wanted=False))]

    def repeat(self) -> list[Command]:
        """After a reconnect the server does not know of it."""
        return [Send(AskHelp(wanted=True))] if self.state is Help.ASKED else []

    def note(self) -> bool:
        """The officer has seen it. False: there is none that they could have seen."""
        if self.state is not Help.ASKED:
            return False
        self.state = Help.NOTED
        return True

    def follow(self, *, officer_is_here: bool | None) -> list[Command]:
        """The officer talks to this participant alone, or not; None: nobody knows, or they talk to all, and
        nothing follows. Who comes has answered the call; so has who goes, when it was made while they were
        there."""
        self._officer_is_here = officer_is_here
        if officer_is_here is None:
            return []
        was_here, self._was_here = self._was_here, officer_is_here
        if officer_is_here == was_here or (was_here and not self._asked_while_here):
            return []
        return self.take_back()

    def forget(self) -> None:
        self.state = Help.NONE
