//! What the tasks of a round share, in any workload but actor-mesh: the gate, the clock, and how they count.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::*};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use event_listener::{Event as Opening, listener};

use crate::Padded;
use crate::actor::Tally;
use crate::recorder::unpoisoned;
use crate::round::Event;
use crate::ticker::Ticker;
use crate::watch::Watched;

/// What a round is made of. Whatever isn't said is none.
#[derive(Default, Clone)]
pub struct Shape {
    /// Tasks that acknowledge before the clock starts.
    pub arrive: u64,
    /// How many must say that they are done; the last one stops the clock.
    pub until: u64,
    /// Tasks that count many units each, and how many those are. With none, a task that is done is a unit.
    pub counters: u64,
    pub each: u64,
    /// A task may compute for long: silence is no deadlock.
    pub computes: bool,
    /// A task may sleep so long on purpose.
    pub asleep: Duration,
    /// A ticker runs beside.
    pub ticker: bool,
}

/// A task's units, on a line of its own: the task stores into it, the watchdog reads it.
#[derive(Default)]
#[repr(align(64))]
struct Slot(AtomicU64);

pub struct Gate {
    shape: Shape,
    /// Zero of the round's nanoseconds.
    born: Instant,
    began: AtomicU64,
    ended: AtomicU64,
    measuring: AtomicBool,
    opened: OnceLock<()>,
    opening: Opening,
    slots: Box<[Slot]>,
    /// What else shows that something moves.
    stirred: AtomicU64,
    unready: Padded<AtomicU64>,
    left: Padded<AtomicU64>,
    pub(crate) ticker: Option<Mutex<Ticker>>,
    events: Sender<Event>,
}

impl Gate {
    pub(crate) fn new(shape: Shape, events: Sender<Event>) -> Self {
        Self {
            born: Instant::now(),
            began: AtomicU64::new(0),
            ended: AtomicU64::new(0),
            measuring: AtomicBool::new(false),
            opened: OnceLock::new(),
            opening: Opening::new(),
            slots: (0..shape.counters).map(|_| Slot::default()).collect(),
            stirred: AtomicU64::new(0),
            unready: Padded(AtomicU64::new(shape.arrive)),
            left: Padded(AtomicU64::new(shape.until)),
            ticker: shape.ticker.then(Mutex::default),
            events,
            shape,
        }
    }

    /// Nanoseconds of the round: the monotonic clock.
    #[inline]
    pub fn now(&self) -> u64 {
        self.born.elapsed().as_nanos() as u64
    }

    /// Nanoseconds since the clock's start.
    pub fn clock(&self) -> u64 {
        self.now() - self.began.load(Relaxed)
    }

    /// A task acknowledges that it runs, and waits until the gate opens. The listener is a part of the task: nothing is allocated.
    pub async fn arrive(&self) {
        listener!(self.opening => opened);
        self.acknowledge();
        if self.opened.get().is_none() {
            opened.await;
        }
    }

    /// The same for a thread.
    pub fn arrive_blocking(&self) {
        self.acknowledge();
        self.opened.wait();
    }

    /// The same for a task that doesn't wait here.
    pub fn acknowledge(&self) {
        if self.unready.0.fetch_sub(1, AcqRel) == 1 {
            self.tell(Event::Parked);
        }
    }

    /// One more task will acknowledge, now that the others have.
    pub(crate) fn one_more(&self) {
        self.unready.0.store(1, Release);
    }

    /// The clock starts: before anything that is timed.
    pub fn begin(&self) {
        self.measuring.store(true, Relaxed);
        self.began.store(self.now(), Release);
    }

    /// The clock starts, and all tasks go.
    pub fn open(&self) {
        self.begin();
        let _ = self.opened.set(());
        self.opening.notify(usize::MAX);
    }

    /// A task has done its part. The last one stops the clock.
    pub fn done(&self) {
        if self.left.0.fetch_sub(1, AcqRel) == 1 {
            let now = match &self.ticker {
                None => self.now(),
                Some(ticker) => self.began.load(Relaxed) + unpoisoned(ticker).end(|| self.clock()),
            };
            self.ended.store(now, Relaxed);
            self.measuring.store(false, Relaxed);
            self.tell(Event::Retired);
        }
    }

    /// Something went wrong: the round has failed.
    pub fn fail(&self, message: String) {
        self.tell(Event::Failed(message));
    }

    /// Something moves that isn't counted yet.
    pub fn stir(&self) {
        self.stirred.fetch_add(1, Relaxed);
    }

    /// Task `i`'s counter.
    pub fn counter(&self, i: usize) -> Counter<'_> {
        Counter {
            tally: Tally::default(),
            // Of many units one in 16 is shown: a line that the watchdog has read is to be fetched back.
            unseen: if self.shape.each >= 256 { 15 } else { 0 },
            slot: &self.slots[i].0,
        }
    }

    pub(crate) fn elapsed_ns(&self) -> u64 {
        self.ended.load(Relaxed) - self.began.load(Relaxed)
    }

    fn tell(&self, event: Event) {
        let _ = self.events.send(event);
    }
}

impl Watched for Gate {
    fn deliveries(&self) -> u64 {
        if self.slots.is_empty() {
            return self.shape.until - self.left.0.load(Relaxed);
        }
        self.slots.iter().map(|it| it.0.load(Relaxed)).sum()
    }

    fn moves(&self) -> [u64; 2] {
        [self.stirred.load(Relaxed), self.left.0.load(Relaxed)]
    }

    fn rests(&self) -> bool {
        self.shape.computes || !self.measuring.load(Relaxed)
    }

    fn stalled(&self) {
        let message = format!(
            "{} units were counted, and {} of {} tasks were not done",
            self.deliveries(),
            self.left.0.load(Relaxed),
            self.shape.until
        );
        self.tell(Event::Stalled(message));
    }
}

/// A task's own count, which it shows now and then.
pub struct Counter<'a> {
    tally: Tally,
    unseen: u64,
    slot: &'a AtomicU64,
}

impl Counter<'_> {
    /// A unit, and what it comes to.
    #[inline]
    pub fn add(&mut self, value: u64) {
        self.add_to_sum(value);
        self.tally.deliveries += 1;
        if self.tally.deliveries & self.unseen == 0 {
            self.slot.store(self.tally.deliveries, Relaxed);
        }
    }

    /// A unit that somebody else adds up.
    #[inline]
    pub fn one(&mut self) {
        self.add(0);
    }

    /// What somebody else counts.
    #[inline]
    pub fn add_to_sum(&mut self, value: u64) {
        self.tally.sum = self.tally.sum.wrapping_add(value);
    }

    /// The end: what is still private is handed over.
    pub fn end(self) -> Tally {
        self.slot.store(self.tally.deliveries, Relaxed);
        self.tally
    }
}
