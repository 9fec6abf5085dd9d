"""Secrets are compared in constant time, and never in a way that strange letters could break."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.test_walls import PRODUCT, dotted, name, tree

SECRET = {
    "token",
    "secret",
    "passphrase",
    "password",
    "mac",
    "hmac",
    "nonce",
    "cookie",
    "cookies",
    "bearer",
}
SECRETS = {"form_key", "code_verifier", "officer_mark"}


def said(node: ast.expr) -> Iterator[str]:
    """Every name an operand is made of."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute):
            yield part.attr
        elif isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Constant):
            yield str(part.slice.value)


def secret(node: ast.expr) -> bool:
    return any(word in SECRETS or set(word.lower().split("_")) & SECRET for word in said(node))


def compared(module: ast.Module) -> Iterator[ast.Compare]:
    """Two values that are not known before: a word of our own beside a secret gives nothing away."""
    for node in ast.walk(module):
        if isinstance(node, ast.Compare) and any(isinstance(one, ast.Eq | ast.NotEq) for one in node.ops):
            operands = [node.left, *node.comparators]
            if not any(map(_known, operands)) and any(map(secret, operands)):
                yield node


def _known(node: ast.expr) -> bool:
    parts = node.elts if isinstance(node, ast.Set | ast.Tuple | ast.List) else [node]
    return all(isinstance(one, ast.Constant) for one in parts)


@pytest.mark.parametrize("path", PRODUCT, ids=name)
def test_secrets_are_compared_in_constant_time(path: Path) -> None:
    assert [f"line {one.lineno}: {ast.unparse(one)}" for one in compared(tree(path))] == []


@pytest.mark.parametrize("path", PRODUCT, ids=name)
def test_what_is_compared_in_constant_time_is_bytes(path: Path) -> None:
    """Of text the comparison takes only ASCII: a letter of another script in a form would be a fault of ours."""
    calls = [
        node for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and "compare_digest" in dotted(node.func)
    ]
    loose = [ast.unparse(call) for call in calls if not all(_bytes(one) for one in call.args)]
    assert loose == []


def _bytes(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"encode", "digest"}
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("given == person.form_key", 1),
        ("row['token'] != token", 1),
        ("request.cookies.get(STATE) == state", 1),
        ("hmac.digest(key, text, 'sha256') == mac", 1),
        ("settings.form_tokens == 'required'", 0),
        ("election.state == State.OPEN", 0),
    ],
)
def test_the_search_for_secrets_finds_them(text: str, found: int) -> None:
    assert len(list(compared(ast.parse(text)))) == found
