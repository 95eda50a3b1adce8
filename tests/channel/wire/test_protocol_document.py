"""``PROTOCOL.md`` is the specification: it must not fall behind the code."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from pathlib import Path

import msgspec
import pytest

from channel.wire import codec, document_forms, documents, documents_codec, forms
from channel.wire.link_level import LinkLevel
from channel.wire.messages import (
    BoothCondition,
    BoothPresence,
    CloseReason,
    ErrorCode,
)
from channel.wire.sealed import SealedHeader

TEXT = (Path(codec.__file__).parents[1] / "PROTOCOL.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```json\n(.*?)\n```", TEXT, re.DOTALL)
DECODERS = (
    (codec.FROM_BOOTH_TAGS, codec.decode_from_booth),
    (codec.FROM_DESK_TAGS, codec.decode_from_desk),
    (codec.TO_BOOTH_TAGS, codec.decode_to_booth),
    (codec.TO_DESK_TAGS, codec.decode_to_desk),
    (codec.CONTROL_TAGS, codec.decode_control),
    (documents_codec.DOCUMENTS_FROM_BOOTH_TAGS, documents_codec.decode_from_documents_booth),
    (documents_codec.DOCUMENTS_FROM_DESK_TAGS, documents_codec.decode_from_documents_desk),
    (documents_codec.DOCUMENTS_TO_BOOTH_TAGS, documents_codec.decode_to_documents_booth),
    (documents_codec.DOCUMENTS_TO_DESK_TAGS, documents_codec.decode_to_documents_desk),
)
TAGS = frozenset().union(*(tags for tags, _ in DECODERS))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: str(json.loads(text)["type"]))
def test_each_example_decodes_wherever_it_may_be_said(example: str) -> None:
    tag = json.loads(example)["type"]
    decoders = [decode for tags, decode in DECODERS if tag in tags]
    assert decoders
    for decode in decoders:
        message = decode(example)
        assert isinstance(message, msgspec.Struct)
        assert set(json.loads(example)) == {"type", *message.__struct_fields__}, (
            "an example shows every field"
        )


def test_every_message_has_an_example_and_stands_in_the_table() -> None:
    assert {json.loads(example)["type"] for example in EXAMPLES} == TAGS
    table = TEXT[TEXT.index("All messages, who sends") : TEXT.index("## 3")]
    assert set(re.findall(r"`([a-z_]+)`", table)) == TAGS


KINDS: list[type[StrEnum]] = [
    ErrorCode,
    CloseReason,
    BoothCondition,
    BoothPresence,
    LinkLevel,
    documents.DocumentRefusal,
    documents.RequestRefusal,
    documents.Verdict,
    documents.Outcome,
]


@pytest.mark.parametrize("kind", KINDS)
def test_every_named_value_is_explained(kind: type[StrEnum]) -> None:
    missing = [value for value in kind if value and f"`{value}`" not in TEXT]
    assert missing == []


@pytest.mark.parametrize(
    "limit",
    [
        codec.MESSAGE_MOST_BYTES,
        codec.TO_CLIENT_MOST_BYTES,
        codec.CONTROL_MOST_BYTES,
        forms.SDP_MOST_CHARS,
        forms.EPOCH_MOST,
        documents.CHUNK_MOST_BYTES,
        documents.PART_MOST_BYTES,
        document_forms.CONTENT_MOST_BYTES,
        document_forms.SEALED_MOST_BYTES,
        document_forms.DOCUMENTS_MOST,
        document_forms.RECORDS_MOST,
        forms.PAGE_MOST,
        document_forms.TEXT_MOST_CHARS,
        document_forms.BRING_MOST,
        document_forms.UNDECIDED_MOST,
    ],
)
def test_the_limits_stated_are_those_enforced(limit: int) -> None:
    assert f"{limit:,}" in TEXT


def test_the_fields_of_a_seals_header_and_of_facts_are_all_explained() -> None:
    text = TEXT[TEXT.index("### The seal") : TEXT.index("### Putting")]
    fields = (*SealedHeader.__struct_fields__, *documents.CaseFacts.__struct_fields__)
    assert [field for field in fields if f"`{field}`" not in text] == []
    assert [media for media in document_forms.MEDIA_TYPES if f"`{media}`" not in text] == []
