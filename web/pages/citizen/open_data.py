"""P1: everything that may be taken away, with its format and licence; handed through as the services give it."""

from dataclasses import dataclass

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.facts import if_there
from web.pages.files import hand_through
from web.services import Json, NotThere, together
from web.visit import Town, Visit

router = APIRouter()


LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
SEVERAL = ("votes", "boards")


@dataclass(frozen=True, slots=True)
class File:
    """One file: what it is called here, its format, and where a service gives it."""

    name: str
    form: str
    service: str
    path: str

    @property
    def key(self) -> str:
        return f"{self.name}.{self.form}"

    @property
    def address(self) -> str:
        """Below the page of open data."""
        return f"{self.name}/{self.form}" if self.name in SEVERAL else self.key

    @property
    def format(self) -> str:
        return self.form.rsplit(".", 1)[-1].upper()


FIXED = (
    *(File("proposals", form, "proposals", f"exports/proposals.{form}") for form in ("csv", "xlsx", "json")),
    *(File("projects", form, "proposals", f"exports/projects.{form}") for form in ("csv", "xlsx", "json")),
    File("oc4ids", "json", "proposals", "projects.oc4ids.json"),
    File("zones", "geojson", "proposals", "zones.geojson"),
    File("calendar", "ics", "scheduling", "calendar.ics"),
    File("mandates", "json", "voting", "mandates/popolo.json"),
)
SETS = ("proposals", "projects", "oc4ids", "zones", "calendar", "votes", "boards", "mandates")


@router.get("/{language}/{municipality}/open-data", response_class=HTMLResponse)
async def index(visit: Town) -> HTMLResponse:
    """Only what is there now is offered."""
    editions, elections, projects, drawn, mandates = await together(
        if_there(visit.items("proposals", "editions"), []),
        if_there(visit.items("voting", "elections"), []),
        if_there(visit.items("proposals", "projects", limit=1), []),
        if_there(visit.find("proposals", "zones.geojson"), None),
        if_there(visit.items("voting", "mandates"), []),
    )
    lists = await together(*(if_there(_shortlists(visit, each), []) for each in editions))
    absent = {"projects": not projects, "oc4ids": not projects, "mandates": not mandates}
    absent["zones"] = not (drawn or {}).get("features")
    files = [file for file in FIXED if not absent.get(file.name)]
    files += [vote for found in lists for vote in found] + _boards(elections)
    sets = [(name, [file for file in files if file.name == name]) for name in SETS]
    return visit.page("citizen/open_data.html", licence=LICENCE, sets=[each for each in sets if each[1]])


@router.get("/{language}/{municipality}/open-data/{key}")
async def file(visit: Town, key: str) -> Response:
    known = {file.key: file for file in FIXED}
    if key not in known:
        raise NotThere(key)
    return await _named(visit, known[key])


@router.get("/{language}/{municipality}/open-data/votes/{edition}.pb")
async def vote(visit: Town, edition: str) -> Response:
    """The ballots of a declared vote, for anybody to compute again."""
    return await hand_through(visit, "proposals", "editions", edition, "vote.pb")


@router.get("/{language}/{municipality}/open-data/boards/{election}.json")
async def board(visit: Town, election: str) -> Response:
    """The published board of an election."""
    return await hand_through(visit, "voting", "elections", election, "board")


async def _named(visit: Visit, found: File) -> Response:
    spoken = {"language": visit.reader.language} if found.form == "xlsx" else {}  # a spreadsheet is for people
    answer = await hand_through(visit, found.service, *found.path.split("/"), **spoken)
    answer.headers.setdefault("Content-Disposition", f'attachment; filename="{visit.slug}-{found.key}"')
    return answer


async def _shortlists(visit: Visit, edition: Json) -> list[File]:
    """One file an edition whose ballots were declared and read."""
    found = await visit.items("proposals", "editions", edition["edition"], "shortlists")
    year = str(edition["edition"])
    read = [each for each in found if (each.get("declared") or {}).get("read")]
    return [File("votes", f"{year}.pb", "proposals", f"editions/{year}/vote.pb")] if read else []


def _boards(elections: list[Json]) -> list[File]:
    declared = [each["election_id"] for each in elections if each["state"] == "declared"]
    return [File("boards", f"{election}.json", "voting", f"elections/{election}/board") for election in declared]
