//! One channel that all use.

use serde::Deserialize;

use super::Gates;
use crate::actor::Tally;
use crate::check::{MOST, TASKS, divides, within};
use crate::gate::Shape;
use crate::gated::Gated;
use crate::mix::mix;
use crate::round::Failure;
use crate::tasks::{Async, Numbers, tallies, time};

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    pub producers: u64,
    pub consumers: u64,
    pub capacity: u64,
    pub messages: u64,
}

impl Gates for Channel {
    const FACTS: &[&str] = &["many receivers"];

    fn check(&self) -> Result<(), String> {
        within("producers", self.producers, 1..=TASKS)?;
        within("consumers", self.consumers, 1..=TASKS)?;
        within("capacity", self.capacity, 1..=1 << 20)?;
        within("messages", self.messages, 1..=MOST)?;
        divides("producers", self.producers, "messages", self.messages)
    }

    fn units(&self) -> u64 {
        self.messages
    }

    fn shape(&self) -> Shape {
        Shape {
            arrive: self.producers + self.consumers,
            until: self.consumers,
            counters: self.consumers,
            each: self.messages / self.consumers,
            ..Shape::default()
        }
    }
}

/// What a producer sends of so many: its own share.
pub fn share(producer: u64, producers: u64, messages: u64) -> std::ops::Range<u64> {
    let share = messages / producers;
    producer * share..(producer + 1) * share
}

impl Channel {
    /// The last producer to end closes the channel with its sender, and so the consumers end.
    pub fn play<A: Async>(&self, on: &A, round: &mut Gated) -> Result<Tally, Failure> {
        let (to, from) = A::Shared::open(self.capacity as usize);
        let consumers = (0..self.consumers as usize).map(|i| {
            let (gate, mut from) = (round.gate().clone(), from.clone());
            on.spawn(async move {
                gate.arrive().await;
                let mut counter = gate.counter(i);
                while let Some(v) = A::Shared::receive(&mut from).await {
                    counter.add(mix(v));
                }
                let tally = counter.end();
                gate.done();
                tally
            })
        });
        let tasks = consumers.collect();
        for i in 0..self.producers {
            let (gate, to) = (round.gate().clone(), to.clone());
            let values = share(i, self.producers, self.messages);
            on.spawn_detached(async move {
                gate.arrive().await;
                for v in values {
                    A::Shared::send(&to, v).await;
                }
            });
        }
        drop((to, from));
        time(on, round)?;
        Ok(tallies(on, tasks))
    }
}
