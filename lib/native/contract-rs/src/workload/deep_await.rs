//! A chain of async calls, of which the innermost may suspend: one state machine, compiled for its depth, or written by hand.

use std::future::{Future, ready};
use std::marker::PhantomData;

use serde::Deserialize;

use super::Gates;
use crate::actor::Tally;
use crate::check::{MOST, seed, within};
use crate::gate::Shape;
use crate::gated::Gated;
use crate::mix::mix;
use crate::round::Failure;
use crate::tasks::{self, Async, tallies};

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeepAwait {
    pub depth: Depth,
    pub chain: Chain,
    pub suspends: u64,
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

/// Who writes the state machine.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Chain {
    /// The compiler: an async function a level.
    Async,
    /// A hand: a future a level, one within the other.
    Nested,
    /// A hand: one future for all levels.
    Flat,
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
        within("times", self.times, 1..=MOST)?;
        within("suspends", self.suspends, 0..=1)
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

/// What the innermost awaits. A type, so that a chain that is ready at once is compiled as one.
trait Waits: Send + 'static {
    fn wait() -> impl Future<Output = ()> + Send;
}

struct Suspends<A>(PhantomData<fn() -> A>);

impl<A: Async> Waits for Suspends<A> {
    fn wait() -> impl Future<Output = ()> + Send {
        A::yield_now()
    }
}

struct Ready;

impl Waits for Ready {
    fn wait() -> impl Future<Output = ()> + Send {
        ready(())
    }
}

impl DeepAwait {
    pub fn play<A: Async>(&self, on: &A, round: &mut Gated) -> Result<Tally, Failure> {
        match self.suspends {
            0 => self.play_waiting::<A, Ready>(on, round),
            _ => self.play_waiting::<A, Suspends<A>>(on, round),
        }
    }

    fn play_waiting<A: Async, W: Waits>(
        &self,
        on: &A,
        round: &mut Gated,
    ) -> Result<Tally, Failure> {
        match (self.chain, self.depth) {
            (Chain::Async, Depth::One) => self.time(on, round, up01::<W, 1>),
            (Chain::Async, Depth::Four) => self.time(on, round, up04::<W, 4>),
            (Chain::Async, Depth::Sixteen) => self.time(on, round, up16::<W, 16>),
            (Chain::Async, Depth::SixtyFour) => self.time(on, round, up64::<W, 64>),
            (Chain::Nested, Depth::One) => self.time(on, round, by_hand::up01::<W, 1>),
            (Chain::Nested, Depth::Four) => self.time(on, round, by_hand::up04::<W, 4>),
            (Chain::Nested, Depth::Sixteen) => self.time(on, round, by_hand::up16::<W, 16>),
            (Chain::Nested, Depth::SixtyFour) => self.time(on, round, by_hand::up64::<W, 64>),
            (Chain::Flat, Depth::One) => self.time(on, round, by_hand::flat::<W, 1>),
            (Chain::Flat, Depth::Four) => self.time(on, round, by_hand::flat::<W, 4>),
            (Chain::Flat, Depth::Sixteen) => self.time(on, round, by_hand::flat::<W, 16>),
            (Chain::Flat, Depth::SixtyFour) => self.time(on, round, by_hand::flat::<W, 64>),
        }
    }

    fn time<A: Async, F: Future<Output = u64> + Send>(
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
        tasks::time(on, round)?;
        Ok(tallies(on, vec![task]))
    }
}

/// The innermost of a chain of `D` levels.
async fn up01<W: Waits, const D: u64>(acc: u64) -> u64 {
    W::wait().await;
    mix(acc ^ (D - 1))
}

/// Each level awaits the one before it in the list: a function each, since a chain's depth is a
/// matter of its type.
macro_rules! levels {
    ($inner:ident; $in:expr;) => {};
    ($inner:ident; $in:expr; $level:ident $($more:ident)*) => {
        async fn $level<W: Waits, const D: u64>(acc: u64) -> u64 {
            let acc = $inner::<W, D>(acc).await;
            mix(acc ^ (D - 1 - $in))
        }
        levels!($level; $in + 1; $($more)*);
    };
}

/// Hands `$levels` the names of all levels above the innermost.
macro_rules! up_to_64 {
    ($levels:ident) => {
        $levels! { up01; 1;
            up02 up03 up04 up05 up06 up07 up08 up09 up10
            up11 up12 up13 up14 up15 up16 up17 up18 up19
            up20 up21 up22 up23 up24 up25 up26 up27 up28
            up29 up30 up31 up32 up33 up34 up35 up36 up37
            up38 up39 up40 up41 up42 up43 up44 up45 up46
            up47 up48 up49 up50 up51 up52 up53 up54 up55
            up56 up57 up58 up59 up60 up61 up62 up63 up64
        }
    };
}

up_to_64!(levels);

mod by_hand;
