"""Merkle trees as in RFC 9162, section 2.1: hashes, inclusion and consistency proofs, and their checks. Pure bytes.

A tree is read in tiles of 256 hashes (C2SP tlog-tiles): `tile(level, n)` gives what there is of the n-th tile of a
level. Level 0 holds the hashes of the leaves, level 1 the roots of the full tiles of level 0, and so on; so a proof
in a tree of ten million leaves reads six tiles.
"""

import hashlib
from functools import cache

HEIGHT = 8
WIDTH = 1 << HEIGHT
EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_over(hashes) -> "Tree":
    """The tree over leaf hashes at hand."""
    hashes = list(hashes)
    return Tree(lambda level, n: _tile(hashes, level, n), len(hashes))


def _tile(hashes, level, n):
    while level:
        full = len(hashes) // WIDTH
        hashes, level = [fold(hashes[k * WIDTH : (k + 1) * WIDTH]) for k in range(full)], level - 1
    return hashes[n * WIDTH : (n + 1) * WIDTH]


def fold(hashes: list) -> bytes:
    """The root over a number of hashes that is a power of two."""
    digest = hashlib.sha256
    while len(hashes) > 1:
        hashes = [digest(b"\x01" + hashes[k] + hashes[k + 1]).digest() for k in range(0, len(hashes), 2)]
    return hashes[0]


def split(count: int) -> int:
    """The largest power of two below `count` (RFC 9162: k)."""
    return 1 << (count - 1).bit_length() - 1


class Tree:
    """A tree of `size` leaves over a reader of tiles. Each tile is read once."""

    def __init__(self, tile, size: int):
        self.tile, self.size = cache(tile), size

    def root(self) -> bytes:
        return self.hash(0, self.size) if self.size else EMPTY

    def hash(self, start: int, end: int) -> bytes:
        """MTH over the leaves start..end (exclusive)."""
        count = end - start
        if count & (count - 1) == 0:
            return self._full(start, count.bit_length() - 1)
        k = split(count)
        return node_hash(self.hash(start, start + k), self.hash(start + k, end))

    def _full(self, start: int, height: int) -> bytes:
        level, rest = divmod(height, HEIGHT)
        place = start >> HEIGHT * level
        n, first = divmod(place, WIDTH)
        return fold(self.tile(level, n)[first : first + (1 << rest)])

    def inclusion(self, index: int) -> list[bytes]:
        """PATH(index, D_size), from the leaf upwards."""
        if not 0 <= index < self.size:
            raise ValueError("no such leaf in this tree")
        start, end, path = 0, self.size, []
        while end - start > 1:
            middle = start + split(end - start)
            if index < middle:
                path.append((middle, end))
                end = middle
            else:
                path.append((start, middle))
                start = middle
        return [self.hash(*part) for part in reversed(path)]

    def consistency(self, old: int) -> list[bytes]:
        """PROOF(old, D_size)."""
        if not 0 < old <= self.size:
            raise ValueError("the older tree is not within the newer one")
        start, end, whole, path = 0, self.size, True, []
        while old != end:
            middle = start + split(end - start)
            if old <= middle:
                path.append((middle, end))
                end = middle
            else:
                path.append((start, middle))
                start, whole = middle, False
        if not whole:
            path.append((start, end))
        return [self.hash(*part) for part in reversed(path)]


def is_included(leaf: bytes, index: int, size: int, proof, root: bytes) -> bool:
    """RFC 9162, section 2.1.3.2."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for step in proof:
        if not last:
            return False
        if place & 1 or place == last:
            found = node_hash(step, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, step)
        place, last = place >> 1, last >> 1
    return not last and found == root


def is_consistent(old: int, old_root: bytes, new: int, new_root: bytes, proof) -> bool:
    """RFC 9162, section 2.1.4.2: the tree of `new` leaves begins with the tree of `old` leaves."""
    proof = list(proof)
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    if old & (old - 1) == 0:
        proof.insert(0, old_root)
    if not proof:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = proof[0]
    for step in proof[1:]:
        if not last:
            return False
        if place & 1 or place == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = node_hash(second, step)
        place, last = place >> 1, last >> 1
    return not last and first == old_root and second == new_root
