//! An actor: its private state, and the hop. No runtime in it: a task or a thread calls [`Actor::hop`] for each message.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::every;
use crate::mesh::Mesh;
use crate::mix::mix;
use crate::progress;
use crate::recorder::Recorder;
use crate::token::{Token, recorded};

/// What an actor hands back when it ends.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct Tally {
    pub sum: u64,
    pub deliveries: u64,
}

impl Tally {
    /// A task that is a unit, and what it returned.
    pub fn unit(sum: u64) -> Self {
        Self { sum, deliveries: 1 }
    }

    pub fn and(self, other: Self) -> Self {
        Self {
            sum: self.sum.wrapping_add(other.sum),
            deliveries: self.deliveries + other.deliveries,
        }
    }
}

/// Small: each of its lines is one more that a hop fetches from memory, or from another core.
pub struct Actor<R, const EVERY: u32> {
    index: usize,
    tally: Tally,
    mesh: Arc<Mesh>,
    live: Option<Box<Live>>,
    recorder: R,
}

/// The live heap: the last payloads received.
#[derive(Default)]
struct Live(VecDeque<Box<[u64]>>);

impl<R: Recorder, const EVERY: u32> Actor<R, EVERY> {
    pub fn new(index: usize, mesh: &Arc<Mesh>) -> Self {
        let recorder = R::new(index);
        Self {
            index,
            tally: Tally::default(),
            mesh: mesh.clone(),
            live: (mesh.plan.words > 0 && mesh.plan.retain > 0).then(Box::default),
            recorder,
        }
    }

    /// The first message has come.
    pub fn ready(&self) {
        progress::enrol();
        self.mesh.acknowledge();
    }

    /// Receives a token and readies it for where it is to be sent on, if anywhere. In the contract's order.
    #[inline]
    pub fn hop(&mut self, token: &mut Token) -> Option<usize> {
        let mesh = &*self.mesh;
        let received = token.z();
        if recorded::<EVERY>(received) {
            let now = mesh.now();
            self.recorder
                .record(mesh.hop_kind(), now.saturating_sub(token.stamp));
            token.stamp = now;
        }
        self.tally.deliveries += 1;
        progress::count();

        let words = token
            .payload
            .iter()
            .fold(0, |sum: u64, it| sum.wrapping_add(*it));
        let sum = self
            .tally
            .sum
            .wrapping_add(words)
            .wrapping_add(mix(received ^ self.index as u64));
        self.tally.sum = sum;
        if mesh.plan.words > 0 {
            let payload = std::mem::take(&mut token.payload);
            if let Some(live) = &mut self.live {
                live.keep(mesh.plan.retain, payload);
            }
        }
        if mesh.plan.work > 0 {
            self.tally.sum = sum.wrapping_add(mesh.plan.labour(received));
            if EVERY == every::ONE {
                token.stamp = mesh.now();
            }
        }

        token.left -= 1;
        if token.left == 0 {
            mesh.retire(token.number, &mut self.recorder);
            return None;
        }
        let z = token.draw();
        if EVERY != every::ONE && recorded::<EVERY>(z) {
            token.stamp = mesh.now();
        }
        token.payload = mesh.plan.payload(z);
        Some(mesh.plan.destination(z))
    }

    /// The end: what is still private is handed over.
    pub fn end(mut self) -> Tally {
        self.recorder.flush();
        self.tally
    }
}

impl Live {
    /// The oldest payload goes when there are more than `retain`.
    fn keep(&mut self, retain: usize, payload: Box<[u64]>) {
        if self.0.len() == retain {
            self.0.pop_front();
        }
        self.0.push_back(payload);
    }
}
