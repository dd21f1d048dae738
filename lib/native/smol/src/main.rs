//! Runtime `smol`: an actor is an async task on smol's executor, its mailbox a `smol::channel`.
//!
//! The executor is our own and run by a pool of threads, as smol's documentation advises for anything but small programs;
//! `smol::spawn` has one thread unless an environment variable says otherwise. A worker runs it as `smol::spawn`'s threads do,
//! under `smol::block_on`: it waits for timers itself when it idles.

// deep-await's chain of 64 async functions is a type 64 levels deep, and two steps a level.
#![recursion_limit = "512"]

mod channel;
mod pool;
mod tasks;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::num::NonZero;
use std::thread::available_parallelism;

use channel::Usual;
use contract::{
    About, Asked, Failure, Gated, PerWorker, Round, Runtime, Tally, Workload, executor, program,
};
use pool::Pool;
use serde::Deserialize;

/// What Cargo.toml asks for, exactly; a test holds the two together.
const SMOL: &str = "2.0.2";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    workers: usize,
}

struct Smol {
    pool: Pool,
    workers: usize,
    /// Of actor-mesh: whether there is a bound.
    mailbox: Option<bool>,
}

impl Runtime for Smol {
    type Settings = Settings;
    type Recorder = PerWorker;

    const FACTS: &[(&'static str, &'static str)] = tasks::FACTS;

    fn open(settings: &Settings, asked: &Asked) -> Result<Self, Failure> {
        if matches!(asked, Asked::ActorMesh(plan) if plan.fresh) {
            return Err(Failure::Refused(
                "message=fresh is not applicable: a token is a value here, and moves".to_owned(),
            ));
        }
        let workers = match settings.workers {
            0 => available_parallelism().map_or(1, NonZero::get),
            given => given,
        };
        let pool = Pool::start(workers)
            .map_err(|it| Failure::Failed(format!("the workers don't start: {it}")))?;
        Ok(Self {
            pool,
            workers,
            mailbox: match asked {
                Asked::ActorMesh(plan) => Some(plan.mailbox > 0),
                Asked::Other(_) => None,
            },
        })
    }

    fn about(&self) -> About {
        let mut notes = BTreeMap::from([
            (
                "timer",
                "smol::Timer (async-io), driven by the workers when they idle and by a thread of its own".to_owned(),
            ),
            ("allocator", "the system's".to_owned()),
            (
                "executor",
                "one smol::Executor, run by the workers under smol::block_on: smol::spawn's own has one thread and is for small programs"
                    .to_owned(),
            ),
        ]);
        if let Some(bounded) = self.mailbox {
            let mailbox = match bounded {
                true => "smol::channel::bounded (async-channel 2.5)",
                false => "smol::channel::unbounded (async-channel 2.5), in blocks of 31 messages",
            };
            notes.insert("mailbox", mailbox.to_owned());
        }
        About {
            runtime: "smol",
            version: format!("smol {SMOL}, rustc {}", program::RUSTC),
            workers: self.workers,
            notes,
        }
    }

    fn run(&self, round: &mut Round) -> Result<Tally, Failure> {
        executor::run::<_, Usual>(&self.pool.tasks(), round)
    }

    fn play(&self, workload: &Workload, round: &mut Gated) -> Result<Tally, Failure> {
        workload.play(&self.pool.tasks(), round)
    }
}

fn main() {
    program::main::<Smol>()
}
