//! Calls into C, and from C back.

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
pub struct Ffi {
    pub calls: u64,
    pub way: Way,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    Call,
    Callback,
    Loop,
}

/// `../c/add.c`, which build.rs has compiled apart: by another compiler, and so past all inlining.
mod c {
    unsafe extern "C" {
        pub safe fn add(z: u64, i: u64) -> u64;
        pub safe fn each(n: u64, f: extern "C" fn(u64, u64) -> u64) -> u64;
    }
}

impl Gates for Ffi {
    fn check(&self) -> Result<(), String> {
        within("calls", self.calls, 1..=MOST)
    }

    fn units(&self) -> u64 {
        self.calls
    }

    fn shape(&self) -> Shape {
        Shape {
            arrive: 1,
            until: 1,
            computes: true,
            ..Shape::default()
        }
    }

    fn note(&self) -> Option<(&'static str, String)> {
        let what = "extern \"C\", compiled apart with -O2; callback: an extern \"C\" fn; loop: a Rust function that isn't inlined";
        Some(("ffi", what.to_owned()))
    }
}

impl Ffi {
    /// All the calls, one after the other.
    pub fn call(&self) -> Tally {
        let n = self.calls;
        let sum = match self.way {
            Way::Call => (1..=n).fold(0, |z, i| c::add(z, i)),
            Way::Callback => c::each(n, called_back),
            Way::Loop => (1..=n).fold(0, add),
        };
        Tally { sum, deliveries: n }
    }

    pub fn play<A: Async>(&self, on: &A, round: &mut Gated) -> Result<Tally, Failure> {
        let (gate, own) = (round.gate().clone(), self.clone());
        let task = on.spawn(async move {
            gate.arrive().await;
            let all = own.call();
            gate.done();
            all
        });
        time(on, round)?;
        Ok(on.block_on(task))
    }
}

extern "C" fn called_back(z: u64, i: u64) -> u64 {
    z.wrapping_add(i)
}

#[inline(never)]
fn add(z: u64, i: u64) -> u64 {
    std::hint::black_box(z.wrapping_add(i))
}
