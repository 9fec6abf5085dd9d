"""The product's own source, parsed once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PRODUCT = ("shared", "services", "web", "deploy", "bench")


@cache
def modules() -> dict[Path, ast.Module]:
    """Path from the root to syntax tree."""
    files = (file for folder in PRODUCT for file in (ROOT / folder).rglob("*.py") if "node_modules" not in file.parts)
    return {file.relative_to(ROOT): ast.parse(file.read_text("utf-8")) for file in sorted(files)}


def dotted(node: ast.AST) -> str:
    """`os.environ` for the expression that says so; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


def uses(tree: ast.AST, *names: str) -> Iterator[int]:
    """Lines where one of the dotted names is used."""
    return (
        node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute | ast.Name) and dotted(node) in names
    )
