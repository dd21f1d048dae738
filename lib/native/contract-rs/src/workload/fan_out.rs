//! One task sends to many.

use serde::Deserialize;

use super::Gates;
use super::fan_in::check_fan;
use crate::actor::Tally;
use crate::gate::Shape;
use crate::gated::Gated;
use crate::mix::mix;
use crate::round::Failure;
use crate::tasks::{Async, Numbers, tallies, time};

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FanOut {
    pub n: u64,
    pub capacity: u64,
    pub messages: u64,
}

impl Gates for FanOut {
    const FACTS: &[&str] = &["channel"];

    fn check(&self) -> Result<(), String> {
        check_fan(self.n, self.capacity, self.messages)
    }

    fn units(&self) -> u64 {
        self.messages
    }

    fn shape(&self) -> Shape {
        Shape {
            arrive: self.n + 1,
            until: self.n,
            counters: self.n,
            each: self.messages / self.n,
            ..Shape::default()
        }
    }
}

impl FanOut {
    /// The many end when the one has, and dropped its senders.
    pub fn play<A: Async>(&self, on: &A, round: &mut Gated) -> Result<Tally, Failure> {
        let mut senders = Vec::with_capacity(self.n as usize);
        let mut tasks = Vec::with_capacity(self.n as usize);
        for i in 0..self.n as usize {
            let (to, mut from) = A::Channel::open(self.capacity as usize);
            senders.push(to);
            let gate = round.gate().clone();
            tasks.push(on.spawn(async move {
                gate.arrive().await;
                let mut counter = gate.counter(i);
                while let Some(v) = A::Channel::receive(&mut from).await {
                    counter.add(mix(v));
                }
                let tally = counter.end();
                gate.done();
                tally
            }));
        }
        let (gate, share, n) = (round.gate().clone(), self.messages / self.n, self.n);
        on.spawn_detached(async move {
            gate.arrive().await;
            for v in 0..share {
                for (i, to) in senders.iter().enumerate() {
                    A::Channel::send(to, v * n + i as u64).await;
                }
            }
        });
        time(on, round)?;
        Ok(tallies(on, tasks))
    }
}
