//! Many tasks send to one.

use serde::Deserialize;

use super::Gates;
use super::channel::share;
use crate::actor::Tally;
use crate::check::{MOST, TASKS, divides, within};
use crate::gate::Shape;
use crate::gated::Gated;
use crate::mix::mix;
use crate::round::Failure;
use crate::tasks::{Async, Numbers, tallies, time};

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FanIn {
    pub n: u64,
    pub capacity: u64,
    pub messages: u64,
}

impl Gates for FanIn {
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
            until: 1,
            counters: 1,
            each: self.messages,
            ..Shape::default()
        }
    }
}

/// fan-out's too.
pub fn check_fan(n: u64, capacity: u64, messages: u64) -> Result<(), String> {
    within("n", n, 1..=TASKS)?;
    within("capacity", capacity, 1..=1 << 20)?;
    within("messages", messages, 1..=MOST)?;
    divides("n", n, "messages", messages)
}

impl FanIn {
    pub fn play<A: Async>(&self, on: &A, round: &mut Gated) -> Result<Tally, Failure> {
        let (to, mut from) = A::Channel::open(self.capacity as usize);
        let gate = round.gate().clone();
        let one = on.spawn(async move {
            gate.arrive().await;
            let mut counter = gate.counter(0);
            while let Some(v) = A::Channel::receive(&mut from).await {
                counter.add(mix(v));
            }
            let tally = counter.end();
            gate.done();
            tally
        });
        for i in 0..self.n {
            let (gate, to) = (round.gate().clone(), to.clone());
            let values = share(i, self.n, self.messages);
            on.spawn_detached(async move {
                gate.arrive().await;
                for v in values {
                    A::Channel::send(&to, v).await;
                }
            });
        }
        drop(to);
        time(on, round)?;
        Ok(tallies(on, vec![one]))
    }
}
