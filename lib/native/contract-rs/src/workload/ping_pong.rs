//! A wake-up and a switch: pairs of tasks that pass a message to and fro.

use serde::Deserialize;

use super::Gates;
use crate::actor::Tally;
use crate::check::{TASKS, within};
use crate::gate::Shape;
use crate::gated::Gated;
use crate::mix::mix;
use crate::round::Failure;
use crate::tasks::{Async, Numbers, tallies, time};

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PingPong {
    pub pairs: u64,
    pub rounds: u64,
}

impl Gates for PingPong {
    const FACTS: &[&str] = &["channel"];

    fn check(&self) -> Result<(), String> {
        within("pairs", self.pairs, 1..=TASKS)?;
        within("rounds", self.rounds, 1..=1 << 40)
    }

    fn units(&self) -> u64 {
        self.pairs * self.rounds
    }

    fn shape(&self) -> Shape {
        Shape {
            arrive: 2 * self.pairs,
            until: self.pairs,
            counters: self.pairs,
            each: self.rounds,
            ..Shape::default()
        }
    }
}

impl PingPong {
    /// What the first of a pair sends.
    pub fn values(&self, pair: usize) -> std::ops::Range<u64> {
        let first = pair as u64 * self.rounds;
        first..first + self.rounds
    }

    /// The first of a pair counts the round trips, the second adds.
    pub fn play<A: Async>(&self, on: &A, round: &mut Gated) -> Result<Tally, Failure> {
        let mut tasks = Vec::new();
        for pair in 0..self.pairs as usize {
            let (to, mut heard) = A::Channel::open(1);
            let (back, mut fro) = A::Channel::open(1);
            let (gate, values) = (round.gate().clone(), self.values(pair));
            tasks.push(on.spawn(async move {
                gate.arrive().await;
                let mut counter = gate.counter(pair);
                for v in values {
                    A::Channel::send(&to, v).await;
                    A::Channel::receive(&mut fro).await;
                    counter.one();
                }
                let tally = counter.end();
                gate.done();
                tally
            }));
            let gate = round.gate().clone();
            tasks.push(on.spawn(async move {
                gate.arrive().await;
                let mut tally = Tally::default();
                while let Some(v) = A::Channel::receive(&mut heard).await {
                    tally.sum = tally.sum.wrapping_add(mix(v));
                    A::Channel::send(&back, v).await;
                }
                tally
            }));
        }
        time(on, round)?;
        Ok(tallies(on, tasks))
    }
}
