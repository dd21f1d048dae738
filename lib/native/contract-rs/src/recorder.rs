//! Where latencies go: to memory of a worker or of a task, never to a histogram that all share.
//!
//! The histograms are the process's, not a round's: one round runs at a time, and takes them with it when it has ended.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use crate::histogram::{BUCKETS, Counts, bucket, pairs};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Hop,
    HopDrain,
    Token,
    TokenUncorrected,
    PacerLate,
}

const NAMES: [&str; 5] = [
    "hop",
    "hop_drain",
    "token",
    "token_uncorrected",
    "pacer_late",
];

/// Name → ascending pairs of value and count; empty ones are left out.
pub type Histograms = BTreeMap<&'static str, Vec<(u64, u64)>>;

pub trait Recorder: Send + 'static {
    /// How it records, for the reader of the numbers.
    const NOTE: &str;

    fn new(task: usize) -> Self;
    fn record(&mut self, kind: Kind, ns: u64);
    /// Nothing more comes from this task.
    fn flush(&mut self);
    /// Takes what was recorded, when all tasks have ended.
    fn take() -> Histograms;
}

/// A lock whose holder may have panicked: the program ends then anyway, and tests go on.
pub(crate) fn unpoisoned<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[inline]
fn index(kind: Kind, ns: u64) -> usize {
    kind as usize * BUCKETS + bucket(ns)
}

fn counts() -> Counts {
    Counts::new(NAMES.len() * BUCKETS)
}

fn histograms(sums: &[u64]) -> Histograms {
    let named = NAMES.into_iter().zip(sums.chunks(BUCKETS).map(pairs));
    named.filter(|(_, pairs)| !pairs.is_empty()).collect()
}

/// One set of histograms a worker thread: for runtimes whose tasks run on a few threads. A worker lives as long as the
/// process, so its histograms are never freed.
pub struct PerWorker;

static WORKERS: Mutex<Vec<&'static Counts>> = Mutex::new(Vec::new());

thread_local! {
    static MINE: OnceCell<&'static Counts> = const { OnceCell::new() };
}

#[cold]
fn enrol() -> &'static Counts {
    let mine: &'static Counts = Box::leak(Box::new(counts()));
    unpoisoned(&WORKERS).push(mine);
    mine
}

impl Recorder for PerWorker {
    const NOTE: &str = "a histogram a worker thread, written without a lock or an atomic addition";

    fn new(_: usize) -> Self {
        Self
    }

    #[inline]
    fn record(&mut self, kind: Kind, ns: u64) {
        MINE.with(|mine| mine.get_or_init(enrol).add(index(kind, ns)));
    }

    fn flush(&mut self) {}

    fn take() -> Histograms {
        let mut sums = vec![0; NAMES.len() * BUCKETS];
        for counts in unpoisoned(&WORKERS).iter() {
            counts.drain_into(&mut sums);
        }
        histograms(&sums)
    }
}

/// A small buffer a task, emptied into one of a few histograms: for runtimes with a thread a task.
pub struct PerTask {
    shard: usize,
    len: usize,
    buffer: [u32; 64],
}

static SHARDS: [LazyLock<Mutex<Counts>>; 8] = [const { LazyLock::new(|| Mutex::new(counts())) }; 8];

impl Recorder for PerTask {
    const NOTE: &str = "64 values a thread, emptied into one of 8 histograms";

    fn new(task: usize) -> Self {
        Self {
            shard: task % SHARDS.len(),
            len: 0,
            buffer: [0; 64],
        }
    }

    #[inline]
    fn record(&mut self, kind: Kind, ns: u64) {
        self.buffer[self.len] = index(kind, ns) as u32;
        self.len += 1;
        if self.len == self.buffer.len() {
            self.flush();
        }
    }

    fn flush(&mut self) {
        if self.len == 0 {
            return;
        }
        let counts = unpoisoned(&SHARDS[self.shard]);
        self.buffer[..self.len]
            .iter()
            .for_each(|&it| counts.add(it as usize));
        self.len = 0;
    }

    fn take() -> Histograms {
        let mut sums = vec![0; NAMES.len() * BUCKETS];
        for shard in &SHARDS {
            unpoisoned(shard).drain_into(&mut sums);
        }
        histograms(&sums)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both hand over every value once, and are empty after.
    fn contract<R: Recorder>() {
        let threads = (0..4).map(|task| {
            std::thread::spawn(move || {
                let mut recorder = R::new(task);
                (0..1000).for_each(|ns| recorder.record(Kind::Hop, ns));
                recorder.record(Kind::PacerLate, u64::MAX);
                recorder.flush();
            })
        });
        threads
            .collect::<Vec<_>>()
            .into_iter()
            .for_each(|it| it.join().unwrap());
        let taken = R::take();
        assert_eq!(
            taken["hop"],
            (0..1000).map(|ns| (ns, 4)).collect::<Vec<_>>()
        );
        assert_eq!(taken["pacer_late"].iter().map(|it| it.1).sum::<u64>(), 4);
        assert_eq!(taken.len(), 2);
        assert!(R::take().is_empty());
    }

    #[test]
    fn a_worker_loses_nothing() {
        contract::<PerWorker>();
    }

    #[test]
    fn a_task_loses_nothing() {
        contract::<PerTask>();
    }
}
