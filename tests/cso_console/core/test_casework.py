"""The desk machine: which case is shown, what of it, and which documents are fetched."""

from __future__ import annotations

import msgspec

from channel.rules.registry_links import LinkVerdict
from channel.wire.documents import (
    Verdict,
)
from cso_console.config import Papers
from cso_console.core import events, intents
from cso_console.core.casework import Fetching, PaperState, ShownDocument
from cso_console.core.commands import (
    CloseCases,
    FetchDocument,
    ForgetDocuments,
    OpenCases,
    Record,
    WatchCase,
)
from cso_console.core.desk import Desk
from tests.cso_console.core.builders import Bench, config, opened, welcome
from tests.cso_console.core.papers import (
    BACK,
    FAMILY,
    FOCUS_2,
    FRONT,
    NIK,
    OPENED_AT,
    VISIT_1,
    at_work,
    case,
    decided,
    picture,
    wanted,
)

# ---------------------------------------------------------------- what is watched and shown


def test_cases_are_opened_with_the_login_and_closed_with_it() -> None:
    bench = Bench().log_in().serve(1)
    assert OpenCases() in bench.hear(welcome())
    ordered = bench.tell(events.ServerRejected("the session has ended"))
    assert [one for one in ordered if isinstance(one, WatchCase | ForgetDocuments | CloseCases)] == [
        WatchCase(VISIT_1, watched=False),
        ForgetDocuments(VISIT_1),
        CloseCases(),
    ]
    assert bench.snapshot.case is None


def test_the_case_of_every_visit_with_consent_is_watched_to_its_end() -> None:
    bench = Bench().log_in()
    assert WatchCase(VISIT_1) in bench.hear(opened(1))
    assert not any(isinstance(one, WatchCase) for one in bench.hear(opened(2, consent=False)))
    ordered = bench.close(1)
    assert WatchCase(VISIT_1, watched=False) in ordered
    assert ForgetDocuments(VISIT_1) in ordered


def test_without_consent_there_is_no_case() -> None:
    bench = Bench().log_in()
    bench.hear(opened(1, consent=False))
    assert bench.snapshot.focus == 1
    assert bench.snapshot.case is None


def test_the_case_in_focus_is_shown_whole_and_the_others_on_their_tiles() -> None:
    bench = at_work(1, 2)
    assert (bench.case().visit, bench.case().number) == (VISIT_1, 1)
    assert bench.case().claim == "JHT"
    assert (bench.case().nik, bench.case().born) == (NIK, "1990-01-05")
    assert [row.state for row in bench.case().rows] == [PaperState.NEW, PaperState.NEW, PaperState.OPEN]
    assert bench.case().rows[0].documents == (FRONT, BACK)
    tile = bench.tile(2)
    assert (tile.claim, tile.papers_done, tile.papers, tile.papers_waiting) == ("JHT", 2, 3, 2)
    bench.tell(FOCUS_2)
    assert bench.case().number == 2


def test_before_the_server_has_told_it_a_case_is_not_known() -> None:
    bench = Bench().log_in().serve(1)
    assert not bench.case().known
    assert not bench.case().online
    bench.tell(events.CasesConnected(online=True))
    assert bench.case().online


def test_only_the_newest_take_of_a_page_counts() -> None:
    bench = at_work(1)
    again = picture(page=1, at=OPENED_AT + 5.0, take=1)
    bench.hear_case(case(1, FRONT, BACK, again))
    assert bench.case().rows[0].documents == (again, BACK)


def test_a_picture_that_came_after_the_verdict_waits_for_another() -> None:
    bench = at_work(1)
    retake = decided("id_card", Verdict.RETAKE, at=OPENED_AT + 10.0, note="Buram")
    bench.hear_case(case(1, FRONT, BACK, decisions=(retake,)))
    assert (bench.case().rows[0].state, bench.case().rows[0].note) == (PaperState.RETAKE, "Buram")
    bench.hear_case(case(1, FRONT, BACK, picture(at=OPENED_AT + 20.0), decisions=(retake,)))
    assert bench.case().rows[0].state is PaperState.NEW


def test_without_a_rule_what_is_there_makes_the_list() -> None:
    bench = at_work(1)
    bench.hear_case(case(1, FRONT, FAMILY, items=None))
    assert [row.item for row in bench.case().rows] == ["id_card", "family_card"]


