//! The arithmetic of the workloads: SplitMix64.

pub const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

/// SplitMix64's finaliser.
#[inline]
pub const fn mix(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The state that item `k` (from 0) starts from.
#[inline]
pub const fn state(seed: u64, k: u64) -> u64 {
    mix(seed.wrapping_add((k + 1).wrapping_mul(GAMMA)))
}

/// The work of a hop: `rounds` of `mix`, each fed by the one before, so that no compiler can shorten it.
#[inline]
pub const fn labour(z: u64, mut rounds: u64) -> u64 {
    let mut x = z;
    while rounds > 0 {
        x = mix(x);
        rounds -= 1;
    }
    x
}
