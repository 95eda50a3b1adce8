"""Microphones and loudspeakers by QtMultimedia: ``device:default``, ``device:NAME`` (a description or an id).

Responsible for: finding them by name, blocks and pulls with small buffers, noticing that a device is gone.
Not for: mixing. Needs a QCoreApplication in the program; Qt's device objects are made, used and stopped in
the device's own thread, where their data must be polled because no event loop runs there.

A sound server may move a stream to another device when its own is pulled out: sound of one booth would come
out somewhere else. So presence is checked all the time, not only errors.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QCoreApplication, QLoggingCategory

from hardware.arrival import ArrivalTimes
from hardware.device_thread import DeviceFault, DeviceThread, Run
from hardware.devices import BLOCK_SAMPLES, PULL_SAMPLES, SAMPLE_RATE_HZ, Condition, OnBlock, OnStatus, Pull

# Qt says at once that there is no PipeWire, and which FFmpeg it has: no news to IT, so it is told before.
QLoggingCategory.setFilterRules("qt.multimedia.symbolsresolver=false\nqt.multimedia.ffmpeg.info=false")
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSink, QAudioSource, QMediaDevices, QtAudio  # noqa: E402

POLL_S = 0.004
LOOK_S = 0.02
"""Between two looks whether the device is still there."""
FIRST_SOUND_S = 3.0
STALL_S = 1.0
"""No sound taken or given for this long (``FIRST_SOUND_S`` after opening): the device is lost."""
SPEAKER_BUFFER_PULLS = 2.5
"""The next is asked for when one and a half are left to play: with less a busy machine clicks."""
MICROPHONE_BUFFER_BLOCKS = 2

_ONE_AT_A_TIME = threading.Lock()
"""Held while devices are listed, opened and closed: Qt 6.11 crashes when two threads do so at once."""


class QtMicrophone:
    """Mono. ``name``: a device's description or id, part of its description, or ``default``."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._thread = DeviceThread(f"microphone device:{name}")

    def start(self, on_block: OnBlock, on_status: OnStatus) -> None:
        self._thread.start(partial(self._session, on_block), on_status)

    def stop(self) -> None:
        self._thread.stop()

    def _session(self, on_block: OnBlock, run: Run) -> None:
        block_bytes = BLOCK_SAMPLES * 2
        with _ONE_AT_A_TIME:
            device = _find("microphone", self._name)
            source = QAudioSource(device, _format("microphone", device, 1))
            source.setBufferSize(MICROPHONE_BUFFER_BLOCKS * block_bytes)
            stream = source.start()
        try:
            watch = _Watch("microphone", device)
            arrivals = ArrivalTimes(SAMPLE_RATE_HZ)
            pending = bytearray()
            while run.going:
                new = bytes(stream.readAll().data()) if stream is not None else b""
                watch.check(source.error(), moved=bool(new))
                if not new:
                    run.stopping.wait(POLL_S)
                    continue
                pending += new
                arrivals.arrived(len(new) // 2, time.monotonic())
                while run.going and len(pending) >= block_bytes:  # one left behind says nothing more
                    block = np.frombuffer(bytes(pending[:block_bytes]), "<i2").astype(np.int16, copy=False)
                    captured_s = arrivals.time_of_oldest(len(pending) // 2)
                    del pending[:block_bytes]
                    run.running()
                    on_block(block, captured_s)
        finally:
            with _ONE_AT_A_TIME:
                source.stop()


class QtSpeaker:
    """``name``: a device's description or id, part of its description, or ``default``."""

    def __init__(self, name: str, channels: int) -> None:
        self._name = name
        self._channels = channels
        self._thread = DeviceThread(f"speaker device:{name}")

    @property
    def channels(self) -> int:
        return self._channels

    def start(self, pull: Pull, on_status: OnStatus) -> None:
        self._thread.start(partial(self._session, pull), on_status)

    def stop(self) -> None:
        self._thread.stop()

    def _session(self, pull: Pull, run: Run) -> None:
        pull_bytes = PULL_SAMPLES * 2 * self._channels
        with _ONE_AT_A_TIME:
            device = _find("speaker", self._name)
            sink = QAudioSink(device, _format("speaker", device, self._channels))
            sink.setBufferSize(int(SPEAKER_BUFFER_PULLS * pull_bytes))
            stream = sink.start()
        try:
            watch = _Watch("speaker", device)
            written = 0
            while run.going:
                wanted = stream is not None and sink.bytesFree() >= pull_bytes
                watch.check(sink.error(), moved=wanted and written > SPEAKER_BUFFER_PULLS)
                if not wanted:
                    run.stopping.wait(POLL_S)
                    continue
                assert stream is not None
                stream.write(pull().astype("<i2", copy=False).tobytes())
                written += 1
                if written > SPEAKER_BUFFER_PULLS:
                    # Only now it has asked for more than fits into its buffer.
                    run.running()
        finally:
            with _ONE_AT_A_TIME:
                sink.stop()


def microphone_names() -> list[tuple[str, str]]:
    """(id, description) of each; raises ``DeviceFault`` without a QCoreApplication."""
    _require_application()
    with _ONE_AT_A_TIME:
        return [(_identity(device), device.description()) for device in QMediaDevices.audioInputs()]


def speaker_names() -> list[tuple[str, str]]:
    """(id, description) of each; raises ``DeviceFault`` without a QCoreApplication."""
    _require_application()
    with _ONE_AT_A_TIME:
        return [(_identity(device), device.description()) for device in QMediaDevices.audioOutputs()]


class _Watch:
    """Raises ``DeviceFault`` when the device failed, vanished, or moves no sound any more."""

    def __init__(self, kind: str, device: QAudioDevice) -> None:
        self._kind = kind
        self._device = device
        now_s = time.monotonic()
        self._look_s = now_s + LOOK_S
        self._stalled_s = now_s + FIRST_SOUND_S

    def check(self, error: QtAudio.Error, *, moved: bool) -> None:
        now_s = time.monotonic()
        name = self._device.description()
        if moved:
            self._stalled_s = now_s + STALL_S
        if error in (QtAudio.Error.OpenError, QtAudio.Error.IOError, QtAudio.Error.FatalError):
            # Qt does not tell busy from gone.
            raise DeviceFault(
                Condition.MISSING,
                f"The {self._kind} {name!r} cannot be used: it was pulled out, or another program uses it.",
            )
        if now_s >= self._stalled_s:
            raise DeviceFault(
                Condition.MISSING,
                f"The {self._kind} {name!r} moves no sound; plug it in again, "
                "or restart this program if the sound server was restarted.",
            )
        if now_s >= self._look_s:
            self._look_s = now_s + LOOK_S
            with _ONE_AT_A_TIME:
                present = _present(self._kind)
            if all(device.id() != self._device.id() for device in present):
                raise DeviceFault(
                    Condition.MISSING, f"The {self._kind} {name!r} was pulled out; plug it in again."
                )


def _find(kind: str, name: str) -> QAudioDevice:
    _require_application()
    present = _present(kind)
    if not present:
        raise DeviceFault(
            Condition.MISSING,
            f"No {kind} is there. Plug one in; on Linux, PulseAudio or PipeWire must be running for this "
            "account.",
        )
    if name == "default":
        microphone = kind == "microphone"
        default = QMediaDevices.defaultAudioInput() if microphone else QMediaDevices.defaultAudioOutput()
        return present[0] if default.isNull() else default
    for device in present:
        if name in (_identity(device), device.description()):
            return device
    for device in present:
        if name.casefold() in device.description().casefold():
            return device
    names = ", ".join(device.description() for device in present)
    raise DeviceFault(Condition.MISSING, f"There is no {kind} {name!r}; present are: {names}.")


def _present(kind: str) -> Sequence[QAudioDevice]:
    return QMediaDevices.audioInputs() if kind == "microphone" else QMediaDevices.audioOutputs()


def _format(kind: str, device: QAudioDevice, channels: int) -> QAudioFormat:
    wanted = QAudioFormat()
    wanted.setSampleRate(SAMPLE_RATE_HZ)
    wanted.setChannelCount(channels)
    wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    if not device.isFormatSupported(wanted):
        raise DeviceFault(
            Condition.FAILED,
            f"The {kind} {device.description()!r} cannot do 48 kHz, 16 bit, {channels} channel(s); "
            "use another.",
        )
    return wanted


def _identity(device: QAudioDevice) -> str:
    return bytes(device.id().data()).decode(errors="replace")


def _require_application() -> None:
    if QCoreApplication.instance() is None:
        raise DeviceFault(
            Condition.FAILED, "Sound devices need a QCoreApplication, which this program lacks."
        )
