"""The desk's ends of its channels, without a booth at the other end."""

from __future__ import annotations

from channel.core.negotiation import LinkState
from channel.media import events as media
from channel.media.picture_source import PictureSource
from channel.media.settings import MediaSettings
from channel.media.voice_source import VoiceSource
from channel.runtime.tasks import Tasks
from channel.wire.control import BoothState
from channel.wire.ids import ChannelId, Epoch
from cso_console.config import Thumbnails
from cso_console.core import events
from cso_console.runtime.channels import Channels
from cso_console.runtime.listening import Listening
from tests.helpers.aio import run

CHANNEL = ChannelId("c" * 22)


def test_a_lost_link_leaves_nobody_speaking_on_the_tile() -> None:
    async def scene() -> None:
        listening, tasks, picture = Listening(), Tasks(), PictureSource()
        told: list[events.Event] = []
        channels = Channels(
            VoiceSource(),
            picture,
            MediaSettings(),
            Thumbnails(),
            listening,
            tasks,
            lambda message: None,
            told.append,
        )
        channels.open(CHANNEL, 3, Epoch(1))
        state = BoothState(epoch=Epoch(1), seq=1, heard_seq=0, level=5)
        channels._happened(CHANNEL, media.BoothStateSeen(state))
        assert listening.meters[3].level == 1.0
        channels._happened(CHANNEL, media.LinkChanged(LinkState.SILENT, Epoch(1)))
        assert listening.meters[3].level == 0.0
        assert told[-1] == events.LinkChanged(CHANNEL, alive=False)
        await channels.shut()
        await tasks.close()
        picture.stop()

    run(scene())
