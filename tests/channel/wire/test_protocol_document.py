"""``PROTOCOL.md`` is the specification: it must not fall behind the code."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from channel.wire import codec, forms
from channel.wire.link_level import LinkLevel
from channel.wire.messages import (
    BoothCondition,
    BoothPresence,
    CloseReason,
    ErrorCode,
)

TEXT = (Path(codec.__file__).parents[1] / "PROTOCOL.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```json\n(.*?)\n```", TEXT, re.DOTALL)
DECODERS = (
    (codec.FROM_BOOTH_TAGS, codec.decode_from_booth),
    (codec.FROM_DESK_TAGS, codec.decode_from_desk),
    (codec.TO_BOOTH_TAGS, codec.decode_to_booth),
    (codec.TO_DESK_TAGS, codec.decode_to_desk),
    (codec.CONTROL_TAGS, codec.decode_control),
)
TAGS = frozenset().union(*(tags for tags, _ in DECODERS))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: str(json.loads(text)["type"]))
def test_each_example_decodes_wherever_it_may_be_said(example: str) -> None:
    tag = json.loads(example)["type"]
    decoders = [decode for tags, decode in DECODERS if tag in tags]
    assert decoders
    for decode in decoders:
        message = decode(example)
        assert set(json.loads(example)) == {"type", *message.__struct_fields__}, (
            "an example shows every field"
        )


def test_every_message_has_an_example_and_stands_in_the_table() -> None:
    assert {json.loads(example)["type"] for example in EXAMPLES} == TAGS
    table = TEXT[TEXT.index("All messages, who sends") : TEXT.index("## 3")]
    assert set(re.findall(r"`([a-z_]+)`", table)) == TAGS


@pytest.mark.parametrize("kind", [ErrorCode, CloseReason, BoothCondition, BoothPresence, LinkLevel])
def test_every_named_value_is_explained(kind: type[ErrorCode]) -> None:
    missing = [value for value in kind if f"`{value}`" not in TEXT]
    assert missing == []


@pytest.mark.parametrize(
    "limit",
    [
        codec.MESSAGE_MOST_BYTES,
        codec.TO_CLIENT_MOST_BYTES,
        codec.CONTROL_MOST_BYTES,
        forms.SDP_MOST_CHARS,
        forms.EPOCH_MOST,
    ],
)
def test_the_limits_stated_are_those_enforced(limit: int) -> None:
    assert f"{limit:,}" in TEXT
