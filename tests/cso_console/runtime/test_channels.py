"""The desk's ends of its channels, without a booth at the other end."""

from __future__ import annotations

from channel.core.negotiation import LinkState
from channel.media import events as media
from channel.media.picture_source import PictureSource
from channel.media.settings import MediaSettings
from channel.media.voice_source import VoiceSource
from channel.runtime.tasks import Tasks
from channel.wire.control import BoothState, DeskState
from channel.wire.ids import ChannelId, Epoch
from cso_console.config import Thumbnails
from cso_console.core import events
from cso_console.runtime.channels import Channels
from cso_console.runtime.listening import Listening
from tests.helpers.aio import run

CHANNEL = ChannelId("c" * 22)


def channels_of(
    tasks: Tasks, picture: PictureSource, told: list[events.Event], listening: Listening | None = None
) -> Channels:
    return Channels(
        VoiceSource(),
        picture,
        MediaSettings(),
        Thumbnails(width=320, fps=12),
        listening or Listening(),
        tasks,
        lambda message: None,
        told.append,
    )


def test_what_cannot_be_seen_is_asked_for_at_the_least_that_there_is() -> None:
    """In a window that is minimised, or under the login: nobody looks, and somebody may at any moment."""

    async def scene() -> None:
        tasks, picture = Tasks(), PictureSource()
        channels = channels_of(tasks, picture, [])
        channels.open(CHANNEL, 3, Epoch(1))
        end = channels._seated[CHANNEL].end

        def asked() -> tuple[int, int]:
            state = end._own_state(Epoch(1), 1)
            assert isinstance(state, DeskState)
            return state.see_width, state.see_fps

        assert asked() == (1, 1), "a window shows nothing before it says in which size"
        channels.show_at(3, 299, 168)
        assert asked() == (320, 12)
        channels.attend(CHANNEL)
        assert asked() == (0, 0)
        channels.show_at(3, 0, 0)
        assert asked() == (1, 1)
        assert end.seen.look()[1] is None
        channels.attend(None)
        channels.show_at(3, 299, 168)
        assert asked() == (320, 12)
        channels.show_at(4, 0, 0)
        assert asked() == (320, 12), "another seat is another matter"
        await channels.shut()
        await tasks.close()
        picture.stop()

    run(scene())


def test_a_lost_link_leaves_nobody_speaking_on_the_tile() -> None:
    async def scene() -> None:
        listening, tasks, picture = Listening(), Tasks(), PictureSource()
        told: list[events.Event] = []
        channels = channels_of(tasks, picture, told, listening)
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
