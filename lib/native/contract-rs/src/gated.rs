//! A round of any workload but actor-mesh, as the main thread sees it: the clock's boundary, and what is read when.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::actor::Tally;
use crate::answer::Measured;
use crate::gate::{Gate, Shape};
use crate::histogram::Histogram;
use crate::metrics::{Metrics, Usage, resident_bytes};
use crate::recorder::{Histograms, unpoisoned};
use crate::round::{Event, Failure, next};
use crate::watch::Watchdog;

pub struct Gated {
    pub index: u32,
    gate: Arc<Gate>,
    events: Receiver<Event>,
    arrive: u64,
    born: Instant,
    start_ns: u64,
    metrics: Metrics,
    /// What a workload measures beside.
    pub more: BTreeMap<&'static str, u64>,
    pub histograms: Histograms,
    _watchdog: Watchdog,
}

impl Gated {
    /// `patience`: how long nothing may move. `progress` hears of the units so far.
    pub fn new(
        index: u32,
        shape: Shape,
        patience: Duration,
        progress: impl Fn(u64) + Send + 'static,
    ) -> Self {
        let (sender, events) = channel();
        let (arrive, patience) = (shape.arrive, patience + shape.asleep);
        let gate = Arc::new(Gate::new(shape, sender));
        let _watchdog = Watchdog::over(&gate, patience, progress);
        Self {
            index,
            gate,
            events,
            arrive,
            born: Instant::now(),
            start_ns: 0,
            metrics: Metrics::default(),
            more: BTreeMap::new(),
            histograms: Histograms::new(),
            _watchdog,
        }
    }

    pub fn gate(&self) -> &Arc<Gate> {
        &self.gate
    }

    /// The tasks' start begins only here: something else had to be made before.
    pub fn starts_here(&mut self) {
        self.born = Instant::now();
    }

    /// Waits until all tasks have acknowledged, unless that was waited for already.
    pub fn gathered(&mut self) -> Result<(), Failure> {
        if std::mem::take(&mut self.arrive) > 0 {
            next(&self.events)?;
            self.start_ns = self.born.elapsed().as_nanos() as u64;
        }
        Ok(())
    }

    /// Starts the ticker where the round has one, and waits until it has rehearsed.
    pub fn add_ticker(&self, start: impl FnOnce(Arc<Gate>)) -> Result<(), Failure> {
        if self.gate.ticker.is_none() {
            return Ok(());
        }
        self.gate.one_more();
        start(self.gate.clone());
        next(&self.events)
    }

    /// Reads what is read before the clock, lets `go` start it, waits for the last unit, and reads what is read after.
    pub fn time(&mut self, go: impl FnOnce()) -> Result<(), Failure> {
        let idle_rss_bytes = resident_bytes();
        let before = Usage::now();
        go();
        next(&self.events)?;
        self.metrics = Metrics {
            idle_rss_bytes,
            ..Metrics::since(before)
        };
        self.tell_ticks();
        Ok(())
    }

    fn tell_ticks(&mut self) {
        let Some(ticker) = &self.gate.ticker else {
            return;
        };
        let ticker = unpoisoned(ticker);
        self.more.insert("ticks_owed", ticker.owed);
        self.more.insert("ticks_had", ticker.had);
        self.histograms.insert("late_idle", ticker.idle.pairs());
        if ticker.owed > 0 {
            self.histograms.insert("late", ticker.late.pairs());
        }
    }

    /// A histogram of one value a task.
    pub fn record(&mut self, name: &'static str, values: impl IntoIterator<Item = u64>) {
        let mut all = Histogram::default();
        values.into_iter().for_each(|it| all.record(it));
        self.histograms.insert(name, all.pairs());
    }

    pub fn measured(self, tally: Tally) -> Measured {
        Measured {
            index: self.index,
            answer: format!("{:016x}", tally.sum),
            deliveries: tally.deliveries,
            elapsed_ns: self.gate.elapsed_ns(),
            start_ns: self.start_ns,
            metrics: Metrics {
                more: self.more,
                ..self.metrics
            },
            histograms: self.histograms,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: Duration = Duration::from_millis(100);

    fn one(shape: Shape) -> Gated {
        let shape = Shape { until: 1, ..shape };
        Gated::new(0, shape, SHORT, |_| ())
    }

    fn later(round: &Gated, after: Duration) -> impl FnOnce() + use<> {
        let gate = round.gate().clone();
        move || {
            gate.begin();
            std::thread::spawn(move || {
                std::thread::sleep(after);
                gate.done();
            });
        }
    }

    #[test]
    fn a_task_that_never_ends_is_a_deadlock() {
        let mut round = one(Shape::default());
        let gate = round.gate().clone();
        let failure = round.time(|| gate.open()).err();
        assert!(
            matches!(&failure, Some(Failure::Deadlock(it)) if it.contains("1 of 1 tasks")),
            "{failure:?}"
        );
    }

    #[test]
    fn to_compute_or_to_sleep_on_purpose_is_none() {
        let computes = Shape {
            computes: true,
            ..Shape::default()
        };
        let asleep = Shape {
            asleep: 10 * SHORT,
            ..Shape::default()
        };
        for shape in [computes, asleep] {
            let mut round = one(shape);
            let go = later(&round, 3 * SHORT);
            assert_eq!(round.time(go), Ok(()));
            let measured = round.measured(Tally::unit(7));
            assert!(
                measured.elapsed_ns >= 300_000_000,
                "{}",
                measured.elapsed_ns
            );
        }
    }

    #[test]
    fn a_task_that_fails_ends_the_round() {
        let mut round = one(Shape::default());
        let gate = round.gate().clone();
        let failure = round.time(|| gate.fail("no file".to_owned()));
        assert_eq!(failure, Err(Failure::Failed("no file".to_owned())));
    }
}
