"""HdrHistogram's layout for a lowest value of 1 and three significant digits: eleven bits of a value are kept."""

from collections import defaultdict

BITS = 11
HIGHEST = 3600 * 10**9  # ns; values above are clamped to it


class Histogram:
    """Counts by the smallest value of a bucket."""

    __slots__ = ("counts",)

    def __init__(self) -> None:
        self.counts: defaultdict[int, int] = defaultdict(int)

    def record(self, ns: int) -> None:
        ns = min(max(ns, 0), HIGHEST)
        shift = ns.bit_length() - BITS
        if shift > 0:
            ns = ns >> shift << shift
        self.counts[ns] += 1

    def pairs(self) -> list[tuple[int, int]]:
        return sorted(self.counts.items())
