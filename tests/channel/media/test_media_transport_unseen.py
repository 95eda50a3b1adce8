"""What a media transport tells of pictures whose loss only the sound beside them shows, in virtual time."""

from __future__ import annotations

from tests.channel.media.rtp_link import Link, ask, sequences


def test_a_picture_that_is_lost_as_a_whole_is_noticed_by_the_next_sound() -> None:
    link = Link()
    link.near.way.lose = lambda packet: packet.payload.startswith(b"lost")
    audio, video = (link.near.transport.outgoing[kind] for kind in ("audio", "video"))
    audio.send((b"sound",), 0, marker=False)
    video.send((b"first",), 0, marker=True)
    video.send((b"lost", b"lost too"), 3600, marker=True)
    link.clock.run(0.1)
    assert link.far.unseen_losses == []
    audio.send((b"more sound",), 960, marker=False)
    link.clock.run(0.1)
    assert link.far.unseen_losses == [2]


def test_the_second_of_two_repeats_is_not_taken_for_a_lost_picture() -> None:
    """Or it would be asked for, come again, be taken for another, and fill a thin way by itself."""
    link = Link()
    link.near.way.refuses = True
    audio, video = (link.near.transport.outgoing[kind] for kind in ("audio", "video"))
    audio.send((b"sound",), 0, marker=False)
    video.send((b"picture",), 0, marker=True)
    link.clock.run(0.1)
    for _ in range(2):
        ask(link, "video", sequences(link, "video")[0])
        link.clock.run(0.1)
    assert link.near.way.sent[-1][1][2:4] == link.near.way.sent[1][1][2:4], "it was sent again"
    audio.send((b"more sound",), 960, marker=False)
    link.clock.run(0.1)
    assert link.far.unseen_losses == []


def test_sound_that_is_lost_is_not_told_of_as_pictures() -> None:
    link = Link()
    link.near.way.lose = lambda packet: packet.payload == b"lost"
    audio = link.near.transport.outgoing["audio"]
    for number, payload in enumerate((b"sound", b"lost", b"sound")):
        audio.send((payload,), 960 * number, marker=False)
    link.clock.run(0.1)
    assert [packet.transport_number for _, packet in link.far.came] == [1, 3]
    assert link.far.unseen_losses == []
