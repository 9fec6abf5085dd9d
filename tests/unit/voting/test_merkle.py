"""The tree of RFC 9162: proofs hold for what is there and for nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from services.voting.domain import merkle

LEAVES = st.lists(st.binary(max_size=3), min_size=1, max_size=40).map(
    lambda data: [merkle.leaf_hash(one) for one in data]
)

# Test vectors of the certificate-transparency project: eight entries and the roots of every prefix.
ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def test_the_roots_are_those_everybody_computes() -> None:
    leaves = [merkle.leaf_hash(bytes.fromhex(entry)) for entry in ENTRIES]
    assert [merkle.root(leaves[: n + 1]).hex() for n in range(8)] == ROOTS
    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(LEAVES, st.data())
def test_every_leaf_can_be_shown_to_be_there(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = merkle.inclusion_proof(leaves, index)
    assert merkle.is_included(leaves[index], index, len(leaves), proof, merkle.root(leaves))
    assert not merkle.is_included(merkle.leaf_hash(b"other"), index, len(leaves), proof, merkle.root(leaves))
    assert not merkle.is_included(leaves[index], index, len(leaves), [*proof, b"x" * 32], merkle.root(leaves))


@given(LEAVES, st.data())
def test_a_longer_board_can_be_shown_to_only_add(leaves: list[bytes], data: st.DataObject) -> None:
    earlier = data.draw(st.integers(1, len(leaves)))
    proof = merkle.consistency_proof(leaves, earlier)
    before, after = merkle.root(leaves[:earlier]), merkle.root(leaves)
    assert merkle.is_consistent(earlier, len(leaves), proof, before, after)
    assert not merkle.is_consistent(earlier, len(leaves), proof, merkle.leaf_hash(b"other"), after)
    assert not merkle.is_consistent(earlier, len(leaves), proof, before, merkle.leaf_hash(b"other"))
    assert not merkle.is_consistent(earlier, len(leaves), [*proof, b"x" * 32], before, after)
