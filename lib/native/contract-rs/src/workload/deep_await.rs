//! A chain of async calls, of which the innermost suspends: one state machine, compiled for its depth.

use std::future::Future;

use serde::Deserialize;

use super::Gates;
use crate::actor::Tally;
use crate::check::{MOST, seed, within};
use crate::gate::Shape;
use crate::gated::Gated;
use crate::mix::mix;
use crate::round::Failure;
use crate::tasks::{Async, tallies, time};

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeepAwait {
    pub depth: Depth,
    pub times: u64,
    #[serde(deserialize_with = "seed")]
    pub seed: u64,
}

#[derive(Clone, Copy, Deserialize)]
pub enum Depth {
    #[serde(rename = "1")]
    One,
    #[serde(rename = "4")]
    Four,
    #[serde(rename = "16")]
    Sixteen,
    #[serde(rename = "64")]
    SixtyFour,
}

impl Depth {
    pub fn levels(self) -> u64 {
        match self {
            Self::One => 1,
            Self::Four => 4,
            Self::Sixteen => 16,
            Self::SixtyFour => 64,
        }
    }
}

impl Gates for DeepAwait {
    const FACTS: &[&str] = &["yield"];

    fn check(&self) -> Result<(), String> {
        within("times", self.times, 1..=MOST)
    }

    fn units(&self) -> u64 {
        self.times
    }

    fn shape(&self) -> Shape {
        Shape {
            arrive: 1,
            until: 1,
            counters: 1,
            each: self.times,
            ..Shape::default()
        }
    }
}

impl DeepAwait {
    pub fn play<A: Async>(&self, on: &A, round: &mut Gated) -> Result<Tally, Failure> {
        match self.depth {
            Depth::One => self.chain(on, round, up01::<A, 1>),
            Depth::Four => self.chain(on, round, up04::<A, 4>),
            Depth::Sixteen => self.chain(on, round, up16::<A, 16>),
            Depth::SixtyFour => self.chain(on, round, up64::<A, 64>),
        }
    }

    fn chain<A: Async, F: Future<Output = u64> + Send>(
        &self,
        on: &A,
        round: &mut Gated,
        outermost: impl Fn(u64) -> F + Send + 'static,
    ) -> Result<Tally, Failure> {
        let bytes = size_of_val(&outermost(0)) as u64;
        round.more.insert("task_bytes", bytes);
        let (gate, own) = (round.gate().clone(), self.clone());
        let task = on.spawn(async move {
            gate.arrive().await;
            let mut counter = gate.counter(0);
            for t in 0..own.times {
                counter.add(outermost(own.seed.wrapping_add(t)).await);
            }
            let tally = counter.end();
            gate.done();
            tally
        });
        time(on, round)?;
        Ok(tallies(on, vec![task]))
    }
}

/// The innermost of a chain of `D` levels.
async fn up01<A: Async, const D: u64>(acc: u64) -> u64 {
    A::yield_now().await;
    mix(acc ^ (D - 1))
}

/// Each level awaits the one before it in the list: a function each, since a chain's depth is a
/// matter of its type.
macro_rules! levels {
    ($inner:ident; $in:expr;) => {};
    ($inner:ident; $in:expr; $level:ident $($more:ident)*) => {
        async fn $level<A: Async, const D: u64>(acc: u64) -> u64 {
            let acc = $inner::<A, D>(acc).await;
            mix(acc ^ (D - 1 - $in))
        }
        levels!($level; $in + 1; $($more)*);
    };
}

levels! { up01; 1;
    up02 up03 up04 up05 up06 up07 up08 up09 up10
    up11 up12 up13 up14 up15 up16 up17 up18 up19
    up20 up21 up22 up23 up24 up25 up26 up27 up28
    up29 up30 up31 up32 up33 up34 up35 up36 up37
    up38 up39 up40 up41 up42 up43 up44 up45 up46
    up47 up48 up49 up50 up51 up52 up53 up54 up55
    up56 up57 up58 up59 up60 up61 up62 up63 up64
}
