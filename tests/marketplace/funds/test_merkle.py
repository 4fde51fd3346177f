"""RFC 9162 trees: known vectors of Certificate Transparency, and every proof of every small tree against a plain reading."""

import hashlib

import pytest

from marketplace.funds import merkle

# The leaves and roots that the implementations of Certificate Transparency share (google/certificate-transparency,
# transparency-dev/merkle: testonly/constants.go).
LEAVES = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]  # fmt: skip
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
INCLUSION = {  # (leaf, size): path
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


def tree(count) -> merkle.Tree:
    return merkle.tree_over([merkle.leaf_hash(data) for data in LEAVES[:count]])


def plain(hashes) -> bytes:
    """MTH as RFC 9162 writes it."""
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while 2 * k < len(hashes):
        k *= 2
    return hashlib.sha256(b"\x01" + plain(hashes[:k]) + plain(hashes[k:])).digest()


def test_known_roots():
    assert tree(0).root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert [tree(count).root().hex() for count in range(1, 9)] == ROOTS


@pytest.mark.parametrize("place", INCLUSION)
def test_known_inclusion_proofs(place):
    assert [step.hex() for step in tree(place[1]).inclusion(place[0])] == INCLUSION[place]


@pytest.mark.parametrize("sizes", CONSISTENCY)
def test_known_consistency_proofs(sizes):
    assert [step.hex() for step in tree(sizes[1]).consistency(sizes[0])] == CONSISTENCY[sizes]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 20, 255, 256, 257, 513, 700])
def test_a_tree_in_tiles_is_the_tree_of_the_rfc(size):
    hashes = [hashlib.sha256(str(n).encode()).digest() for n in range(size)]
    found = merkle.tree_over(hashes)
    root = found.root()
    assert root == plain(hashes)
    for index in {0, 1, size // 2, size - 2, size - 1} & set(range(size)):
        proof = found.inclusion(index)
        assert merkle.is_included(hashes[index], index, size, proof, root)
        assert not merkle.is_included(hashes[index - 1], index, size, proof, root) or size == 1
        assert not merkle.is_included(hashes[index], index, size, [*proof, root], root)
    for old in {1, 2, size // 3, size // 2, 256, size - 1, size} & set(range(1, size + 1)):
        proof, before = found.consistency(old), plain(hashes[:old])
        assert merkle.is_consistent(old, before, size, root, proof)
        assert not merkle.is_consistent(old, hashlib.sha256(b"other").digest(), size, root, proof)
        assert old == size or not merkle.is_consistent(old, before, size, before, proof)


def test_every_proof_of_small_trees():
    hashes = [hashlib.sha256(str(n).encode()).digest() for n in range(33)]
    for size in range(1, 34):
        found, root = merkle.tree_over(hashes[:size]), plain(hashes[:size])
        for index in range(size):
            assert merkle.is_included(hashes[index], index, size, found.inclusion(index), root)
        for old in range(1, size + 1):
            assert merkle.is_consistent(old, plain(hashes[:old]), size, root, found.consistency(old))


def test_what_is_not_in_the_tree():
    found = tree(5)
    for index in (-1, 5):
        with pytest.raises(ValueError):
            found.inclusion(index)
    for old in (0, 6):
        with pytest.raises(ValueError):
            found.consistency(old)
    assert not merkle.is_included(LEAVES[0], 5, 5, [], found.root())
    assert not merkle.is_consistent(0, merkle.EMPTY, 5, found.root(), [])
    assert not merkle.is_consistent(2, tree(2).root(), 5, found.root(), [])
