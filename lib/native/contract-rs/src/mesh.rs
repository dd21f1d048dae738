//! What the actors of one round share. In a hop it is only read.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::*};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use crate::Padded;
use crate::plan::Plan;
use crate::progress;
use crate::recorder::{Kind, Recorder};
use crate::round::Event;
use crate::schedule::Schedule;
use crate::token::{Token, recorded};
use crate::watch::Watched;

pub struct Mesh {
    pub plan: Plan,
    pub(crate) schedule: Option<Schedule>,
    /// Zero of the round's nanoseconds.
    born: Instant,
    /// What threads had received before.
    received: u64,
    began: AtomicU64,
    ended: AtomicU64,
    events: Sender<Event>,
    /// The pacer waits for an intended start.
    pacing: AtomicBool,
    unready: Padded<AtomicU64>,
    in_flight: Padded<AtomicU64>,
    /// A token was retired: the closed loop has fewer than K.
    draining: Padded<AtomicBool>,
}

impl Mesh {
    pub(crate) fn new(plan: &Plan, events: Sender<Event>) -> Self {
        Self {
            plan: plan.clone(),
            schedule: (plan.rate > 0).then(|| Schedule::new(plan)),
            born: Instant::now(),
            received: progress::total(),
            began: AtomicU64::new(0),
            ended: AtomicU64::new(0),
            events,
            pacing: AtomicBool::new(false),
            unready: Padded(AtomicU64::new(plan.actors)),
            in_flight: Padded(AtomicU64::new(plan.tokens.min(plan.messages))),
            draining: Padded::default(),
        }
    }

    /// Nanoseconds of the round: the monotonic clock.
    #[inline]
    pub(crate) fn now(&self) -> u64 {
        self.born.elapsed().as_nanos() as u64
    }

    /// An actor acknowledges its first message.
    pub(crate) fn acknowledge(&self) {
        if self.unready.0.fetch_sub(1, AcqRel) == 1 {
            self.tell(Event::Parked);
        }
    }

    #[inline]
    pub(crate) fn hop_kind(&self) -> Kind {
        if self.draining.0.load(Relaxed) {
            Kind::HopDrain
        } else {
            Kind::Hop
        }
    }

    /// The clock starts: the injector's first deed.
    pub fn begin(&self) {
        self.began.store(self.now(), Relaxed);
    }

    /// How long token `k` is too early, if it is. A late one goes at once.
    pub fn early(&self, k: u64) -> Option<Duration> {
        let schedule = self.schedule.as_ref()?;
        let intended = self.began.load(Relaxed) + schedule.intended(k);
        let wait = intended.checked_sub(self.now()).filter(|&it| it > 0);
        self.pacing.store(wait.is_some(), Relaxed);
        wait.map(Duration::from_nanos)
    }

    /// Token `k` ready for its first hop, and where it goes.
    pub fn depart<const EVERY: u32>(
        &self,
        k: u64,
        recorder: &mut impl Recorder,
    ) -> Option<(usize, Token)> {
        if let Some(schedule) = &self.schedule {
            let now = self.now();
            schedule.departed(k, now);
            recorder.record(
                Kind::PacerLate,
                now - self.began.load(Relaxed) - schedule.intended(k),
            );
        }
        let mut token = Token::new(&self.plan, k)?;
        let z = token.draw();
        if recorded::<EVERY>(z) {
            token.stamp = self.now();
        }
        token.payload = self.plan.payload(z);
        Some((self.plan.destination(z), token))
    }

    /// A token has made its last hop. Out of line: a hop in thousands comes here.
    #[cold]
    #[inline(never)]
    pub(crate) fn retire(&self, number: u32, recorder: &mut impl Recorder) {
        if let Some(schedule) = &self.schedule {
            let (now, k) = (self.now(), u64::from(number));
            recorder.record(
                Kind::Token,
                now - self.began.load(Relaxed) - schedule.intended(k),
            );
            recorder.record(Kind::TokenUncorrected, now - schedule.actual(k));
        } else if !self.draining.0.load(Relaxed) {
            self.draining.0.store(true, Relaxed);
        }
        // Release: what this token's hops recorded; Acquire: the last one sees what all of them did.
        if self.in_flight.0.fetch_sub(1, AcqRel) == 1 {
            self.ended.store(self.now(), Relaxed);
            self.tell(Event::Retired);
        }
    }

    pub(crate) fn elapsed_ns(&self) -> u64 {
        self.ended.load(Relaxed) - self.began.load(Relaxed)
    }

    /// The round may have failed and nobody listen any more.
    fn tell(&self, event: Event) {
        let _ = self.events.send(event);
    }
}

impl Watched for Mesh {
    fn deliveries(&self) -> u64 {
        progress::total() - self.received
    }

    fn moves(&self) -> [u64; 2] {
        [self.in_flight.0.load(Relaxed), self.unready.0.load(Relaxed)]
    }

    /// A wait for the next intended start is no deadlock, and neither is the time after the last retirement.
    fn rests(&self) -> bool {
        self.pacing.load(Relaxed) || self.in_flight.0.load(Relaxed) == 0
    }

    fn stalled(&self) {
        let tokens = self.plan.tokens.min(self.plan.messages);
        let retired = tokens - self.in_flight.0.load(Relaxed);
        self.tell(Event::Stalled(format!(
            "{retired} of {tokens} tokens were retired"
        )));
    }
}
