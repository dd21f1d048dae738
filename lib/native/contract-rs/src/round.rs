//! A round, and the clock's boundary: what is read when.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::actor::Tally;
use crate::answer::Measured;
use crate::mesh::Mesh;
use crate::metrics::{Metrics, Usage, resident_bytes};
use crate::plan::Plan;
use crate::recorder::Histograms;
use crate::watch::Watchdog;

/// What the tasks tell the main thread.
#[derive(Debug)]
pub(crate) enum Event {
    /// All tasks have acknowledged.
    Parked,
    /// The last token is retired, the last unit done.
    Retired,
    /// Nothing moves, and how far it was.
    Stalled(String),
    Failed(String),
}

/// Why there is no `done`: its kind, and one sentence.
#[derive(Debug, PartialEq, Eq)]
pub enum Failure {
    Refused(String),
    Deadlock(String),
    Failed(String),
}

/// Waits for the tasks' next word.
pub(crate) fn next(events: &Receiver<Event>) -> Result<(), Failure> {
    match events.recv() {
        Ok(Event::Parked | Event::Retired) => Ok(()),
        Ok(Event::Stalled(how_far)) => Err(Failure::Deadlock(format!(
            "nothing moved for seconds: {how_far}"
        ))),
        Ok(Event::Failed(why)) => Err(Failure::Failed(why)),
        Err(_) => Err(Failure::Failed("the round was dropped".to_owned())),
    }
}

/// A round of actor-mesh.
pub struct Round {
    mesh: Arc<Mesh>,
    events: Receiver<Event>,
    born: Instant,
    start_ns: u64,
    before: Option<Usage>,
    metrics: Metrics,
    _watchdog: Watchdog,
}

impl Round {
    /// `patience`: how long nothing may move. `progress` hears of the deliveries so far.
    pub fn new(plan: &Plan, patience: Duration, progress: impl Fn(u64) + Send + 'static) -> Self {
        let (sender, events) = channel();
        let mesh = Arc::new(Mesh::new(plan, sender));
        let _watchdog = Watchdog::over(&mesh, patience, progress);
        let metrics = Metrics::default();
        Self {
            mesh,
            events,
            born: Instant::now(),
            start_ns: 0,
            before: None,
            metrics,
            _watchdog,
        }
    }

    pub fn mesh(&self) -> &Arc<Mesh> {
        &self.mesh
    }

    /// Waits for all acknowledgements and reads what is read before the clock. Next comes the injector.
    pub fn parked(&mut self) -> Result<(), Failure> {
        next(&self.events)?;
        self.start_ns = self.born.elapsed().as_nanos() as u64;
        self.metrics.idle_rss_bytes = resident_bytes();
        self.before = Some(Usage::now());
        Ok(())
    }

    /// Waits for the last token and reads what is read after the clock. Next the tasks are ended.
    pub fn retired(&mut self) -> Result<(), Failure> {
        next(&self.events)?;
        let before = self.before.take().expect("parked() comes before retired()");
        let idle_rss_bytes = self.metrics.idle_rss_bytes;
        let offered_per_s = self
            .mesh
            .schedule
            .as_ref()
            .and_then(|it| it.offered_per_s(&self.mesh.plan));
        self.metrics = Metrics {
            idle_rss_bytes,
            offered_per_s,
            ..Metrics::since(before)
        };
        Ok(())
    }

    pub fn measured(self, index: u32, tally: Tally, histograms: Histograms) -> Measured {
        Measured {
            index,
            answer: format!("{:016x}", tally.sum),
            deliveries: tally.deliveries,
            elapsed_ns: self.mesh.elapsed_ns(),
            start_ns: self.start_ns,
            metrics: self.metrics,
            histograms,
        }
    }
}
