"""The private names of aiortc and aioice that the channel leans on; a test fails when the libraries change.

The versions are pinned. Who raises a pin runs these first.
"""

from __future__ import annotations

import asyncio
import gc
import inspect
from types import SimpleNamespace

import aioice.ice
import aiortc
import pylibsrtp
import pytest
from aioice import stun
from aioice.ice import StunProtocol
from aioice.turn import TurnTransport
from aiortc import rtcdtlstransport, rtcsctptransport
from aiortc.rtcicetransport import RTCIceTransport
from OpenSSL import SSL

from channel.core import rtcp
from channel.core.negotiation import LinkState
from channel.media import aiortc_seams, media_transport, peer, rtp
from channel.media.peer import Peer, PeerEvents
from tests.channel.media.rig import H264, OPEN, SETTINGS, Rig, until
from tests.helpers.aio import run


def events() -> PeerEvents:
    return PeerEvents(
        on_connected=lambda: None,
        on_failed=lambda reason: None,
        on_control=lambda text: None,
        on_rtp=lambda kind, packet, data, at_s: None,
        on_unseen_loss=lambda packets, at_s: None,
        on_keyframe_wanted=lambda: None,
    )


def test_srtp_adds_what_is_counted_for_it() -> None:
    profile = rtcdtlstransport.SRTP_AES128_CM_SHA1_80
    key = bytes(profile.key_length + profile.salt_length)
    session = pylibsrtp.Session(
        pylibsrtp.Policy(
            key=key,
            ssrc_type=pylibsrtp.Policy.SSRC_ANY_OUTBOUND,
            srtp_profile=profile.libsrtp_profile,
        )
    )
    sound = rtp.HEADER.pack(0x80, 96, 1, 0, 7) + bytes(80)
    report = rtcp.write_keyframe_wanted(7, 8)
    ip_and_udp = 28
    assert len(session.protect(sound)) - len(sound) + ip_and_udp == media_transport.HEADERS_BYTES
    assert len(session.protect_rtcp(report)) - len(report) + ip_and_udp == media_transport.RTCP_HEADERS_BYTES


def test_what_is_sent_again_is_encrypted_in_a_way_that_bears_it() -> None:
    """With AES-GCM two packets of one sequence number would give the key for authentication away."""

    async def scenario() -> None:
        async with Rig() as rig:
            await rig.channel.up(OPEN)
            for end in (rig.channel.desk, rig.channel.booth):
                peer = end._link.peer
                assert peer is not None
                ssl = peer._wire._dtls._ssl
                assert ssl is not None
                assert ssl.get_selected_srtp_profile() == b"SRTP_AES128_CM_SHA1_80"

    run(scenario())


def test_the_version_is_the_one_that_was_read() -> None:
    assert aiortc.__version__ == "1.16.0"


def test_every_socket_is_behind_the_guard_from_its_first_datagram_on() -> None:
    async def scenario() -> None:
        one = Peer(SETTINGS, events())
        await one.make_offer()
        protocols = one._wire._connection._protocols
        assert protocols
        for protocol in protocols:
            assert type(protocol) is aiortc_seams._GuardedStunProtocol
            assert protocol.receiver is one._wire._connection
        await one.close()

    run(scenario())


def test_sender_and_receiver_are_ours_and_no_decoder_thread_is_started() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            await rig.channel.up(OPEN)
            await until(lambda: rig.channel.desk_side.tap.video)
            one = rig.channel.desk._link.peer
            assert one is not None
            for transceiver in one._connection.getTransceivers():
                assert type(transceiver.sender) is aiortc_seams.DirectSender
                assert type(transceiver.receiver) is aiortc_seams.DirectReceiver
                assert transceiver.sender._ssrc in {stream.ssrc for stream in one.outgoing.values()}
            import threading

            assert not [t for t in threading.enumerate() if t.name.endswith("-decoder")]

    run(scenario())


def test_the_names_under_the_guard_and_the_wire_are_there() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            await rig.channel.up(OPEN)
            one = rig.channel.desk._link.peer
            assert one is not None
            dtls, connection = one._wire._dtls, one._wire._connection
            assert dtls._state is rtcdtlstransport.State.CONNECTED
            assert callable(dtls._rx_srtp.unprotect)
            assert callable(dtls._rx_srtp.unprotect_rtcp)
            assert callable(dtls._tx_srtp.protect)
            assert callable(dtls._tx_srtp.protect_rtcp)
            pair = connection._nominated[1]
            assert pair in connection._check_list
            assert pair.state is aioice.ice.CandidatePair.State.SUCCEEDED
            assert pair.remote_addr[1] > 0
            assert connection._queue.qsize() == 0

    run(scenario())


