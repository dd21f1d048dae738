//! How many messages were received so far, for who watches from outside. A count a thread, on a line that no other thread
//! writes to: one an actor would be one more line to each hop, and would move with the task from core to core.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::Padded;
use crate::recorder::unpoisoned;

type Count = &'static Padded<AtomicU64>;

/// All that there ever were; and those whose thread has ended: the next thread goes on with one.
struct Counts {
    all: Vec<Count>,
    free: Vec<Count>,
}

static COUNTS: Mutex<Counts> = Mutex::new(Counts {
    all: Vec::new(),
    free: Vec::new(),
});

struct Mine(Count);

thread_local! {
    static MINE: Mine = Mine::enrol();
}

impl Mine {
    fn enrol() -> Self {
        let mut counts = unpoisoned(&COUNTS);
        Self(counts.free.pop().unwrap_or_else(|| {
            let count: Count = Box::leak(Box::default());
            counts.all.push(count);
            count
        }))
    }
}

impl Drop for Mine {
    fn drop(&mut self) {
        unpoisoned(&COUNTS).free.push(self.0);
    }
}

/// Gets this thread its count, before the clock: a hop takes no lock.
pub(crate) fn enrol() {
    MINE.with(|_| ());
}

/// This thread has received one more.
#[inline]
pub(crate) fn count() {
    MINE.with(|mine| {
        let count = &mine.0.0;
        count.store(count.load(Relaxed) + 1, Relaxed); // nobody else adds to it
    });
}

/// Since the process began.
pub(crate) fn total() -> u64 {
    let counts = unpoisoned(&COUNTS);
    counts.all.iter().map(|it| it.0.load(Relaxed)).sum()
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    /// Other tests count too, so at least.
    #[test]
    fn a_thread_that_ends_leaves_its_count() {
        let before = total();
        for _ in 0..3 {
            let threads: Vec<_> = (0..4)
                .map(|_| thread::spawn(|| (0..1_000).for_each(|_| count())))
                .collect();
            threads.into_iter().for_each(|it| it.join().unwrap());
        }
        assert!(total() - before >= 12_000);
    }

    #[test]
    fn a_count_is_used_again() {
        let mine = || MINE.with(|mine| std::ptr::from_ref(mine.0) as usize);
        let mut seen: Vec<_> = (0..100)
            .map(|_| thread::spawn(mine).join().unwrap())
            .collect();
        seen.sort_unstable();
        seen.dedup();
        assert!(
            seen.len() < 50,
            "{} counts for 100 threads in turn",
            seen.len()
        );
    }
}
