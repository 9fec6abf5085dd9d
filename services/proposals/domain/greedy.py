"""Most supported first, while the envelope lasts; and the council's own choice, held to the same envelope."""

from collections.abc import Mapping

from services.proposals.domain.selection import (
    EnvelopeOverspent,
    Outcome,
    Problem,
    ProjectUnknown,
    Purse,
    ReasonMissing,
    Rule,
    Standing,
    TraceStep,
)


def greedy(problem: Problem, rule: Rule, skip: bool) -> Outcome:
    """Without skipping, the first project that does not fit ends the list."""
    purse, trace = Purse(problem, rule), [TraceStep("envelope", facts={"amount": problem.envelope})]
    walk(problem, rule, purse, trace, skip)
    trace.append(TraceStep("left", facts={"amount": purse.left}))
    return Outcome(tuple(purse.selected), purse.spent, tuple(trace))


def walk(problem: Problem, rule: Rule, purse: Purse, trace: list[TraceStep], skip: bool) -> None:
    """Continue from what `purse` already holds."""
    order = ranked(problem, rule)
    standing = Standing(problem, rule)
    for place, project_id in enumerate(order):
        if project_id in purse.selected:
            continue
        step = judge(problem, rule, purse, project_id)
        trace.append(_with_tie(step, problem, standing, order, place))
        if step.key == "taken":
            purse.take(project_id)
        elif step.key == "too-expensive" and not skip:
            trace.append(TraceStep("stopped", project_id))
            return


def ranked(problem: Problem, rule: Rule) -> list[str]:
    standing = Standing(problem, rule)
    ids = [candidate.id for candidate in problem.candidates]
    return sorted(ids, key=lambda each: (-problem.votes(each), standing.key(each)))


def decide(problem: Problem, rule: Rule, reasons: Mapping[str, str]) -> Outcome:
    """The council takes the projects it gives reasons for, in ballot order."""
    purse, trace = Purse(problem, rule), [TraceStep("envelope", facts={"amount": problem.envelope})]
    if unknown := sorted(set(reasons) - set(purse.costs)):
        raise ProjectUnknown(unknown[0])
    for candidate in problem.candidates:
        if candidate.id in reasons:
            _decide_one(purse, trace, candidate.id, reasons[candidate.id])
    trace.append(TraceStep("left", facts={"amount": purse.left}))
    return Outcome(tuple(purse.selected), purse.spent, tuple(trace))


def _decide_one(purse: Purse, trace: list[TraceStep], project_id: str, reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing(project_id)
    purse.take(project_id)
    if purse.left < 0:
        raise EnvelopeOverspent(purse.envelope, purse.spent)
    facts: dict[str, int | str] = {"reason": reason, "cost": purse.costs[project_id], "left": purse.left}
    trace.append(TraceStep("decided", project_id, facts))


def judge(problem: Problem, rule: Rule, purse: Purse, project_id: str) -> TraceStep:
    """Whether a project may be taken now, and if not why."""
    facts: dict[str, int | str] = {
        "votes": problem.votes(project_id),
        "cost": purse.costs[project_id],
        "left": purse.left,
    }
    needed = problem.needed(rule, purse.costs[project_id])
    if problem.votes(project_id) < needed:
        return TraceStep("too-little-support", project_id, {**facts, "minimum": needed})
    if rival := purse.rival(project_id):
        return TraceStep("incompatible", project_id, {**facts, "rival": rival})
    if not purse.fits(project_id):
        return TraceStep("too-expensive", project_id, facts)
    return TraceStep("taken", project_id, {**facts, "left": purse.left - purse.costs[project_id]})


def _with_tie(step: TraceStep, problem: Problem, standing: Standing, order: list[str], place: int) -> TraceStep:
    following = order[place + 1] if place + 1 < len(order) else None
    if following is None or problem.votes(order[place]) != problem.votes(following):
        return step
    criterion = standing.decided_by(order[place], following)
    return TraceStep(step.key, step.project_id, {**step.facts, "before": following, "tie_break": criterion})
