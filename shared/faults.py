"""What may be told of a fault: which rule broke and where in the program, never what was being handled."""

from pathlib import Path
from traceback import walk_tb

ROOT = Path(__file__).parents[1]


def rule_of(error: Exception) -> str:
    """Errors are named after the rule; what they say beside their name may quote what somebody wrote."""
    return type(error).__name__


def place_of(error: Exception) -> str:
    """The last line of our own code it came through, `file:line`; empty when there is none."""
    lines = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__)]
    ours = [(path, line) for path, line in lines if path.is_relative_to(ROOT) and "site-packages" not in path.parts]
    return f"{ours[-1][0].relative_to(ROOT)}:{ours[-1][1]}" if ours else ""
