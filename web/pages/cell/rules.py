"""The rule of a vote as the cell sets it: what parts equal projects, what is left over, which projects exclude each other."""

from typing import Any

from web.pages.cell.sending import Sent
from web.reader import Reader
from web.services import Json

METHODS = ("equal_shares", "greedy_skip", "greedy", "council")
UTILITIES = ("cost", "cardinality")
COMPLETIONS = ("add_1_greedy", "add_1", "greedy", "none")
STOPS = ("exhaustive", "overspend")
TIES = ("more_support", "lower_cost", "higher_cost", "ballot_order")
GROUPS = ("A", "B", "C", "D")
USUAL = {"utility": "cost", "completion": "add_1_greedy", "stop": "exhaustive", "tie_first": "more_support"}
"""What stands in the form before anybody chose."""


def rule_of(sent: Sent) -> Json:
    """A council decides without counting, so nothing but its name is sent; shares have settings of their own."""
    method = sent["rule"]
    if method == "council":
        return {"method": method}
    rule: Json = {"method": method, "tie_break": _ties(sent), "incompatible": _groups(sent)}
    if sent["minimum_support"]:
        rule["minimum_support"] = sent.number("minimum_support")
    shares = {name: sent[name] for name in ("utility", "completion", "stop") if sent[name]}
    return rule | (shares if method == "equal_shares" else {})


def rule_options(reader: Reader) -> dict[str, Any]:
    """Everything that can be chosen, with its name."""
    families = {"rule": METHODS, "utility": UTILITIES, "completion": COMPLETIONS, "stop": STOPS, "tie": TIES}
    named = {family: [(code, reader.name(family, code)) for code in codes] for family, codes in families.items()}
    return named | {"groups": GROUPS}


def _ties(sent: Sent) -> list[str]:
    """As they were chosen, each once; the order on the ballot parts what nothing else does."""
    chosen = [sent[name] for name in ("tie_first", "tie_then") if sent[name]]
    return list(dict.fromkeys([*chosen, "ballot_order"]))


def _groups(sent: Sent) -> list[list[str]]:
    """Projects on the shortlist that were given the same letter; one alone excludes nobody."""
    lettered = [(project, sent[f"group-{project}"]) for project in sent.all("proposal")]
    found = [[project for project, letter in lettered if letter == group] for group in GROUPS]
    return [projects for projects in found if len(projects) > 1]
