"""One edition, end to end, through four services."""

import pytest

from deploy.demo.data import forum
from deploy.demo.play import Play
from deploy.demo.story import played

pytestmark = pytest.mark.messaging
TOWN = "ma-beni-mellal"


def test_the_rules_say_of_both_calendars_what_their_readers_noted(edition: Play) -> None:
    assert set(edition.found["verdicts"]) == {"tn-beni-hassen", "tn-nefta"}


def test_the_first_lawful_session_is_seven_days_after_publication(edition: Play) -> None:
    published = edition.found["publication"]
    assert published["published_at"].startswith("2021-11-02")
    assert str(published["first_lawful_session"]).startswith("2021-11-09")


def test_everybody_at_the_door_is_counted_once(edition: Play) -> None:
    assert edition.found["state"]["towns"][TOWN]["present"] == len(forum()["people"]) == 240


def test_every_neighbourhood_has_two_delegates(edition: Play) -> None:
    delegates = [each for each in edition.found["state"]["mandates"] if not each.endswith("(alternate)")]
    places = [each.partition(":")[0] for each in delegates]
    assert sorted(places) == sorted([*forum()["neighbourhoods"], *forum()["neighbourhoods"]])


def test_as_many_ballots_are_counted_as_receipts_were_given(edition: Play) -> None:
    contests = edition.found["state"]["elections"]["delegates"].values()
    assert sum(contest["ballots"] for contest in contests) == len(edition.found["receipts"]) > 190


def test_the_verifier_accepts_the_board_and_refuses_a_forged_one(edition: Play) -> None:
    assert edition.found["verified"] == {"board": 0, "forged": 1}


def test_what_is_funded_fits_the_envelope_and_the_rest_is_carried_over(edition: Play) -> None:
    programme = edition.found["state"]["programme"]
    assert programme["state"] == "approved"
    assert programme["total"] <= forum()["envelope"]["total"]
    assert len(programme["funded"]) + len(programme["carried_over"]) == len(forum()["sheets"])


def test_no_message_is_left_unsent(edition: Play) -> None:
    unsettled = {
        name: number
        for town in edition.found["state"]["towns"].values()
        for name, number in town["messages"].items()
        if not name.endswith(" told")
    }
    assert unsettled == {}


async def test_an_edition_that_was_played_is_not_played_again(edition: Play) -> None:
    begun: list[str] = []
    urls, folder = edition.platform.urls, edition.found["folder"]
    again = await played(urls, folder, lambda _: None, lambda title, _: begun.append(title))
    assert begun == []
    assert again.found["state"] == edition.found["state"]
