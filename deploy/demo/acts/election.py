"""An election from printed slips to the declared result; the forum's and the prioritisation's alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deploy.demo.play import Json, Play
from deploy.demo.voters import Slip, Voter, bundle, cast, wishes

DICE = "3516"


@dataclass(frozen=True, slots=True)
class Plan:
    """One contest of the story: how many slips are printed and drawn, who is wanted how much, how many vote."""

    contest: str
    printed: int
    drawn: int
    voting: int
    most: int
    weights: Mapping[str, float]
    """Wanted candidates by name (Arabic) or title, with how much they are wanted."""


@dataclass(frozen=True, slots=True)
class Election:
    """An election of the story and the slips in each contest's bowl."""

    municipality: str
    id: str
    slips: Mapping[str, list[Slip]]

    @property
    def path(self) -> str:
        return f"/{self.municipality}/elections/{self.id}"


async def print_slips(play: Play, municipality: str, election: str, plans: Sequence[Plan]) -> Election:
    """Printed outside the voting service, which is told credentials only; each bundle goes to its contest's bowl."""
    bowls = {plan.contest: await bundle(election, plan.contest, plan.printed) for plan in plans}
    for contest, slips in bowls.items():
        body = {"contest": contest, "creds": [slip.cred for slip in slips]}
        await play.platform.put("voting", f"/{municipality}/elections/{election}/pool", body, by="bureau")
    return Election(municipality, election, bowls)


async def void_leftovers(play: Play, election: Election, plans: Sequence[Plan]) -> None:
    """Slips nobody drew are cancelled in public before voting opens."""
    for plan in plans:
        left = [slip.cred for slip in election.slips[plan.contest][plan.drawn :]]
        if left:
            body = {"contest": plan.contest, "creds": left}
            await play.platform.post("voting", f"{election.path}/voids", body, by="bureau")


async def vote(play: Play, election: Election, plans: Sequence[Plan]) -> list[bytes]:
    """Everybody who wants to votes; the receipts they keep."""
    state = await play.platform.get("voting", election.path)
    voters = [voter for plan in plans for voter in voters_of(plan, election, candidates(state, plan.contest))]
    return await cast(play.platform, election.id, voters)


def candidates(state: Json, contest: str) -> dict[str, str]:
    """Id by name."""
    found = next(c for c in state["contests"] if c["contest"] == contest)
    return {name: c["id"] for c in found["candidates"] for name in names(c["name"])}


def names(name: Json | str) -> list[str]:
    return [name] if isinstance(name, str) else list(name.values())


def voters_of(plan: Plan, election: Election, ids: Mapping[str, str]) -> list[Voter]:
    order = list(plan.weights)
    wanted = wishes(list(plan.weights.values()), plan.voting, plan.most, plan.contest)
    slips = election.slips[plan.contest][: plan.voting]
    return [
        Voter(slip, plan.contest, tuple(ids[order[place]] for place in places))
        for slip, places in zip(slips, wanted, strict=True)
    ]


async def until_state(play: Play, election: Election, *states: str) -> Json:
    return await play.platform.until(
        f"the election {election.id} is {states[0]}",
        lambda: play.platform.get("voting", election.path),
        lambda found: found["state"] in states,
    )


async def count(play: Play, election: Election, plans: Sequence[Plan]) -> Json:
    """Head 1 is out, the dice are rolled in front of everyone, then the count follows from both."""
    dice = {plan.contest: DICE for plan in plans}
    await play.platform.post("voting", f"{election.path}/dice", dice, by="bureau")
    await until_state(play, election, "declared")
    return dict(await play.platform.get("voting", f"{election.path}/results"))