def test_what_is_to_be_brought_is_what_the_server_will_say() -> None:
    bench = at_work(1)
    bench.hear_case(case(1, FRONT, BACK, decisions=(decided("family_card", Verdict.ACCEPTED),)))
    assert [line.id for line in bench.case().to_bring] == ["FAMILY_CARD"]
    assert bench.tile(1).papers_done == 1, "accepting what is not there makes up for no picture"


def test_a_picture_that_nobody_asked_for_stands_apart() -> None:
    bench = at_work(1)
    bench.hear_case(case(1, FRONT, picture("passport"), picture("signature")))
    assert [one.kind for one in bench.case().others] == ["passport", "signature"]
    assert bench.case().signed


# ---------------------------------------------------------------- documents


def shown(bench: Bench) -> ShownDocument:
    document = bench.case().shown
    assert document is not None
    return document


def beside(bench: Bench) -> ShownDocument:
    document = bench.case().beside
    assert document is not None
    return document


def fetched(bench: Bench) -> list[str]:
    return [one.document.document for one in bench.ordered if isinstance(one, FetchDocument)]


def test_an_opened_document_is_fetched_once_and_ready_when_it_came() -> None:
    bench = at_work(1)
    bench.tell(*(events.DocumentFetched(VISIT_1, one.document, shows=True) for one in (FRONT, BACK, FAMILY)))
    late = picture("passport", at=OPENED_AT + 1.0)
    bench.hear_case(case(1, FRONT, BACK, FAMILY, late))
    bench.tell(intents.ShowDocument(late.document), intents.ShowDocument(late.document))
    assert fetched(bench) == [], "it was fetched ahead already"
    assert shown(bench).fetching is Fetching.LOADING
    bench.tell(events.DocumentFetched(VISIT_1, late.document, shows=True))
    assert shown(bench).fetching is Fetching.READY


def test_the_pictures_of_the_case_in_focus_come_ahead_one_after_the_other() -> None:
    bench = Bench().log_in().serve(1, 2)
    bench.hear_case(case(2, FAMILY))
    assert fetched(bench) == [], "not in focus"
    newest = [picture("family_card", at=OPENED_AT + after) for after in (2.0, 1.0)]
    bench.hear_case(case(1, FRONT, *newest, items=(wanted("id_card"),)))
    came = fetched(bench)
    for one in (FRONT, *newest):
        bench.tell(events.DocumentFetched(VISIT_1, one.document, shows=True))
        came += fetched(bench)
    assert came == [FRONT.document, newest[0].document], "what lies open first, then the newest of each page"


def test_a_document_that_is_no_picture_or_not_there_is_said_to_be() -> None:
    bench = at_work(1)
    bench.tell(intents.ShowDocument(FRONT.document), intents.ShowDocument(BACK.document, beside=True))
    bench.tell(events.DocumentFetched(VISIT_1, FRONT.document, shows=False))
    bench.tell(events.DocumentUnavailable(BACK.document))
    assert shown(bench).fetching is Fetching.DAMAGED
    assert beside(bench).fetching is Fetching.GONE
    assert not {FRONT.document, BACK.document} & set(fetched(bench)), "nothing asks for it by itself"
    bench.tell(intents.ShowDocument(BACK.document))
    assert fetched(bench) == [BACK.document], "whoever opens it again asks again"


def test_memory_is_bounded_and_what_lies_before_the_officer_stays() -> None:
    bench = at_work(1)
    many = [picture(page=page) for page in range(1, 25)]
    bench.hear_case(case(1, *many))
    bench.tell(intents.ShowDocument(many[0].document))
    let_go = []
    for one in many:
        bench.tell(intents.ShowDocument(one.document, beside=True))
        bench.tell(events.DocumentFetched(VISIT_1, one.document, shows=True))
        let_go += [order.only for order in bench.ordered if isinstance(order, ForgetDocuments)]
    assert len(let_go) == len(many) - 16
    assert many[0].document not in let_go
    bench.tell(intents.ShowDocument(many[1].document))
    assert fetched(bench) == [many[1].document], "what was let go is fetched again"


