"""JSON text to messages and back: the only door through which a stranger's bytes become typed values.

Responsible for: sizes and types, and a ``WireError`` with its named code for whatever does not fit. Not for:
the form of single fields (``forms``), nor whether a message may be sent now (the machines decide that).

Unknown fields are tolerated, unknown types refused. Texts of errors name fields and limits and never contain
anything that was received.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeVar, get_args

import msgspec

from channel.wire.control import Control
from channel.wire.forms import wrong_fields
from channel.wire.messages import (
    BoothHello,
    DeskHello,
    ErrorCode,
    FromBooth,
    FromDesk,
    Message,
    ToBooth,
    ToDesk,
)

MESSAGE_MOST_BYTES = 64 * 1024
"""A message to the server, as JSON text in UTF-8."""
TO_CLIENT_MOST_BYTES = 1024 * 1024
"""A message from the server: the state of a very large branch is larger than anything a client says."""
CONTROL_MOST_BYTES = 1024
"""A message on the data channel ``control``."""

_PATH = re.compile(r"`(\$[\w.\[\]]*)`$")

_T = TypeVar("_T")


class WireError(Exception):
    """What came in does not fit the protocol. ``code`` is for the machine, ``text`` a sentence for IT.

    ``hostile``: no honest client of any version says this; a mere slip (an unknown type, a field outside of
    its range) is not.
    """

    def __init__(self, code: ErrorCode, text: str, *, hostile: bool = True) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text
        self.hostile = hostile


class _Tag(msgspec.Struct):
    type: str


def tags_of(union: object) -> frozenset[str]:
    """The ``type`` of each message of a union."""
    return frozenset(kind.__struct_config__.tag for kind in get_args(union))


FROM_BOOTH_TAGS = tags_of(FromBooth)
FROM_DESK_TAGS = tags_of(FromDesk)
TO_BOOTH_TAGS = tags_of(ToBooth)
TO_DESK_TAGS = tags_of(ToDesk)
CONTROL_TAGS = tags_of(Control)
SIGNALING_TAGS = FROM_BOOTH_TAGS | FROM_DESK_TAGS | TO_BOOTH_TAGS | TO_DESK_TAGS | CONTROL_TAGS

_encoder = msgspec.json.Encoder()
_tag_decoder = msgspec.json.Decoder(_Tag)
_from_booth: msgspec.json.Decoder[FromBooth] = msgspec.json.Decoder(FromBooth)
_from_desk: msgspec.json.Decoder[FromDesk] = msgspec.json.Decoder(FromDesk)
_to_booth: msgspec.json.Decoder[ToBooth] = msgspec.json.Decoder(ToBooth)
_to_desk: msgspec.json.Decoder[ToDesk] = msgspec.json.Decoder(ToDesk)
_control: msgspec.json.Decoder[Control] = msgspec.json.Decoder(Control)


def encode(message: Message) -> bytes:
    """JSON text in UTF-8, to be sent as a *text* frame."""
    return _encoder.encode(message)


def encode_control(state: Control) -> str:
    """JSON for the data channel ``control``, as text."""
    return _encoder.encode(state).decode()


def decode_from_booth(text: str | bytes) -> FromBooth:
    """What a booth says. Raises ``WireError``."""
    return decode_text(_from_booth, FROM_BOOTH_TAGS, text, MESSAGE_MOST_BYTES)


def decode_from_desk(text: str | bytes) -> FromDesk:
    """What a desk says. Raises ``WireError``."""
    return decode_text(_from_desk, FROM_DESK_TAGS, text, MESSAGE_MOST_BYTES)


def decode_to_booth(text: str | bytes) -> ToBooth:
    """What the server says to a booth. Raises ``WireError``."""
    return decode_text(_to_booth, TO_BOOTH_TAGS, text, TO_CLIENT_MOST_BYTES)


def decode_to_desk(text: str | bytes) -> ToDesk:
    """What the server says to a desk. Raises ``WireError``."""
    return decode_text(_to_desk, TO_DESK_TAGS, text, TO_CLIENT_MOST_BYTES)


def decode_control(text: str | bytes) -> Control:
    """What the far end of a channel says on the data channel. Raises ``WireError``."""
    return decode_text(_control, CONTROL_TAGS, text, CONTROL_MOST_BYTES)


def decode_hello(text: str | bytes) -> BoothHello | DeskHello:
    """The first message of a connection, before it is known who speaks. Raises ``WireError``.

    Anything but a hello is ``UNAUTHENTICATED``, whether or not the rest of it is well formed.
    """
    match peek_type(text):
        case "booth_hello":
            booth = decode_from_booth(text)
            assert isinstance(booth, BoothHello)
            return booth
        case "desk_hello":
            desk = decode_from_desk(text)
            assert isinstance(desk, DeskHello)
            return desk
        case _:
            raise WireError(ErrorCode.UNAUTHENTICATED, "the first message must be booth_hello or desk_hello")


def peek_type(text: str | bytes) -> str:
    """The ``type`` of a message, unchecked. Raises ``WireError`` if there is none."""
    _check_size(text, MESSAGE_MOST_BYTES)
    try:
        return _tag_decoder.decode(text).type
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        raise WireError(ErrorCode.MALFORMED, "not a JSON object with a text field `type`") from None


def decode_text(
    decoder: msgspec.json.Decoder[_T],
    tags: frozenset[str],
    text: str | bytes,
    most_bytes: int,
    known: frozenset[str] = SIGNALING_TAGS,
    wrong: Callable[[object], Iterator[str]] = wrong_fields,
) -> _T:
    """A message of ``tags``. Raises ``WireError``; one of ``known`` is out of place, any other unknown.

    ``wrong`` names the fields that are outside of their form.
    """
    _check_size(text, most_bytes)
    try:
        message = decoder.decode(text)
    except msgspec.ValidationError as mistake:
        raise _refusal(text, tags, known, mistake) from None
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        raise WireError(ErrorCode.MALFORMED, "not JSON text") from None
    for field in wrong(message):
        tag = message.__struct_config__.tag  # type: ignore[attr-defined]
        sentence = f"`{field}` of `{tag}` is outside of its form or range"
        raise WireError(ErrorCode.MALFORMED, sentence, hostile=False)
    return message


def _check_size(text: str | bytes, most_bytes: int) -> None:
    # A character is at most 4 bytes: most texts need no second look, and none needs a copy of a huge one.
    size = len(text)
    if isinstance(text, str) and size <= most_bytes < 4 * size:
        size = len(text.encode("utf-8", "surrogatepass"))
    if size > most_bytes:
        raise WireError(ErrorCode.TOO_LARGE, f"larger than {most_bytes} bytes")


def _refusal(
    text: str | bytes, tags: frozenset[str], known: frozenset[str], mistake: msgspec.ValidationError
) -> WireError:
    """Why a well-formed text was not accepted. msgspec's words may quote the value: only the path is kept."""
    tag = peek_type(text)
    if tag not in known:
        return WireError(ErrorCode.UNKNOWN_TYPE, "there is no message of this type", hostile=False)
    if tag not in tags:
        return WireError(
            ErrorCode.OUT_OF_PLACE, f"`{tag}` may not be sent in this direction by this kind of client"
        )
    path = _PATH.search(str(mistake))
    where = f"a wrong type at `{path[1]}`" if path else "a missing field"
    return WireError(ErrorCode.MALFORMED, f"`{tag}` has {where}", hostile=False)
