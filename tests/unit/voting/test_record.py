"""The official record says what was counted, and carries the values the verifier asks for."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from services.voting.adapters.record import record_data
from services.voting.application.counting import Outcome
from services.voting.domain.contest import Candidate, Contest, Method, Quorum
from services.voting.domain.election import Election, KeptFile, Kind, PublishedHead, State
from services.voting.domain.late import PaperBallot
from services.voting.domain.manifest import Disclosure, spoken
from shared.documents import render
from shared.municipalities import MunicipalityView
from tests.unit.voting.elections import DICE, ELECTION, ballot, contest, cred, declared

AT = datetime(2025, 2, 15, 13, 0, tzinfo=UTC)
TOWN = MunicipalityView(
    "ma-beni-mellal", {"ar": "بني ملال"}, "MA", "Africa/Casablanca", "MAD", "bmk", {"ar": "بني ملال خنيفرة"}, ("ar",)
)
STANDING = tuple(
    Candidate(f"c{n}", {"ar": name}) for n, name in enumerate(("خديجة العلوي", "يوسف أمراني", "سعيد بنعلي"))
)


BALLOTS = (ballot(1, ["c0", "c1"]), ballot(2, ["c0", "c2"]), ballot(3, []))


def counted(*others: Contest, **more: Any) -> tuple[Election, Outcome]:
    contests = [contest(Method.BLOCK, standing=STANDING, seats=2), *others]
    whole = declared(contests, BALLOTS, **more)
    first, second = (
        PublishedHead(head.n, head.root, head.size, head.value, "00", "00")
        for head in (whole.closed.head(), whole.head())
    )
    election = Election(
        municipality="ma-beni-mellal",
        id=ELECTION,
        edition="2025",
        kind=Kind.DELEGATES,
        title={"ar": "انتخاب مندوبي الأحياء"},
        contests=contests,
        state=State.CLOSED,
        opened_at=AT,
        closed_at=AT,
        manifest=whole.closed.manifest.digest,
        heads=[first],
        dice={one.id: DICE for one in contests},
    )
    return election, Outcome(whole, second, KeptFile("", "", 0), whole.outcome()["results"])


def test_the_record_names_the_elected_the_tie_and_what_the_verifier_needs() -> None:
    election, outcome = counted()
    data = record_data(election, outcome, TOWN, AT, "http://voting/board")
    (shown,) = data["contests"]
    assert [line["votes"] for line in shown["results"]] == [2, 1, 1]
    assert [line["outcome"] for line in shown["results"]] == ["elected", "elected", "alternate"]
    assert shown["ties"]
    values = [figure["value"]["code"].replace(" ", "") for figure in data["totals"]]
    assert values == [spoken(election.manifest or ""), election.manifest, election.heads[0].value, outcome.head.value]


def figures(shown: dict[str, Any]) -> dict[str, Any]:
    return {one["label"]["en"]: one["value"] for one in shown["figures"]}


def test_each_neighbourhood_is_recorded_with_the_rule_it_was_counted_by() -> None:
    election, outcome = counted(contest(Method.STV, standing=STANDING, name="hay", quorum=Quorum("present", 500)))
    data = record_data(election, outcome, TOWN, AT, "http://voting/board")
    medina, hay = map(figures, data["contests"])
    assert data["election"]["method"] is None
    assert (medina["Method"]["en"], medina["Choices at most"]) == ("block vote", 2)
    assert (hay["Method"]["en"], hay["Quorum needed"], hay["Quorum reached"]) == ("single transferable vote", 5, 0)
    assert (hay["Vacant seats"], hay["Why vacant"]["en"]) == (1, "no valid ballot")
    assert render("pv", data, "ar").startswith(b"%PDF")


def test_the_record_says_how_many_ballots_came_from_paper_and_how_many_are_shown_and_not_counted() -> None:
    election, outcome = counted(paper=(PaperBallot("medina", cred(1), ("c2",)),))
    data = record_data(election, outcome, TOWN, AT, "http://voting/board")
    totals = data["totals"]
    assert figures(data["contests"][0])["Entered from paper"] == 1
    assert [one["value"] for one in totals if one["label"]["en"] == "Shown and not counted"] == [1]


def test_the_record_of_a_sealed_vote_says_that_it_is_experimental() -> None:
    election, outcome = counted()
    plain = record_data(election, outcome, TOWN, AT, "http://voting/board")
    sealed = replace(election, disclosure=Disclosure.SEALED)
    first = record_data(sealed, outcome, TOWN, AT, "http://voting/board")["totals"][0]
    assert first not in plain["totals"]
    for language, word in (("ar", "تجريبي"), ("fr", "EXPÉRIMENTAL"), ("en", "EXPERIMENTAL")):
        assert word in first["value"][language]


def test_the_record_is_a_pdf_and_the_same_count_gives_the_same_bytes() -> None:
    election, outcome = counted()
    data = record_data(election, outcome, TOWN, AT, "http://voting/board")
    first = render("pv", data, "ar")
    assert first.startswith(b"%PDF")
    assert render("pv", data, "ar") == first
