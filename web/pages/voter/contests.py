"""What a contest is called: by its neighbourhood, else by what its slips say."""

from collections.abc import Callable

from markupsafe import Markup

from web.pages.facts import if_there, naming, zones
from web.services import together
from web.visit import Visit

Naming = Callable[[str | None], Markup]


async def contest_naming(visit: Visit) -> Naming:
    known, elections = await together(zones(visit), if_there(visit.items("voting", "elections", limit=100), []))
    places = {place["slug"] for place in known["neighbourhoods"]}
    labels = {contest["contest"]: contest["label"] for election in elections for contest in election["contests"]}
    by_place = naming(visit, known)
    return lambda slug: by_place(slug) if slug in places else visit.reader.words(labels.get(slug or "", slug))
