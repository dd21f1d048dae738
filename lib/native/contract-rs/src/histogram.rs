//! HdrHistogram's layout for lowest value 1 and 3 significant digits, and a histogram that one thread writes and others read.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Values above an hour are clamped.
pub const LONGEST_NS: u64 = 3_600_000_000_000;

/// Below 2^11 each value has its bucket; above, each octave has 2^10.
const EXACT_BITS: u32 = 11;
const HALF: usize = 1 << (EXACT_BITS - 1);

pub const BUCKETS: usize = bucket(LONGEST_NS) + 1;

#[inline]
pub const fn bucket(ns: u64) -> usize {
    let ns = if ns > LONGEST_NS { LONGEST_NS } else { ns };
    let shift = (u64::BITS - EXACT_BITS) - (ns | ((1 << EXACT_BITS) - 1)).leading_zeros();
    shift as usize * HALF + (ns >> shift) as usize
}

/// The lowest value of a bucket.
pub const fn lowest(bucket: usize) -> u64 {
    if bucket < 2 * HALF {
        return bucket as u64;
    }
    let shift = bucket / HALF - 1;
    ((bucket - shift * HALF) as u64) << shift
}

/// Counts with one writer at a time. It loads and stores instead of adding atomically: that costs what plain memory does.
pub struct Counts(Box<[AtomicU64]>);

impl Counts {
    /// Zeroed memory straight from the kernel: a bucket that is never hit takes none.
    pub fn new(len: usize) -> Self {
        let zeroed = Box::<[AtomicU64]>::new_zeroed_slice(len);
        // SAFETY: an AtomicU64 is a u64 in memory, and zero is one.
        Self(unsafe { zeroed.assume_init() })
    }

    #[inline]
    pub fn add(&self, index: usize) {
        let count = &self.0[index];
        count.store(count.load(Relaxed) + 1, Relaxed);
    }

    /// Adds these counts to `sums` and starts from zero again; when nobody writes.
    pub fn drain_into(&self, sums: &mut [u64]) {
        for (count, sum) in self.0.iter().zip(sums) {
            let seen = count.load(Relaxed);
            if seen > 0 {
                *sum += seen;
                count.store(0, Relaxed);
            }
        }
    }
}

/// One that a single task owns.
pub struct Histogram(Box<[u64]>);

impl Default for Histogram {
    fn default() -> Self {
        Self(vec![0; BUCKETS].into())
    }
}

impl Histogram {
    pub fn record(&mut self, ns: u64) {
        self.0[bucket(ns)] += 1;
    }

    /// Ascending, without the empty ones.
    pub fn pairs(&self) -> Vec<(u64, u64)> {
        pairs(&self.0)
    }
}

/// Value and count of each bucket that was hit.
pub fn pairs(counts: &[u64]) -> Vec<(u64, u64)> {
    let hit = counts.iter().enumerate().filter(|(_, count)| **count > 0);
    hit.map(|(bucket, &count)| (lowest(bucket), count))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hdrhistogram::Histogram;

    /// Bucket edges of every octave, where an off-by-one would show.
    fn values() -> impl Iterator<Item = u64> {
        (0..42)
            .flat_map(|bit| [1, 3, 1025, 1535, 2047].map(|it: u64| it << bit))
            .flat_map(|it| [it - 1, it, it + 1])
    }

    #[test]
    fn buckets_are_those_of_hdr_histogram() {
        let theirs = Histogram::<u64>::new_with_bounds(1, LONGEST_NS, 3).unwrap();
        for ns in values().filter(|&it| it <= LONGEST_NS) {
            assert_eq!(lowest(bucket(ns)), theirs.lowest_equivalent(ns), "{ns}");
            assert!(theirs.equivalent(ns, lowest(bucket(ns))), "{ns}");
        }
    }

    #[test]
    fn buckets_ascend_without_gap() {
        assert!((0..BUCKETS).all(|it| bucket(lowest(it)) == it));
        assert_eq!(bucket(u64::MAX), BUCKETS - 1);
    }
}
