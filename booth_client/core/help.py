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

    def ask(self) -> list[Command]:
        self.state = Help.ASKED
        return self.repeat()

    def take_back(self) -> list[Command]:
        """The participant needs none any more, or the officer is there."""
        asked, self.state = self.state is Help.ASKED, Help.NONE
        return [Send(AskHelp(wanted=False))] if asked else []

    def repeat(self) -> list[Command]:
        """After a reconnect the server does not know of it."""
        return [Send(AskHelp(wanted=True))] if self.state is Help.ASKED else []

    def note(self) -> bool:
        """The officer has seen it. False: there is none that they could have seen."""
        if self.state is not Help.ASKED:
            return False
        self.state = Help.NOTED
        return True

    def forget(self) -> None:
        self.state = Help.NONE