def test_a_still_taken_while_nobody_looked_says_so() -> None:
    bench = at_work(1)
    alone = picture("passport", step="parked")
    bench.hear_case(case(1, alone, FRONT))
    bench.tell(intents.ShowDocument(alone.document), intents.ShowDocument(FRONT.document, beside=True))
    assert (shown(bench).later, beside(bench).later) == (True, False)


def test_the_live_face_and_a_second_document_take_each_others_place() -> None:
    bench = at_work(1)
    bench.tell(intents.ShowLive(live=True))
    assert bench.case().live
    bench.tell(intents.ShowDocument(FRONT.document, beside=True))
    assert not bench.case().live
    bench.tell(intents.ShowLive(live=True))
    assert bench.case().beside is None
    bench.tell(intents.CloseBeside())
    assert not bench.case().live


# ---------------------------------------------------------------- readings


def test_a_difference_is_marked_and_decides_nothing() -> None:
    bench = at_work(1)
    bench.tell(intents.EnterReading("id_card", "nik", "3171 2345 0190 0001"))
    (row,) = [row for row in bench.case().compared if row.subject == "nik"]
    assert row.same
    bench.tell(intents.EnterReading("family_card", "nik", "3171 2345 0190 0007"))
    (row,) = [row for row in bench.case().compared if row.subject == "nik"]
    assert (row.same, row.remark) == (False, "one_digit")
    assert [(cell.source, cell.odd) for cell in row.cells] == [
        ("typed", ()),
        ("id_card", ()),
        ("family_card", (18,)),
    ]
    assert [row.differs for row in bench.case().rows] == [False, True, False]
    assert not any(isinstance(one, Record) for one in bench.ordered), "it stays on this desk"
    bench.tell(intents.EnterReading("family_card", "nik", ""))
    assert not any(row.differs for row in bench.case().rows)


def test_what_follows_from_the_number_that_was_typed_is_there_by_itself() -> None:
    bench = at_work(1)
    assert {row.subject: row.cells[0].text for row in bench.case().compared} == {
        "nik": NIK,
        "name": "ORANG UJI",
        "birth_date": "1990-01-05",
    }
    bench.hear_case(case(1, identity={"nik": "0071234501900000"}))
    assert bench.case().nik_remarks == ("unknown_province", "serial_zero")
    bench.hear_case(case(1, identity={"nik": "12"}))
    assert (bench.case().nik_remarks, bench.case().born) == (("not_16_digits",), "")


def test_where_a_code_on_a_paper_leads_is_shown_and_judged() -> None:
    bench = at_work(1)
    real, forged = "https://dukcapil.kemendagri.go.id/x", "https://dukcapil.example/x"
    identity = {"nik": NIK, "link.family_card": real, "link.id_card": forged}
    bench.hear_case(case(1, FRONT, identity=identity))
    assert [(link.name.id, link.text, link.verdict) for link in bench.case().links] == [
        ("FAMILY_CARD", real, LinkVerdict.LISTED),
        ("ID_CARD", forged, LinkVerdict.NOT_LISTED),
    ]


def test_a_branch_says_itself_which_hosts_are_the_registrys() -> None:
    own = Papers(registry_hosts=("registry.example",))
    bench = Bench()
    bench.desk = Desk(msgspec.structs.replace(config(), papers=own))
    bench.log_in().serve(1)
    bench.tell(events.CasesConnected(online=True))
    usual, listed = "https://dukcapil.kemendagri.go.id/x", "https://kk.registry.example/x"
    identity = {"nik": NIK, "link.family_card": usual, "link.id_card": listed}
    bench.hear_case(case(1, FRONT, identity=identity))
    verdicts = [link.verdict for link in bench.case().links]
    assert verdicts == [LinkVerdict.NOT_LISTED, LinkVerdict.LISTED]


# ---------------------------------------------------------------- privacy


def test_nothing_of_the_participant_is_in_what_a_log_could_show() -> None:
    bench = at_work(1)
    bench.tell(
        intents.EnterReading("id_card", "name", "NAMA-RAHASIA"),
        intents.BeginVerdict("id_card", Verdict.RETAKE),
        intents.WriteDraft("KATA-RAHASIA", ("BAWA-RAHASIA",)),
    )
    shown = repr((bench.snapshot, intents.EnterReading("id_card", "name", "NAMA-RAHASIA")))
    for secret in (NIK, "ORANG UJI", "RAHASIA"):
        assert secret not in shown
