"""Results can be read by programs that never heard of us."""

from datetime import UTC, date, datetime

from services.voting.adapters.open_data import pabulib, popolo
from services.voting.domain.contest import Candidate, Method
from services.voting.domain.election import Election, KeptFile, Kind, State
from services.voting.domain.mandate import Mandate
from tests.unit.voting.elections import contest
from tests.unit.voting.test_record import TOWN

AT = datetime(2025, 2, 15, 13, 0, tzinfo=UTC)
PROJECTS = (Candidate("p1", {"ar": "سوق؛ مغطى"}, "kind", 500), Candidate("p2", {"fr": "Puits;\neau"}, None, 350))


def vote(method: Method, **rules: int) -> Election:
    one = contest(method, standing=PROJECTS, seats=0, budget=700, name="projects", **rules)
    return Election(
        municipality="ma-beni-mellal",
        id="e",
        edition="2025",
        kind=Kind.PRIORITISATION,
        title={"fr": "Vote"},
        contests=[one],
        state=State.DECLARED,
        opened_at=AT,
        closed_at=AT,
        board=KeptFile("ab" * 32, "", 0),
    )


def test_votes_on_projects_are_written_as_pabulib_reads_them() -> None:
    text = pabulib(TOWN, vote(Method.APPROVAL), [("p1", "p2"), (), ("p2",)])
    meta, _, rest = text.partition("PROJECTS\n")
    projects, _, votes = rest.partition("VOTES\n")
    said = dict(line.split(";") for line in meta.splitlines()[2:])
    assert (said["num_projects"], said["num_votes"], said["budget"], said["vote_type"]) == ("2", "2", "7", "approval")
    assert (said["instance"], said["date_begin"]) == ("2025", "15.02.2025")
    assert (said["max_length"], said["comment"][:4]) == ("2", "#1: ")
    assert projects.splitlines() == ["project_id;cost;votes;name", "p1;5;1;سوق؛ مغطى", "p2;3.5;2;Puits, eau"]
    assert votes.splitlines() == ["voter_id;vote", "1;p1,p2", "2;p2"]


def test_points_stand_beside_the_projects_they_were_given_to() -> None:
    text = pabulib(TOWN, vote(Method.POINTS, max_choices=10), [(("p1", 7), ("p2", 3))])
    assert "vote_type;cumulative\n" in text
    assert "max_sum_points;10\ncurrency;MAD\n" in text
    assert "project_id;cost;votes;score;name\np1;5;1;7;" in text
    assert text.endswith("VOTES\nvoter_id;vote;points\n1;p1,p2;7,3\n")


def test_mandates_are_memberships_of_persons_in_popolo() -> None:
    held = Mandate("m1", "e", "hay-1", "c1", "خديجة", 1, False, date(2025, 2, 15), date(2027, 2, 15))
    waits = Mandate("m2", "e", "hay-1", "c2", "يوسف", 1, True, date(2025, 2, 15))
    said = popolo(TOWN, [held, waits])
    assert said["persons"] == [{"id": "e/c1", "name": "خديجة"}, {"id": "e/c2", "name": "يوسف"}]
    assert len(said["posts"]) == 1
    first, second = said["memberships"]
    assert (first["person_id"], first["role"], first["end_date"]) == ("e/c1", "delegate", "2027-02-15")
    assert (second["role"], "end_date" in second) == ("alternate", False)
    assert {one["post_id"] for one in said["memberships"]} == {said["posts"][0]["id"]}


def test_the_first_candidate_of_two_elections_is_two_persons() -> None:
    before = Mandate("m1", "2023", "hay-1", "hay-1-1", "خديجة", 1, False, date(2023, 2, 15))
    after = Mandate("m2", "2025", "hay-1", "hay-1-1", "يوسف", 1, False, date(2025, 2, 15))
    said = popolo(TOWN, [before, after])
    named = {one["id"]: one["name"] for one in said["persons"]}
    assert [named[one["person_id"]] for one in said["memberships"]] == ["خديجة", "يوسف"]
