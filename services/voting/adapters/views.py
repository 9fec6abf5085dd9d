"""An election as the public sees it: never a partial result, turnout hidden under ten."""

from collections.abc import Mapping
from typing import Any, Final

from services.voting.adapters.mongo import Reader, key
from services.voting.domain.contest import Contest
from services.voting.domain.election import Election, State
from services.voting.domain.manifest import Tablet, spoken

FEWEST_SHOWN: Final = 10


class MongoTurnouts(Reader):
    """Ballots by contest, as last counted on the ten-second grid."""

    async def of(self, municipality: str, election_id: str) -> Mapping[str, Any]:
        row = await self.db["turnouts"].find_one({"_id": key(municipality, election_id)}, session=self.session)
        return row or {"at": None, "contests": {}}

    async def keep(self, election: Election, at: str, contests: Mapping[str, int], given: Mapping[str, int]) -> None:
        own = key(election.municipality, election.id)
        row = {"_id": own, "municipality": election.municipality, "at": at, "contests": dict(contests)}
        await self._put("turnouts", {**row, "given": dict(given)})


def shown_ballots(election: Election, ballots: int | None) -> int | None:
    """Under ten only what the closed board shows anyway."""
    if ballots is None or (ballots < FEWEST_SHOWN and election.state in (State.OPEN, State.CLOSING)):
        return None
    return ballots


def summary(election: Election) -> dict[str, Any]:
    return {
        "election_id": election.id,
        "municipality": election.municipality,
        "edition": election.edition,
        "kind": election.kind.value,
        "title": election.title,
        "state": election.state.value,
        "meeting_id": election.meeting_id,
        "agenda_n": election.agenda_n,
        "shortlist_id": election.shortlist_id,
        "disclosure": election.disclosure.value,
        "experimental": election.sealed,
        "closes_at": election.closes_at,
        "opened_at": election.opened_at,
        "closed_at": election.closed_at,
        "declared_at": election.declared_at,
        "contests": [
            {"contest": one.id, "label": one.label, "neighbourhood": one.neighbourhood, "seats": one.seats}
            for one in election.contests
        ],
    }


def election_view(election: Election, turnout: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
    digest = election.manifest
    return summary(election) | {
        "version": election.version,
        "term_months": election.term_months,
        "spoken": spoken(digest) if digest else None,
        "box_key": election.box_key or keys["box"],
        "head_key": election.head_key or keys["head"],
        "manifest": {"digest": digest, "spoken": spoken(digest)} if digest else None,
        "contests": [_contest(election, contest, turnout) for contest in election.contests],
        "turnout_at": turnout["at"],
        "heads": [
            {
                "n": head.n,
                "root": head.root,
                "size": head.size,
                "hash": head.value,
                "value": head.value,
                "signature": head.signature,
            }
            for head in election.heads
        ],
        "tablets": [_tablet(election, tablet) for tablet in election.tablets],
        "dice": election.dice,
        "board": {"sha256": election.board.sha256, "href": election.board.href} if election.board else None,
        "complaints": {
            "received": len(election.complaints),
            "answered": sum(1 for one in election.complaints if one.outcome),
        },
        "annulment": _annulment(election),
        "rerun_of": election.rerun_of,
        "incidents": [{"at": one.at, "text": one.text} for one in election.incidents],
        "results": results(election) if election.results else None,
    }


def results(election: Election) -> list[dict[str, Any]]:
    """The declared results with names, in the order of the count."""
    return [_result(election.contest(result["contest"]), result) for result in election.results]


def cosignature_view(kept: Mapping[str, Any]) -> dict[str, Any]:
    """With the statement as it was signed, so that anybody can check it."""
    return {"witness": kept["municipality"], **{name: kept[name] for name in ("said", "signature", "public_key")}}


def _annulment(election: Election) -> dict[str, Any] | None:
    found = election.annulment
    if found is None:
        return None
    decided = {"decision_number": found.number, "decided_on": found.decided_on, "reasons": found.reasons}
    return {**decided, "at": found.at, "rerun": found.rerun}


def _tablet(election: Election, tablet: Tablet) -> dict[str, Any]:
    """What a tablet stated it still holds, and how many of those have come."""
    stated = next((one.count for one in election.statements if one.tablet == tablet.id), None)
    late = stated if tablet.id in election.batches else None
    return {"tablet": tablet.id, "key": tablet.key, "stated": stated is not None, "count": stated, "late": late}


def _contest(election: Election, contest: Contest, turnout: Mapping[str, Any]) -> dict[str, Any]:
    given = turnout.get("given", {}).get(contest.id)
    ballots = shown_ballots(election, turnout["contests"].get(contest.id))
    return contest.document() | {
        "candidates": [one.document() | {"order": n} for n, one in enumerate(contest.candidates, 1)],
        "present": election.present.get(contest.id),
        "turnout": {"given": given, "ballots": ballots},
    }


def _result(contest: Contest, result: Mapping[str, Any]) -> dict[str, Any]:
    names = {one.id: one.name for one in contest.candidates}
    tally = [{**one, "name": names[one["candidate"]]} for one in result["tally"]]
    return {**result, "label": contest.label, "neighbourhood": contest.neighbourhood, "tally": tally}
