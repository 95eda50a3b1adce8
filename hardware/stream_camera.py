"""Pictures from a live stream of packets: the part of a camera driver that does not care where packets come
from.

Responsible for: always the newest picture (packets are read in a thread of their own, so that a slow receiver
makes no queue), noticing that pictures stop. Not for: opening the device. Every packet must be decodable by
itself, as MJPEG and raw video are.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

import av
import numpy as np
from av.container import InputContainer
from av.video.reformatter import VideoReformatter

from hardware.device_thread import DeviceFault, Run
from hardware.devices import Condition, Frame, OnFrame, Picture, Size, Wanted, always
from hardware.pacing import Thrift
from hardware.stills import Stills

STALL_S = 5.0
"""No packet for this long: the camera is lost, whatever its driver says."""
_LOOK_S = 0.1
_LEAVE_S = 1.0


@dataclass(frozen=True)
class Arrival:
    """A packet and when its picture was captured, monotonic."""

    packet: av.Packet[av.VideoStream]
    captured_s: float


class StreamReader:
    """Reads a container's packets in a thread of its own and keeps the newest. Closes the container at its
    end.
    """

    def __init__(self, container: InputContainer, name: str) -> None:
        self._container = container
        self._changed = threading.Condition()
        self._newest: Arrival | None = None
        self._ended = False
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._read, name=f"packets of {name}", daemon=True)
        self._thread.start()

    def take(self, timeout_s: float) -> Arrival | None:
        """The newest packet that was not taken yet, or None after ``timeout_s``; raises ``EOFError`` at the
        end.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._newest is not None or self._ended, timeout_s)
            if self._newest is None and self._ended:
                raise EOFError
            arrival, self._newest = self._newest, None
            return arrival

    def leave(self) -> None:
        """Let the thread close the device after the packet that it waits for."""
        self._leaving.set()
        self._thread.join(_LEAVE_S)

    def _read(self) -> None:
        try:
            for packet in self._container.demux(video=0):
                if self._leaving.is_set():
                    return
                if packet.size:
                    self._put(Arrival(packet, _captured_s(packet, time.monotonic())))
        except OSError:
            # Pulled out: the end of the stream says so to the reader.
            return
        finally:
            self._container.close()
            with self._changed:
                self._ended = True
                self._changed.notify_all()

    def _put(self, arrival: Arrival) -> None:
        with self._changed:
            self._newest = arrival
            self._changed.notify_all()


def deliver(
    container: InputContainer,
    name: str,
    on_frame: OnFrame,
    run: Run,
    wanted: Wanted = always,
    stills: Stills | None = None,
    within: Size | None = None,
) -> None:
    """Hand ``container``'s pictures on until stopped; raises ``DeviceFault`` when they end or stop coming.
    Those larger than ``within`` are scaled down to it; ``stills`` have them as they come.
    """
    thrift, stills = Thrift(wanted), stills or Stills()
    decoder = container.streams.video[0].codec_context
    decoder.thread_count = 1
    reformatter = VideoReformatter()
    reader = StreamReader(container, name)
    waited_since_s = time.monotonic()
    try:
        while run.going:
            arrival = reader.take(_LOOK_S)
            now_s = time.monotonic()
            if arrival is None:
                if now_s - waited_since_s > STALL_S:
                    raise DeviceFault(Condition.MISSING, f"The {name} sends no pictures; plug it in again.")
                continue
            waited_since_s = now_s
            still_wanted = stills.wanted
            if not thrift.is_due(now_s) and not still_wanted:
                continue
            try:
                frames = decoder.decode(arrival.packet)
            except av.error.InvalidDataError:
                # A damaged picture on the cable: the next one is whole.
                continue
            for frame in frames:
                assert isinstance(frame, av.VideoFrame)
                if still_wanted and not frame.is_corrupt:
                    stills.give(Frame(_picture(reformatter, frame, None), arrival.captured_s))
                run.running()
                on_frame(Frame(_picture(reformatter, frame, within), arrival.captured_s))
    except EOFError:
        raise DeviceFault(Condition.MISSING, f"The {name} was pulled out; plug it in again.") from None
    finally:
        stills.give(None)
        reader.leave()


def _picture(reformatter: VideoReformatter, frame: av.VideoFrame, within: Size | None) -> Picture:
    width, height = frame.width, frame.height
    if within is not None:
        scale = min(within[0] / width, within[1] / height, 1.0)
        width, height = round(width * scale), round(height * scale)
    picture = reformatter.reformat(frame, width, height, format="bgr24", threads=1).to_ndarray()
    return np.ascontiguousarray(picture, dtype=np.uint8)


def _captured_s(packet: av.Packet[av.VideoStream], now_s: float) -> float:
    """The kernel stamps pictures with the monotonic clock; other sources' stamps are of no use here."""
    if packet.pts is not None and packet.time_base is not None:
        stamped_s = float(packet.pts * packet.time_base)
        if now_s - 1.0 < stamped_s <= now_s:
            return stamped_s
    return now_s
