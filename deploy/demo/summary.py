"""What came of the played edition, read back through HTTP: for the table at the end and for comparing two runs."""

from deploy.demo.data import towns
from deploy.demo.play import Json, Play


async def final_state(play: Play) -> Json:
    """Statuses, counts, winners and audiences; no ids and no instants, so that two runs can be compared."""
    return {}


def summary(play: Play, state: Json) -> Json:
    """The rows of the table, in plain words."""
    return {"municipalities": len(towns()), **state}