def test_what_sctp_still_sends_when_the_transport_has_shut_is_dropped() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            await rig.channel.up(OPEN)
            one = rig.channel.desk._link.peer
            assert one is not None
            dtls, sctp = one._wire._dtls, one._connection.sctp
            assert sctp is not None
            # Shut, and not yet known to be: the moment between the farewell and the end of its reader.
            assert dtls._ssl is not None
            dtls._ssl.shutdown()
            assert dtls._state is rtcdtlstransport.State.CONNECTED
            with pytest.raises(SSL.Error):
                await rtcdtlstransport.RTCDtlsTransport._send_data(dtls, b"late")
            await sctp._send_chunk(rtcsctptransport.SackChunk())
            dtls._set_state(rtcdtlstransport.State.CLOSED)
            with pytest.raises(ConnectionError):
                await rtcdtlstransport.RTCDtlsTransport._send_data(dtls, b"later")
            await sctp._send_chunk(rtcsctptransport.SackChunk())

    run(scenario())


def test_rtp_and_rtcp_take_our_way_and_aiortc_sees_none(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []

    async def handle(self: object, data: bytes, *more: object, **named: object) -> None:
        seen.append(data)

    for name in ("_handle_rtp_data", "_handle_rtcp_data"):
        assert hasattr(rtcdtlstransport.RTCDtlsTransport, name)
        monkeypatch.setattr(rtcdtlstransport.RTCDtlsTransport, name, handle)

    async def scenario() -> None:
        async with Rig() as rig:
            await rig.channel.up(OPEN)
            one = rig.channel.desk._link.peer
            assert one is not None
            await until(
                lambda: one._transport.incoming["audio"].ssrc and one._transport.reports.knows_round_trip
            )
            assert not seen
            router = one._wire._dtls._rtp_router
            assert not router.receivers
            assert not router.senders

    run(scenario())


@pytest.mark.parametrize(("sent", "is_patient"), [(0, True), (1, False)])
def test_a_check_of_consent_may_be_answered_after_longer_than_aioice_waits(
    sent: int, is_patient: bool
) -> None:
    """One that is repeated keeps aioice's times: lost ones are missed soon while a channel comes up."""
    assert stun.RETRY_RTO == 0.5

    class Silent:
        def send_stun(self, message: stun.Message, addr: tuple[str, int]) -> None: ...

    async def scenario() -> None:
        check = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
        transaction = stun.Transaction(check, ("192.0.2.1", 1), Silent(), retransmissions=sent)
        running = asyncio.ensure_future(transaction.run())
        await asyncio.sleep(0)
        handle: asyncio.TimerHandle = vars(transaction)["_Transaction__timeout_handle"]
        assert (handle.when() - asyncio.get_running_loop().time() > 1.0) is is_patient
        answer = stun.Message(stun.Method.BINDING, stun.Class.RESPONSE, check.transaction_id)
        transaction.response_received(answer, ("192.0.2.1", 1))
        assert await running == (answer, ("192.0.2.1", 1))

    assert "stun.Transaction(" in inspect.getsource(StunProtocol.request)
    assert "retransmissions=0" in inspect.getsource(aioice.ice.Connection.query_consent)
    run(scenario())


def test_a_relayed_way_names_no_socket_to_go_around_it() -> None:
    assert TurnTransport(SimpleNamespace()).get_extra_info("socket") is None  # type: ignore[arg-type]


def test_srtp_lets_a_packet_be_sent_twice() -> None:
    """A repeat is the same packet on the same stream; by default libsrtp refuses the second one."""

    async def scenario() -> None:
        async with Rig() as rig:
            await rig.channel.up()
            one = rig.channel.desk._link.peer
            assert one is not None
            packet = rtp.HEADER.pack(0x80, 96, 7, 0, 1) + b"payload"
            assert one._wire.send_rtp(packet)
            assert one._wire.send_rtp(packet)
            assert "window_size = 1024" in inspect.getsource(rtcdtlstransport.RTCDtlsTransport._setup_srtp)

    run(scenario())


def test_a_pair_counts_once_the_far_end_has_proved_itself_on_it() -> None:
    """The ends may nominate different pairs, and then send where only the other one's check succeeded."""

    async def scenario() -> None:
        async with Rig() as rig:
            await rig.channel.up(OPEN)
            one = rig.channel.desk._link.peer
            assert one is not None
            connection, guard = one._wire._connection, one._wire.guard
            protocol, elsewhere = connection._protocols[0], ("127.0.0.1", 9)
            assert not guard.admits(protocol, elsewhere)
            check = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
            check.attributes["PRIORITY"] = 1
            connection.check_incoming(check, elsewhere, protocol)
            assert guard.admits(protocol, elsewhere)
            for port in range(1000, 1000 + 2 * aiortc_seams.PAIRS_MOST):
                connection.check_incoming(check, ("127.0.0.1", port), protocol)
            assert len(guard._valid) == aiortc_seams.PAIRS_MOST
            assert len(connection.remote_candidates) <= aiortc_seams.PAIRS_MOST + 8
            assert guard.admits(protocol, elsewhere)

    run(scenario())
    received = inspect.getsource(aioice.ice.Connection.request_received)
    assert received.index("check_message_integrity") < received.index("self.check_incoming(")


def test_aiortc_reads_datagrams_through_the_queue_that_the_guard_fills() -> None:
    assert "_queue.get()" in inspect.getsource(aioice.ice.Connection.recvfrom)
    assert "self._connection.recv" in inspect.getsource(RTCIceTransport.__init__)
    assert "self._handle_rtcp_data" in inspect.getsource(rtcdtlstransport.RTCDtlsTransport._recv_next)
    assert "StunProtocol(self)" in inspect.getsource(aioice.ice.Connection.get_component_candidates)
    assert "get_host_addresses(" in inspect.getsource(aioice.ice.Connection.gather_candidates)


def test_a_lost_heartbeat_does_not_hold_up_the_next_for_long() -> None:
    aiortc_seams.prepare()
    transport = rtcsctptransport.RTCSctpTransport
    for name in ("SCTP_RTO_MIN", "SCTP_RTO_MAX"):
        assert name in inspect.getsource(transport)
        assert getattr(rtcsctptransport, name) <= 1
    assert "self._rto = SCTP_RTO_INITIAL" in inspect.getsource(transport.__init__)


def test_a_machine_without_a_network_uses_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aiortc_seams, "_aioice_host_addresses", lambda use_ipv4, use_ipv6: [])

    async def scenario() -> None:
        async with Rig() as rig:
            await rig.channel.up()
            assert rig.channel.desk_side.states()[-1] is LinkState.UP
            assert all("192." not in d.sdp and "127.0.0.1" in d.sdp for d in rig.channel.descriptions)

    run(scenario())


