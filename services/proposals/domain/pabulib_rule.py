"""How a rule is said in full in the comment of a `.pb` file, whose `rule` has a few names only, and read back from it."""

import re
from collections.abc import Mapping

from services.proposals.domain.pabulib_tables import amount
from services.proposals.domain.pabulib_writing import written
from services.proposals.domain.selection import Completion, Rule, SelectionMethod, Stop, TieBreak, Utility

SAID = "the rule in full:"
ADDING = (Completion.ADD_ONE, Completion.ADD_ONE_GREEDY)
TERMS = re.compile(re.escape(SAID) + r"([^#]*)")


def in_full(rule: Rule, unit: int) -> str:
    """Names and values as the service's own description has them; the increment in the currency (`unit` smallest units)."""
    terms: dict[str, object] = {
        "method": rule.method,
        "minimum_support": rule.minimum_support,
        "cost_backing": rule.cost_backing,
        "incompatible": "/".join(map("+".join, rule.incompatible)),
        "tie_break": "/".join(rule.tie_break),
    }
    if rule.method is SelectionMethod.EQUAL_SHARES:
        terms |= {"utility": rule.utility, "completion": rule.completion, "comparison": int(rule.comparison)}
        terms |= {"whole_shares": int(rule.whole_shares)}
    if rule.method is SelectionMethod.EQUAL_SHARES and rule.completion in ADDING:
        terms |= {"stop": rule.stop, "increment": written(rule.increment, unit)}
    return f"{SAID} " + " ".join(f"{name}={value}" for name, value in terms.items() if value not in ("", 0))


def stated(comment: str, scale: int) -> Rule | None:
    """The rule a comment says, where it says one that computes."""
    found = TERMS.search(comment)
    terms = dict(part.split("=", 1) for part in found[1].split() if "=" in part) if found else {}
    try:
        return _rule(terms, scale) if terms.get("method") not in (None, SelectionMethod.COUNCIL) else None
    except ValueError:
        return None


def _rule(terms: Mapping[str, str], scale: int) -> Rule:
    rivals = terms.get("incompatible", "")
    return Rule(
        SelectionMethod(terms["method"]),
        Utility(terms.get("utility", Utility.COST)),
        Completion(terms.get("completion", Completion.NONE)),
        Stop(terms.get("stop", Stop.EXHAUSTIVE)),
        amount(0, terms.get("increment", "1"), scale),
        terms.get("whole_shares") == "1",
        terms.get("comparison") == "1",
        int(terms.get("minimum_support", "0")),
        int(terms.get("cost_backing", "0")),
        tuple(tuple(group.split("+")) for group in rivals.split("/") if group),
        tuple(map(TieBreak, terms.get("tie_break", TieBreak.BALLOT_ORDER).split("/"))),
    )
