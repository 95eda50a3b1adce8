"""The real server offers the claims of its branch's own files to the real sender, and goes on under a case's
rule when they have changed."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import TypeVar

import pytest

from channel.runtime.document_sender import DocumentSender, SenderEvent, documents_url
from channel.runtime.spool import Spool
from channel.runtime.tasks import Tasks
from channel.runtime.tls import client_context
from channel.wire.claims import ClaimOffered, ClaimsOffered
from channel.wire.documents import BoothDocumentsHello, CaseFacts, CaseProgress
from channel.wire.documents_codec import encode_facts
from channel.wire.ids import BoothId
from channel.wire.sealed import FACTS_KIND, SealedHeader
from signaling_server.init import BranchFiles, make_branch
from tests.end_to_end.test_documents_survive import a_visit
from tests.helpers.aio import run
from tests.signaling_server.store.samples import document_id
from tests.signaling_server.test_program import free_port, program

pytestmark = pytest.mark.patient

E = TypeVar("E", bound=SenderEvent)


class Booth:
    """Booth 1's sender, which follows this lease."""

    def __init__(self, files: BranchFiles, folder: Path, lease: str) -> None:
        token = files.booth_token_file(1).read_text().strip()
        hello = BoothDocumentsHello(protocol=1, booth=BoothId("booth-1"), token=token, software="test")
        self._lease = lease
        self._told: asyncio.Queue[SenderEvent] = asyncio.Queue()
        self._tasks = Tasks()
        self.sender = DocumentSender(
            documents_url(files.url),
            client_context(files.authority),
            lambda: hello,
            lambda: Spool(folder, 10**9),
            self._told.put_nowait,
        )
        self.sender._link._backoff = type(self.sender._link._backoff)(first_s=0.05, most_s=0.05)
        self.sender.follow(lease)
        self.sender.start(self._tasks)

    async def hear(self, kind: type[E]) -> E:
        while not isinstance(event := await self._told.get(), kind):
            pass
        return event

    async def jht(self) -> ClaimOffered:
        offered = await self.hear(ClaimsOffered)
        assert [claim.claim for claim in offered.claims] == ["jht", "jkk", "jkm", "jp", "question"]
        assert [claim.claim for claim in offered.claims if claim.rule is None] == []
        return offered.claims[0]

    def put_facts(self, facts: CaseFacts) -> None:
        content = encode_facts(facts)
        header = SealedHeader(
            document=document_id(),
            lease=self._lease,
            kind=FACTS_KIND,
            page=1,
            media_type="application/json",
            captured_at=1.0,
            sha256=hashlib.sha256(content).hexdigest(),
        )
        self.sender.put(header, content)

    async def stop(self) -> None:
        await self.sender.stop()
        await self._tasks.close()


def test_the_claims_of_the_branchs_own_files_are_offered_and_a_case_keeps_its_rule(tmp_path: Path) -> None:
    files = make_branch(tmp_path / "branch", booths=1, port=free_port())
    written = files.claims / "jht.toml"
    shipped = written.read_text(encoding="utf-8")
    written.write_text(shipped.replace("Public lists of requirements, 2024", "The branch's own"))

    async def scene() -> None:
        with program(files, tmp_path / "server.log"):
            _, lease = await a_visit(files)
            booth = Booth(files, tmp_path / "spool", lease)
            jht = await booth.jht()
            assert jht.rule is not None
            assert jht.rule.source.startswith("The branch's own")
            facts = CaseFacts(
                claim=jht.claim,
                rules_version=jht.rules_version,
                consent_version="1",
                language="id",
                answers={"reason": "leaving"},
            )
            booth.put_facts(facts)
            papers = (await booth.hear(CaseProgress)).papers
            assert papers is not None
            missing = [item.id for item in papers.completeness.missing]
            assert missing == ["member_card", "passport", "leaving_statement"]
        written.write_text(shipped)
        with program(files, tmp_path / "server.log"):
            assert await booth.jht() == jht
            again = (await booth.hear(CaseProgress)).papers
            assert again == papers
            await booth.stop()

    run(scene(), 60)
