//! What wants to run each millisecond, and records how late it was for each. Tick j is owed at j ms after the clock's start;
//! one that is never had is recorded all the same, when the ticker next runs or at the end.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::executor::Executor;
use crate::gate::Gate;
use crate::histogram::Histogram;
use crate::recorder::unpoisoned;

pub const TICK_NS: u64 = 1_000_000;
pub const IDLE_TICKS: u64 = 200;

#[derive(Default)]
pub struct Ticker {
    /// Before the gate opens, with nothing beside: the timer's own resolution.
    pub(crate) idle: Histogram,
    pub(crate) late: Histogram,
    pub(crate) owed: u64,
    pub(crate) had: u64,
    ended: bool,
}

impl Ticker {
    /// The ticker's turn. When the next one is owed, or nothing when there is none any more.
    pub fn tick(&mut self, clock: impl Fn() -> u64) -> Option<u64> {
        if self.ended {
            return None;
        }
        let now = clock();
        let due = now / TICK_NS;
        // Else it was woken early.
        if due > self.owed {
            self.had += 1;
            self.owed = settle(&mut self.late, self.owed, due, now);
        }
        Some((self.owed + 1) * TICK_NS)
    }

    /// Records what is still owed, and returns that moment.
    pub fn end(&mut self, clock: impl Fn() -> u64) -> u64 {
        self.ended = true;
        let now = clock();
        self.owed = settle(&mut self.late, self.owed, now / TICK_NS, now);
        now
    }
}

/// Records the ticks after `from` up to `to` as had at this moment.
fn settle(into: &mut Histogram, from: u64, to: u64, now: u64) -> u64 {
    ((from + 1)..=to).for_each(|tick| into.record(now - tick * TICK_NS));
    from.max(to)
}

/// A rehearsal of the ticks, with nothing beside them.
pub struct Rehearsal {
    epoch: Instant,
    late: Histogram,
    owed: u64,
}

impl Default for Rehearsal {
    fn default() -> Self {
        Self {
            epoch: Instant::now(),
            late: Histogram::default(),
            owed: 0,
        }
    }
}

impl Rehearsal {
    /// How long to sleep until the next tick; nothing when all were had.
    pub fn wait(&self) -> Option<Duration> {
        let next = Duration::from_nanos((self.owed + 1) * TICK_NS);
        (self.owed < IDLE_TICKS).then(|| next.saturating_sub(self.epoch.elapsed()))
    }

    pub fn tick(&mut self) {
        let now = self.epoch.elapsed().as_nanos() as u64;
        let due = (now / TICK_NS).min(IDLE_TICKS);
        self.owed = settle(&mut self.late, self.owed, due, now);
    }

    pub fn end(self, gate: &Gate) {
        unpoisoned(gate.ticker.as_ref().expect("a round with a ticker")).idle = self.late;
    }
}

/// How long the ticker has to sleep at first, and after each turn; nothing when the round is over.
pub fn turn(gate: &Gate) -> Option<Duration> {
    let ticker = gate.ticker.as_ref().expect("a round with a ticker");
    let next = unpoisoned(ticker).tick(|| gate.clock())?;
    Some(Duration::from_nanos(next.saturating_sub(gate.clock())))
}

/// The ticker as a task.
pub async fn run<E: Executor>(gate: Arc<Gate>) {
    let mut rehearsal = Rehearsal::default();
    while let Some(wait) = rehearsal.wait() {
        E::sleep(wait).await;
        rehearsal.tick();
    }
    rehearsal.end(&gate);
    gate.arrive().await;
    while let Some(wait) = turn(&gate) {
        E::sleep(wait).await;
    }
}

/// The ticker as a thread.
pub fn run_blocking(gate: &Gate) {
    let mut rehearsal = Rehearsal::default();
    while let Some(wait) = rehearsal.wait() {
        std::thread::sleep(wait);
        rehearsal.tick();
    }
    rehearsal.end(gate);
    gate.arrive_blocking();
    while let Some(wait) = turn(gate) {
        std::thread::sleep(wait);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const US: u64 = 1000;

    fn pairs_of(values: &[u64]) -> Vec<(u64, u64)> {
        let mut all = Histogram::default();
        values.iter().for_each(|&it| all.record(it));
        all.pairs()
    }

    /// A ticker that was kept waiting has one tick, and all that were owed by then are late.
    #[test]
    fn ticks_that_were_missed_are_late_once() {
        let mut ticker = Ticker::default();
        for (at, next) in [(1100, 2000), (1900, 2000), (7500, 8000), (8000, 9000)] {
            assert_eq!(ticker.tick(|| at * US), Some(next * US));
        }
        assert_eq!(ticker.end(|| 10_300 * US), 10_300 * US);
        let late = [100, 5500, 4500, 3500, 2500, 1500, 500, 0, 1300, 300].map(|it| it * US);
        assert_eq!(ticker.late.pairs(), pairs_of(&late));
        assert_eq!((ticker.owed, ticker.had), (10, 3));
    }

    #[test]
    fn there_is_no_tick_after_the_end() {
        let mut ticker = Ticker::default();
        ticker.end(|| 2500 * US);
        assert_eq!(ticker.tick(|| 9000 * US), None);
        assert_eq!(ticker.late.pairs(), pairs_of(&[1500 * US, 500 * US]));
        assert_eq!((ticker.owed, ticker.had), (2, 0));
    }
}
