//! Work that waits for nothing.

use serde::Deserialize;

use super::Gates;
use crate::actor::Tally;
use crate::check::{MOST, TASKS, seed, within};
use crate::gate::Shape;
use crate::gated::Gated;
use crate::mix::{labour, mix};
use crate::round::Failure;
use crate::tasks::{Async, time, units};

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compute {
    pub n: u64,
    pub size: u64,
    #[serde(deserialize_with = "seed")]
    pub seed: u64,
}

impl Gates for Compute {
    fn check(&self) -> Result<(), String> {
        within("n", self.n, 1..=TASKS)?;
        within("size", self.size, 0..=MOST)
    }

    fn units(&self) -> u64 {
        self.n
    }

    fn shape(&self) -> Shape {
        Shape {
            arrive: self.n,
            until: self.n,
            computes: true,
            ..Shape::default()
        }
    }
}

impl Compute {
    pub fn task(&self, i: u64) -> u64 {
        labour(mix(self.seed.wrapping_add(i)), self.size)
    }

    pub fn play<A: Async>(&self, on: &A, round: &mut Gated) -> Result<Tally, Failure> {
        let tasks = (0..self.n).map(|i| {
            let (gate, own) = (round.gate().clone(), self.clone());
            on.spawn(async move {
                gate.arrive().await;
                let z = own.task(i);
                gate.done();
                z
            })
        });
        let tasks = tasks.collect();
        time(on, round)?;
        Ok(units(on, tasks))
    }
}
