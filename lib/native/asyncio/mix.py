"""The arithmetic of the workloads: unsigned, 64 bits, wrapping. Python's numbers don't wrap, so they are cut."""

GAMMA = 0x9E3779B97F4A7C15
MASK = (1 << 64) - 1


def mix(z: int) -> int:
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
    return z ^ z >> 31


def mixed(z: int, times: int) -> int:
    for _ in range(times):
        z = mix(z)
    return z
