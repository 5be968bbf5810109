"""Documents, the facts that name them, and the receipts they imply."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from record_helpers import history, letter, receipt, record

from zhifa_rules import UNKNOWN, DateBounds, EventRecord

if TYPE_CHECKING:
    from zhifa_rules.records.dossier import Dossier

END = date(2027, 1, 1).toordinal()
ISSUED, RECEIVED = date(2025, 6, 3), date(2025, 6, 5)


def dossier(*records: EventRecord) -> Dossier:
    found = history(*records)
    (home,) = found.homes
    return found.dossier(home, END, found.register(END))


def of_matter(*records: EventRecord) -> Dossier:
    found = history(*records)
    return found.dossier(("matter", "M"), END, found.register(END))


def receipts(*records: EventRecord) -> dict[str, object]:
    return {f.values["by"]: f.values["on"] for f in dossier(*records).facts("document_received")}


def objection(on: object, **fields: object) -> EventRecord:
    return record("request_filed", "O", on=on, by="urban", kind="objection", against="1", **fields)


def test_every_addressee_receives_on_a_day_not_before_issue() -> None:
    assert receipts(letter(to=["urban", "water"])) == dict.fromkeys(("urban", "water"), DateBounds(ISSUED, None))


def test_recorded_receipt() -> None:
    assert receipts(letter(to=["urban", "water"]), receipt()) == {"urban": RECEIVED, "water": DateBounds(ISSUED, None)}


def test_receipt_by_one_who_is_not_an_addressee() -> None:
    assert set(receipts(letter(), receipt(by="stranger"))) == {"urban", "stranger"}


def test_act_that_names_the_document_bounds_its_receipt() -> None:
    assert receipts(letter(), objection("2025-06-10")) == {"urban": DateBounds(ISSUED, date(2025, 6, 10))}


def test_impossible_receipt_makes_both_dates_unknown() -> None:
    found = dossier(letter(), receipt(on="2025-05-01"))
    assert found.facts("document_received")[0].values["on"] is UNKNOWN
    assert found.facts("document_issued")[0].values["on"] is UNKNOWN


def test_act_before_the_document_it_names_makes_both_dates_unknown() -> None:
    found = dossier(letter(), objection("2025-05-01"))
    assert found.facts("request_filed")[0].values["on"] is UNKNOWN
    assert found.facts("document_issued")[0].values["on"] is UNKNOWN


def test_two_receipts_that_differ() -> None:
    assert receipts(letter(), receipt(), receipt("R2", on="2025-06-09")) == {"urban": UNKNOWN}
    bounded = receipt("R2", on={"not_after": "2025-06-09"})
    assert receipts(letter(), receipt(), bounded) == {"urban": RECEIVED}
    assert receipts(letter(), bounded) == {"urban": DateBounds(ISSUED, date(2025, 6, 9))}


def test_receipt_by_an_office_is_receipt_by_its_principal() -> None:
    office = record("organ_registered", "o", organ="office", office_of="urban")
    found = history(office, letter(matter="M"), receipt(by="office", matter="M"))
    facts = found.dossier(("matter", "M"), END, found.register(END)).facts("document_received")
    assert {f.values["by"]: f.values["on"] for f in facts} == {"urban": RECEIVED}


def test_document_that_is_not_on_file() -> None:
    found = dossier(receipt())
    (fact,) = found.facts("document_received")
    assert fact.links["document"].values == {"number": "1"}
    assert [number for _, number in found.dangling] == ["1"]


@pytest.mark.parametrize("issuer", ["gov", "other"])
def test_issuer_tells_documents_of_one_number_apart(issuer: str) -> None:
    both = [letter("a", matter="M"), letter("b", by="other", matter="M")]
    found = dossier(*both, receipt(issuer=issuer, matter="M"))
    stated = [f for f in found.facts("document_received") if f.values["on"] == RECEIVED]
    assert [f.values["issuer"] for f in stated] == [issuer]


def test_linking_does_not_change_the_facts_of_the_history() -> None:
    found = history(letter(), receipt(on="2025-05-01"))
    (home,) = found.homes
    early = date(2025, 5, 15).toordinal()
    for day in (END, early, END):
        found.dossier(home, day, found.register(day))
    assert found.facts("document_issued", END)[0].values["on"] == ISSUED


def test_a_receipt_on_file_tells_when_a_paper_arrived() -> None:
    paper = record("document_sent", "S", by="urban", number="9", to=["gov"], on="2025-06-30", matter="M")
    arrived = record("document_received", "R9", by="gov", document="9", on="2025-07-02", matter="M")
    (sent,) = of_matter(paper, arrived).facts("document_sent")
    assert sent.values["received_on"] == date(2025, 7, 2)


def test_who_took_part_without_a_role_did_so_in_the_registered_one() -> None:
    rows = [
        record("person_registered", "p1", person="chen", role="supervision_officer", on="2025-01-01"),
        record("person_registered", "p2", person="chen", role="other", on="2025-07-01"),
    ]
    visit = record("activity_performed", "V", by="gov", matter="M", on="2025-06-01", persons=[{"person": "chen"}])
    (fact,) = of_matter(*rows, visit).facts("activity_performed")
    (member,) = fact.values["persons"]
    assert member["role"] == "supervision_officer"
