//! Tasks that compute and don't give way, or seldom do, beside one that wants to run each millisecond.

use std::thread;

use serde::Deserialize;

use super::Gates;
use crate::actor::Tally;
use crate::check::{MOST, seed, within};
use crate::gate::Shape;
use crate::gated::Gated;
use crate::mix::{labour, mix};
use crate::round::Failure;
use crate::tasks::{Async, time};

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hog {
    pub hogs: u64,
    pub rounds: u64,
    #[serde(rename = "yield")]
    pub yields: u64,
    pub place: Place,
    #[serde(deserialize_with = "seed")]
    pub seed: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    Task,
    Blocking,
}

impl Gates for Hog {
    const FACTS: &[&str] = &["yield", "blocking"];

    fn check(&self) -> Result<(), String> {
        within("hogs", self.hogs, 1..=1 << 20)?;
        within("rounds", self.rounds, 0..=MOST)?;
        within("yield", self.yields, 0..=MOST)
    }

    fn units(&self) -> u64 {
        self.hogs
    }

    fn shape(&self) -> Shape {
        Shape {
            arrive: self.hogs,
            until: self.hogs,
            computes: true,
            ticker: true,
            ..Shape::default()
        }
    }
}

impl Hog {
    pub fn play<A: Async>(&self, on: &A, round: &mut Gated) -> Result<Tally, Failure> {
        let hogs = (0..self.hogs).map(|i| {
            let (gate, own) = (round.gate().clone(), self.clone());
            on.spawn(async move {
                gate.arrive().await;
                let z = match own.place {
                    Place::Task => own.compute::<A>(i).await,
                    Place::Blocking => A::blocking(move || own.compute_blocking(i)).await,
                };
                gate.done();
                z
            })
        });
        let hogs: Vec<_> = hogs.collect();
        time(on, round)?;
        let seed = self.seed;
        let folded = on.block_on(async {
            let mut acc = seed;
            for hog in hogs {
                acc = mix(acc ^ hog.await);
            }
            acc
        });
        Ok(self.tally(folded))
    }

    pub fn tally(&self, folded: u64) -> Tally {
        Tally {
            sum: folded,
            deliveries: self.hogs,
        }
    }

    /// How many rounds before it gives way, of so many left; none when it doesn't any more.
    fn stretch(&self, left: u64) -> Option<u64> {
        (self.yields > 0 && left >= self.yields).then_some(self.yields)
    }

    async fn compute<A: Async>(&self, i: u64) -> u64 {
        let (mut z, mut left) = (mix(i + 1), self.rounds);
        while let Some(stretch) = self.stretch(left) {
            z = labour(z, stretch);
            left -= stretch;
            A::yield_now().await;
        }
        labour(z, left)
    }

    /// A thread gives way to other threads.
    pub fn compute_blocking(&self, i: u64) -> u64 {
        let (mut z, mut left) = (mix(i + 1), self.rounds);
        while let Some(stretch) = self.stretch(left) {
            z = labour(z, stretch);
            left -= stretch;
            thread::yield_now();
        }
        labour(z, left)
    }
}
