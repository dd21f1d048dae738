//! Runtime `tokio`: an actor is an async task on one of Tokio's schedulers, its mailbox a `tokio::sync::mpsc` channel.
//!
//! # Layout
//! - [`channel`]: Tokio's channel; [`settings`]: the steps from it to the live machine's design
//! - [`mailbox`]: that design, of [`stack`], [`room`] and [`wake`]; [`own`]: the actors' channel made of it
//! - [`mesh`]: a round, for each combination of them; [`flavor`]: the scheduler it runs on
//! - [`tasks`]: what else of Tokio the workloads use, which are written once for all runtimes of async tasks
//! - [`allocator`]: chosen by the binary, of which `bin` has one each

// deep-await's chain of 64 async functions is a type 64 levels deep, and two steps a level.
#![recursion_limit = "512"]

mod allocator;
mod channel;
mod flavor;
mod mailbox;
mod mesh;
mod own;
mod room;
mod settings;
mod stack;
mod tasks;
#[cfg(test)]
mod tests;
mod wake;

use std::num::NonZero;
use std::thread::available_parallelism;

use contract::{About, Asked, Failure, Gated, PerWorker, Round, Runtime, Tally, Workload, program};
use flavor::Host;
use settings::{Flavor, Settings};
use tasks::Tasks;

pub use allocator::Allocator;

/// One source, two builds: an unstable one has settings that the usual one has not, and counts more while it runs.
const NAME: &str = if cfg!(tokio_unstable) {
    "tokio-unstable"
} else {
    "tokio"
};

/// What Cargo.toml asks for, exactly; a test holds the two together.
const TOKIO: &str = "1.54.1";

/// The allocators' crates, as Cargo.toml asks for them.
const MIMALLOC: &str = "0.1.52";
const JEMALLOC: &str = "0.7.0";

struct Tokio {
    host: Host,
    settings: Settings,
    workers: usize,
    /// Of actor-mesh: whether there is a bound.
    mailbox: Option<bool>,
}

impl Runtime for Tokio {
    type Settings = Settings;
    type Recorder = PerWorker;

    const FACTS: &[(&'static str, &'static str)] = tasks::FACTS;

    fn open(settings: &Settings, asked: &Asked) -> Result<Self, Failure> {
        settings.check(asked)?;
        let workers = match (settings.flavor, settings.workers) {
            (Flavor::Current, _) => 1,
            (Flavor::Multi, 0) => available_parallelism().map_or(1, NonZero::get),
            (Flavor::Multi, given) => given,
        };
        let host = Host::start(settings, workers, asked)
            .map_err(|it| Failure::Failed(format!("the runtime doesn't start: {it}")))?;
        Ok(Self {
            host,
            settings: *settings,
            workers,
            mailbox: match asked {
                Asked::ActorMesh(plan) => Some(plan.mailbox > 0),
                Asked::Other(_) => None,
            },
        })
    }

    fn about(&self) -> About {
        let mut notes = self.settings.notes(self.mailbox);
        notes.insert(
            "timer",
            "tokio::time::sleep, which wakes at whole milliseconds: lateness below that is its own"
                .to_owned(),
        );
        let version = format!("tokio {TOKIO}, rustc {}", program::RUSTC);
        About {
            runtime: NAME,
            version,
            workers: self.workers,
            notes,
        }
    }

    fn run(&self, round: &mut Round) -> Result<Tally, Failure> {
        mesh::run(self, round)
    }

    fn play(&self, workload: &Workload, round: &mut Gated) -> Result<Tally, Failure> {
        workload.play(&Tasks::<false>::of(&self.host), round)
    }
}

/// The whole program, linked with this allocator.
pub fn main(allocator: Allocator) -> ! {
    allocator.linked();
    program::main::<Tokio>()
}
