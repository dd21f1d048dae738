//! Many tasks sleep.

use std::time::Duration;

use serde::Deserialize;

use super::Gates;
use crate::actor::Tally;
use crate::check::{TASKS, seed, within};
use crate::gate::Shape;
use crate::gated::Gated;
use crate::mix::mix;
use crate::round::Failure;
use crate::tasks::{Async, time};

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timers {
    pub n: u64,
    /// µs
    pub spread: u64,
    #[serde(deserialize_with = "seed")]
    pub seed: u64,
}

impl Gates for Timers {
    fn check(&self) -> Result<(), String> {
        within("n", self.n, 1..=TASKS)?;
        within("spread", self.spread, 1..=3_600_000_000)
    }

    fn units(&self) -> u64 {
        self.n
    }

    fn shape(&self) -> Shape {
        Shape {
            arrive: self.n,
            until: self.n,
            asleep: Duration::from_micros(self.spread),
            ..Shape::default()
        }
    }
}

impl Timers {
    pub fn asked(&self, i: u64) -> Duration {
        Duration::from_micros(mix(self.seed.wrapping_add(i)) % self.spread)
    }

    pub fn play<A: Async>(&self, on: &A, round: &mut Gated) -> Result<Tally, Failure> {
        let tasks = (0..self.n).map(|i| {
            let (gate, asked) = (round.gate().clone(), self.asked(i));
            on.spawn(async move {
                gate.arrive().await;
                let before = gate.now();
                A::sleep(asked).await;
                let late = gate.now() - before;
                gate.done();
                (mix(i), late.saturating_sub(asked.as_nanos() as u64))
            })
        });
        let tasks: Vec<_> = tasks.collect();
        time(on, round)?;
        let ended = on.block_on(async {
            let mut all = Vec::with_capacity(tasks.len());
            for task in tasks {
                all.push(task.await);
            }
            all
        });
        Ok(add_up(round, ended))
    }
}

/// Each task's answer, and how much longer than asked it slept.
pub fn add_up(round: &mut Gated, ended: Vec<(u64, u64)>) -> Tally {
    round.record("late", ended.iter().map(|it| it.1));
    let units = ended.into_iter().map(|it| Tally::unit(it.0));
    units.fold(Tally::default(), Tally::and)
}
