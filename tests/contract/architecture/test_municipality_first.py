"""Every query of an adapter names the municipality, so that no town reads another's rows."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.contract.architecture.source import modules

QUERIES = {
    "find", "find_one", "count_documents", "update_one", "update_many", "replace_one",
    "delete_one", "delete_many", "find_one_and_update", "distinct", "aggregate", "page",
}  # fmt: skip
ACROSS = {"network.py", "timers.py"}
"""Files whose very purpose is to look across municipalities: roll-ups, and sweeps of what is due."""


def queries(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, ast.Call]]:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in QUERIES:
                    yield function, node


def names_it(function: ast.AST) -> bool:
    """`municipality` as a key, a name, an argument or part of an `_id`."""
    for node in ast.walk(function):
        if isinstance(node, ast.Constant) and node.value in ("municipality", "_id"):
            return True
        if isinstance(node, ast.Name | ast.arg) and "municipality" in (
            getattr(node, "id", ""),
            getattr(node, "arg", ""),
        ):
            return True
    return False


def test_a_query_names_the_municipality_or_one_document() -> None:
    adapters = {p: t for p, t in modules().items() if "adapters" in p.parts and p.name not in ACROSS}
    unscoped = {
        f"{path}:{call.lineno} {function.name}"
        for path, tree in adapters.items()
        for function, call in queries(tree)
        if not names_it(function)
    }
    assert unscoped == set(), "name the municipality first, or move the query to network.py or timers.py"


def test_the_check_itself_sees_a_query_without_one() -> None:
    tree = ast.parse("async def all_of(db):\n    return await db.x.find({'status': 'open'}).to_list()")
    assert [call.lineno for function, call in queries(tree) if not names_it(function)] == [2]
    assert Path("network.py").name in ACROSS
