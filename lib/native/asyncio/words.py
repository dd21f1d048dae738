"""Words of 64 bits, little-endian, in bytes."""

import struct
from collections.abc import Iterable


def sum_of_words(text: bytes) -> int:
    return sum(struct.unpack(f"<{len(text) // 8}Q", text))


def bytes_of_words(words: Iterable[int]) -> bytes:
    return b"".join(word.to_bytes(8, "little") for word in words)
