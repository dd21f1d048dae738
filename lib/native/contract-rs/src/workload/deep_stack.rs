//! Calls that are deep for the first time, and then for the second. A stackless task calls on its worker's stack, which no task
//! grows: what is new in the first call is at most its pages.

use std::hint::black_box;

use serde::Deserialize;

use super::Gates;
use crate::actor::Tally;
use crate::check::{TASKS, seed, within};
use crate::gate::{Gate, Shape};
use crate::gated::Gated;
use crate::mix::{GAMMA, mix};
use crate::round::Failure;
use crate::tasks::{Async, time};

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeepStack {
    pub depth: u64,
    pub tasks: u64,
    pub ticker: u64,
    #[serde(deserialize_with = "seed")]
    pub seed: u64,
}

/// A frame's size at most: 112 are seen on x86-64. An unoptimised build's are larger.
pub const FRAME_BYTES: u64 = if cfg!(debug_assertions) { 1024 } else { 128 };

impl Gates for DeepStack {
    fn check(&self) -> Result<(), String> {
        within("depth", self.depth, 1..=1 << 24)?;
        within("tasks", self.tasks, 1..=TASKS)?;
        within("ticker", self.ticker, 0..=1)
    }

    fn units(&self) -> u64 {
        2 * self.tasks
    }

    fn shape(&self) -> Shape {
        Shape {
            arrive: self.tasks,
            until: self.tasks,
            ticker: self.ticker == 1,
            ..Shape::default()
        }
    }

    fn stack_bytes(&self) -> u64 {
        self.depth * FRAME_BYTES
    }
}

/// What a task finds in its two calls.
pub struct Descent {
    folded: u64,
    again: u64,
    first_ns: u64,
    second_ns: u64,
    stack_bytes: u64,
}

impl DeepStack {
    /// Task i's two calls.
    pub fn descend(&self, i: u64, gate: &Gate) -> Descent {
        let seed = self.seed.wrapping_add(i.wrapping_mul(GAMMA));
        let call = || {
            let (mut calls, before) = (Calls::of(seed, self.depth), gate.now());
            let folded = frame(&mut calls, 0);
            (folded, gate.now() - before, calls)
        };
        let (folded, first_ns, _) = call();
        let (again, second_ns, calls) = call();
        Descent {
            folded,
            again,
            first_ns,
            second_ns,
            stack_bytes: calls.outermost.abs_diff(calls.innermost) as u64,
        }
    }

    pub fn play<A: Async>(&self, on: &A, round: &mut Gated) -> Result<Tally, Failure> {
        let tasks = (0..self.tasks).map(|i| {
            let (gate, own) = (round.gate().clone(), self.clone());
            on.spawn(async move {
                gate.arrive().await;
                let descent = own.descend(i, &gate);
                gate.done();
                descent
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
        add_up(round, &ended)
    }
}

/// Both calls of each task are units, and must come to the same.
pub fn add_up(round: &mut Gated, ended: &[Descent]) -> Result<Tally, Failure> {
    if ended.iter().any(|it| it.folded != it.again) {
        return Err(Failure::Failed(
            "the second call folded to something else than the first".to_owned(),
        ));
    }
    round.record("first_call", ended.iter().map(|it| it.first_ns));
    round.record("second_call", ended.iter().map(|it| it.second_ns));
    let deepest = ended.iter().map(|it| it.stack_bytes).max();
    round
        .more
        .insert("stack_bytes", deepest.unwrap_or_default());
    Ok(Tally {
        sum: ended.iter().fold(0, |sum, it| sum.wrapping_add(it.folded)),
        deliveries: 2 * ended.len() as u64,
    })
}

struct Calls {
    seed: u64,
    depth: u64,
    outermost: usize,
    innermost: usize,
}

impl Calls {
    fn of(seed: u64, depth: u64) -> Self {
        Self {
            seed,
            depth,
            outermost: 0,
            innermost: 0,
        }
    }
}

/// Keeps eight words across the call: their address is shown to the outside, so they are in memory, and are folded after it.
#[inline(never)]
fn frame(calls: &mut Calls, f: u64) -> u64 {
    let mut words = [0; 8];
    for (j, word) in words.iter_mut().enumerate() {
        *word = mix(calls.seed.wrapping_add(8 * f + j as u64));
    }
    let here = black_box(&mut words);
    if f == 0 {
        calls.outermost = here.as_ptr().addr();
    }
    let inner = if f + 1 < calls.depth {
        frame(calls, f + 1)
    } else {
        calls.innermost = here.as_ptr().addr();
        calls.seed
    };
    here.iter().fold(inner, |acc, word| mix(acc ^ word))
}