def test_a_connection_that_is_closed_while_it_comes_up_leaves_no_error(
    no_leftovers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """aiortc goes on with its next stream, on a transport that it has closed meanwhile."""
    errors: list[object] = []

    async def scenario() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: errors.append(context))
        near, far = Peer(SETTINGS, events()), Peer(SETTINGS, events())
        dtls, begun, closed = near._wire._dtls, asyncio.Event(), asyncio.Event()

        def state_changed() -> None:
            if dtls.transport.state == "closed":
                closed.set()  # its sockets are not yet: aiortc would find nothing left to start then

        async def shakes_hands_until_it_is_closed(parameters: object) -> None:
            begun.set()
            await closed.wait()

        dtls.transport.on("statechange", state_changed)
        monkeypatch.setattr(dtls, "start", shakes_hands_until_it_is_closed)
        await near.take_answer(await far.make_answer(await near.make_offer()))
        await begun.wait()
        await near.close()
        await far.close()
        await asyncio.sleep(0.1)
        gc.collect()  # what nobody looked at is told of then

    run(scenario())
    assert errors == []


def test_a_close_that_hangs_is_dropped_after_its_limit_with_its_sockets(
    no_leftovers: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        one = Peer(SETTINGS, events())
        await one.make_offer()
        never = asyncio.Event()
        monkeypatch.setattr(one._connection, "close", never.wait)
        await one.close()
        assert all(protocol.transport.is_closing() for protocol in one._wire._connection._protocols)

    monkeypatch.setattr(peer, "CLOSE_LIMIT_S", 0.1)
    run(scenario())
    assert "was dropped" in caplog.text


def test_of_several_codecs_the_first_of_the_far_ends_is_kept_before_anything_is_sent() -> None:
    """``_codecs`` is what aiortc writes into the answer and starts sender and receiver with."""

    async def scenario() -> None:
        desk, booth = Peer(H264, events()), Peer(H264, events())
        try:
            offer = await desk.make_offer()
            video = desk._connection.getTransceivers()[1]
            assert [codec.name for codec in video._codecs] == ["H264", "VP8"]
            numbers = [codec.payloadType or 0 for codec in video._codecs]
            aiortc_seams.keep_first_codec(video, numbers[::-1])
            assert [codec.name for codec in video._codecs] == ["VP8"]
            await booth.make_answer(offer)
            answered = booth._connection.getTransceivers()[1]._codecs
            assert [codec.name for codec in answered] == ["H264"]
        finally:
            await desk.close()
            await booth.close()

    run(scenario())
