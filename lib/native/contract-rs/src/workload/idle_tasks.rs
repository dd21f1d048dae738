//! What a task at rest weighs.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use serde::Deserialize;

use super::Gates;
use super::deep_stack::FRAME_BYTES;
use crate::actor::Tally;
use crate::check::{TASKS, within};
use crate::gate::{Gate, Shape};
use crate::gated::Gated;
use crate::metrics::{available_bytes, kernel_bytes, resident_bytes};
use crate::mix::mix;
use crate::round::Failure;
use crate::tasks::{Async, time, units};

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdleTasks {
    pub n: u64,
    pub depth: u64,
}

/// A waiting task without its frames, with the runtime's header: some 300 bytes are seen.
const TASK_BYTES: u64 = 250;

/// A boxed level of the calls.
const LEVEL_BYTES: u64 = 64;

impl Gates for IdleTasks {
    const FACTS: &[&str] = &["spawn"];

    fn check(&self) -> Result<(), String> {
        within("n", self.n, 1..=TASKS)?;
        within("depth", self.depth, 0..=1_000_000)?;
        let wanted = self.n * (TASK_BYTES + self.depth * LEVEL_BYTES);
        match available_bytes() {
            Some(there) if wanted > there => Err(format!(
                "n is {}, which would take at least {} MiB, and {} MiB of memory are available",
                self.n,
                wanted >> 20,
                there >> 20
            )),
            _ => Ok(()),
        }
    }

    fn units(&self) -> u64 {
        self.n
    }

    fn shape(&self) -> Shape {
        Shape {
            arrive: self.n,
            until: self.n,
            ..Shape::default()
        }
    }

    /// Polling a chain of calls is a call a level.
    fn stack_bytes(&self) -> u64 {
        self.depth * FRAME_BYTES
    }

    fn note(&self) -> Option<(&'static str, String)> {
        let what = "task_bytes: size_of_val of the future that is spawned, and of each boxed level below it, without the runtime's \
                    header; kernel: VmPTE and 16 KiB a thread; what tasks took stays with the allocator, so only the first round grows";
        Some(("memory", what.to_owned()))
    }
}

/// The process's memory before the tasks are made.
pub fn weigh_before(round: &mut Gated) {
    let rss = resident_bytes().map(|it| ("rss_before_bytes", it));
    let kernel = kernel_bytes().map(|it| ("kernel_before_bytes", it));
    round.more.extend(rss.into_iter().chain(kernel));
}

/// And when all wait: what is resident then is read in every round.
pub fn weigh_idle(round: &mut Gated) {
    round
        .more
        .extend(kernel_bytes().map(|it| ("idle_kernel_bytes", it)));
}

impl IdleTasks {
    pub fn play<A: Async>(&self, on: &A, round: &mut Gated) -> Result<Tally, Failure> {
        weigh_before(round);
        round.starts_here();
        let gate = round.gate().clone();
        let (tasks, bytes) = match self.depth {
            0 => self.start(on, |i| flat(gate.clone(), i)),
            depth => self.start(on, |i| deep(gate.clone(), i, depth)),
        };
        let level = size_of_val(&level(&gate, self.depth)) as u64;
        round.more.insert("task_bytes", bytes + self.depth * level);
        round.gathered()?;
        weigh_idle(round);
        time(on, round)?;
        Ok(units(on, tasks))
    }

    /// The tasks, and the bytes of each.
    fn start<A: Async, F: Future<Output = u64> + Send + 'static>(
        &self,
        on: &A,
        task: impl Fn(u64) -> F,
    ) -> (Vec<A::Task<u64>>, u64) {
        let bytes = size_of_val(&task(0)) as u64;
        ((0..self.n).map(|i| on.spawn(task(i))).collect(), bytes)
    }
}

async fn flat(gate: Arc<Gate>, i: u64) -> u64 {
    gate.arrive().await;
    gate.done();
    mix(i)
}

async fn deep(gate: Arc<Gate>, i: u64, depth: u64) -> u64 {
    nest(&gate, depth).await;
    gate.done();
    mix(i)
}

/// An async function that calls itself has to box what it calls: its state would else hold its like.
fn nest(gate: &Gate, depth: u64) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
    Box::pin(level(gate, depth))
}

async fn level(gate: &Gate, depth: u64) {
    if depth > 1 {
        nest(gate, depth - 1).await;
    } else {
        gate.arrive().await;
    }
}
