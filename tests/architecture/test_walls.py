"""The walls import-linter cannot see: who reads the environment, the clock, and other people's municipalities."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PRODUCT = sorted(path for folder in ("services", "shared", "web") for path in (ROOT / folder).rglob("*.py"))
ADAPTERS = [path for path in PRODUCT if path.parent.name == "adapters"]
DOMAIN = [path for path in PRODUCT if "domain" in path.parts]

# Collections that belong to no municipality: messaging, timers, the clock. `network.py` asks for a region or the network.
READS = {"find", "find_one", "count_documents", "aggregate", "distinct"}
WRITES = {"update_one", "update_many", "replace_one", "delete_one", "delete_many"}
QUERIES = READS | WRITES | {"find_one_and_update", "find_one_and_replace", "find_one_and_delete"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


@pytest.mark.parametrize("path", PRODUCT, ids=name)
def test_only_settings_read_the_environment(path: Path) -> None:
    if path.name == "settings.py":
        return
    used = [dotted(node) for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)]
    assert [word for word in used if word in {"os.environ", "os.getenv", "os.environb"}] == []


@pytest.mark.parametrize("path", PRODUCT, ids=name)
def test_only_the_clock_knows_what_time_it_is(path: Path) -> None:
    if name(path) == "shared/clock.py":
        return
    asked = [dotted(call.func) for call in calls(path)]
    forbidden = {
        "datetime.now",
        "datetime.utcnow",
        "datetime.today",
        "date.today",
        "datetime.datetime.now",
        "time.time",
    }
    assert [word for word in asked if word in forbidden] == []


@pytest.mark.parametrize("path", DOMAIN, ids=name)
def test_the_domain_neither_looks_nor_throws_dice(path: Path) -> None:
    imported = [
        alias.name if isinstance(node, ast.Import) else node.module or ""
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]
    forbidden = {"random", "secrets", "os", "time", "asyncio", "logging", "socket", "pydantic", "uuid", "shared.clock"}
    assert sorted(set(imported) & forbidden) == []


@pytest.mark.parametrize("path", ADAPTERS, ids=name)
def test_every_query_names_the_municipality_first(path: Path) -> None:
    if path.name == "network.py":
        return
    source = path.read_text()
    named = _filters(tree(path))
    broken = [
        f"line {call.lineno}: {ast.get_source_segment(source, call.func)}"
        for call in calls(path)
        if (asked := _filter_of(call)) is not None and not _municipal(asked, named)
    ]
    assert broken == []


def _filter_of(call: ast.Call) -> ast.expr | None:
    """The filter of a query: the first argument of a method, the second of `page(collection, filter, ...)`."""
    if isinstance(call.func, ast.Attribute) and call.func.attr in QUERIES:
        return call.args[0] if call.args else None
    return call.args[1] if dotted(call.func) == "page" and len(call.args) > 1 else None


def _filters(module: ast.Module) -> dict[str, list[ast.expr]]:
    """What each local name was set to, and what each function returns, so that a filter may be built beside the query."""
    named: dict[str, list[ast.expr]] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    named.setdefault(target.id, []).append(node.value)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            named.setdefault(node.target.id, []).append(node.value)
        if isinstance(node, ast.FunctionDef):
            returned = [one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value is not None]
            named.setdefault(node.name, []).extend(returned)
    return named


def _municipal(filter_: ast.expr, named: dict[str, list[ast.expr]]) -> bool:
    """A literal that begins with the municipality or with an `_id`, or a name or call that stands for one."""
    if isinstance(filter_, ast.Dict):
        first = filter_.keys[0] if filter_.keys else None
        if first is None and filter_.keys:
            return _municipal(filter_.values[0], named)
        return isinstance(first, ast.Constant) and first.value in {"_id", "municipality"}
    if isinstance(filter_, ast.Name):
        known = named.get(filter_.id, [])
        return bool(known) and all(_municipal(one, named) for one in known)
    if isinstance(filter_, ast.Call):
        known = named.get(dotted(filter_.func).rsplit(".", 1)[-1], [])
        return bool(known) and all(_municipal(one, named) for one in known)
    return isinstance(filter_, ast.Attribute)
