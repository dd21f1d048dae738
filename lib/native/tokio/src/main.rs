//! Runtime `tokio`: an actor is an async task on Tokio's multi-thread scheduler, its mailbox a `tokio::sync::mpsc` channel.
//!
//! # Layout
//! - [`channel`]: Tokio's channel; [`settings`]: the steps from it to the live machine's design
//! - [`mailbox`]: that design, of [`stack`], [`room`] and [`wake`]; [`own`]: the actors' channel made of it
//! - [`mesh`]: a round, for each combination of them

mod channel;
mod mailbox;
mod mesh;
mod own;
mod room;
mod settings;
mod stack;
#[cfg(test)]
mod tests;
mod wake;

use std::num::NonZero;
use std::thread::available_parallelism;

use contract::{About, Failure, PerWorker, Plan, Round, Runtime, Tally, program};
use settings::Settings;
use tokio::runtime::{self, Builder};

/// What Cargo.toml asks for, exactly; a test holds the two together.
const TOKIO: &str = "1.54.1";

struct Tokio {
    runtime: runtime::Runtime,
    settings: Settings,
    workers: usize,
    bounded: bool,
}

impl Runtime for Tokio {
    type Settings = Settings;
    type Recorder = PerWorker;

    fn open(settings: &Settings, plan: &Plan) -> Result<Self, Failure> {
        settings.check(plan)?;
        let workers = match settings.workers {
            0 => available_parallelism().map_or(1, NonZero::get),
            given => given,
        };
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(workers);
        // Only the pacer sleeps: the closed loop runs without the timer's bookkeeping in each park.
        if plan.rate > 0 {
            builder.enable_time();
        }
        if settings.global_interval > 0 {
            builder.global_queue_interval(settings.global_interval);
        }
        let runtime = builder
            .build()
            .map_err(|it| Failure::Failed(format!("the runtime doesn't start: {it}")))?;
        Ok(Self {
            runtime,
            settings: *settings,
            workers,
            bounded: plan.mailbox > 0,
        })
    }

    fn about(&self) -> About {
        let mut notes = self.settings.notes(self.bounded);
        notes.insert(
            "timer",
            "tokio::time::sleep, which wakes at whole milliseconds: lateness below that is its own"
                .to_owned(),
        );
        notes.insert("allocator", "the system's".to_owned());
        let version = format!("tokio {TOKIO}, rustc {}", program::RUSTC);
        About {
            runtime: "tokio",
            version,
            workers: self.workers,
            notes,
        }
    }

    fn run(&self, round: &mut Round) -> Result<Tally, Failure> {
        mesh::run(self, round)
    }
}

fn main() {
    program::main::<Tokio>()
}
