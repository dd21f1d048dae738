//! What crossing from one colour of function to the other costs.

use std::hint::black_box;

use serde::Deserialize;

use super::Gates;
use crate::actor::Tally;
use crate::check::{MOST, within};
use crate::gate::Shape;
use crate::gated::Gated;
use crate::round::Failure;
use crate::tasks::{Async, time};

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colour {
    pub calls: u64,
    pub way: Way,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    Plain,
    Await,
    BlockOn,
    Offload,
}

impl Gates for Colour {
    const FACTS: &[&str] = &["blocking", "block_on"];

    fn check(&self) -> Result<(), String> {
        within("calls", self.calls, 1..=MOST)
    }

    fn units(&self) -> u64 {
        self.calls
    }

    /// One task; to block is a thread's, which is there.
    fn shape(&self) -> Shape {
        Shape {
            arrive: u64::from(self.way != Way::BlockOn),
            until: 1,
            computes: true,
            ..Shape::default()
        }
    }
}

impl Colour {
    pub fn play<A: Async>(&self, on: &A, round: &mut Gated) -> Result<Tally, Failure> {
        let sum = match self.way {
            Way::BlockOn => self.block_on(on, round)?,
            _ => self.within_a_task(on, round)?,
        };
        Ok(Tally {
            sum,
            deliveries: self.calls,
        })
    }

    /// The main thread is outside the runtime: none of its workers.
    fn block_on<A: Async>(&self, on: &A, round: &mut Gated) -> Result<u64, Failure> {
        round.gathered()?;
        let (gate, calls) = (round.gate().clone(), self.calls);
        let mut z = 0;
        round.time(|| {
            gate.begin();
            for _ in 0..calls {
                z = on.block_on(next_async(z));
            }
            gate.done();
        })?;
        Ok(z)
    }

    fn within_a_task<A: Async>(&self, on: &A, round: &mut Gated) -> Result<u64, Failure> {
        let (gate, own) = (round.gate().clone(), self.clone());
        let task = on.spawn(async move {
            gate.arrive().await;
            let mut z = 0;
            match own.way {
                Way::Plain => z = own.plain(),
                Way::Await => {
                    for _ in 0..own.calls {
                        z = next_async(z).await;
                    }
                }
                Way::Offload | Way::BlockOn => {
                    for _ in 0..own.calls {
                        z = A::blocking(move || next(z)).await;
                    }
                }
            }
            gate.done();
            z
        });
        time(on, round)?;
        Ok(on.block_on(task))
    }

    pub fn plain(&self) -> u64 {
        (0..self.calls).fold(0, |z, _| next(z))
    }
}

#[inline(never)]
fn next(i: u64) -> u64 {
    black_box(i + 1)
}

/// Its state machine is polled in line, as an awaited call is: a compiler may make nothing of it but the addition, and then that
/// is what it costs.
async fn next_async(i: u64) -> u64 {
    black_box(i + 1)
}
