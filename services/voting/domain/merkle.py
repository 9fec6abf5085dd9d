"""The Merkle tree of RFC 9162: one root for a whole board, and short proofs that something is on it or was only added to."""

from collections.abc import Sequence
from hashlib import sha256


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes; an empty tree has the hash of nothing."""
    level = list(leaves)
    if not level:
        return sha256(b"").digest()
    while len(level) > 1:
        paired = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + level[len(level) & ~1 :]
    return level[0]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The sibling hashes from leaf `index` up to the root (RFC 9162, 2.1.3.1)."""
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion_proof(leaves[:split], index), root(leaves[split:])]
    return [*inclusion_proof(leaves[split:], index - split), root(leaves[:split])]


def consistency_proof(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """That the tree over the first `earlier` leaves was only added to (RFC 9162, 2.1.4.1)."""
    if earlier in (0, len(leaves)):
        return []
    return _subproof(leaves, earlier, whole=True)


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> bool:
    """RFC 9162, 2.1.3.2."""
    if index >= size:
        return False
    node, last, here = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            here = node_hash(sibling, here)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            here = node_hash(here, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and here == expected


def is_consistent(earlier: int, size: int, proof: Sequence[bytes], earlier_root: bytes, later_root: bytes) -> bool:
    """RFC 9162, 2.1.4.2."""
    if earlier == size:
        return not proof and earlier_root == later_root
    if earlier == 0:
        return not proof
    if earlier > size or not proof:
        return False
    path = [earlier_root, *proof] if earlier & (earlier - 1) == 0 else list(proof)
    return _climbs(earlier - 1, size - 1, path) == (earlier_root, later_root)


def _climbs(node: int, last: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    while node & 1:
        node, last = node >> 1, last >> 1
    before = after = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if node & 1 or node == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            after = node_hash(after, sibling)
        node, last = node >> 1, last >> 1
    return (before, after) if last == 0 else None


def _subproof(leaves: Sequence[bytes], earlier: int, *, whole: bool) -> list[bytes]:
    if earlier == len(leaves):
        return [] if whole else [root(leaves)]
    split = _split(len(leaves))
    if earlier <= split:
        return [*_subproof(leaves[:split], earlier, whole=whole), root(leaves[split:])]
    return [*_subproof(leaves[split:], earlier - split, whole=False), root(leaves[:split])]


def _split(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1
