//! Runtime `smol`: an actor is an async task on smol's executor, its mailbox a `smol::channel`.
//!
//! The executor is our own and run by a pool of threads, as smol's documentation advises for anything but small programs;
//! `smol::spawn` has one thread unless an environment variable says otherwise. A worker runs it as `smol::spawn`'s threads do,
//! under `smol::block_on`: it waits for timers itself when it idles.

mod channel;
mod pool;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::num::NonZero;
use std::thread::available_parallelism;

use channel::Usual;
use contract::{About, Failure, PerWorker, Plan, Round, Runtime, Tally, executor, program};
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
    bounded: bool,
}

impl Runtime for Smol {
    type Settings = Settings;
    type Recorder = PerWorker;

    fn open(settings: &Settings, plan: &Plan) -> Result<Self, Failure> {
        if plan.fresh {
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
            bounded: plan.mailbox > 0,
        })
    }

    fn about(&self) -> About {
        let mailbox = if self.bounded {
            "smol::channel::bounded (async-channel 2.5)"
        } else {
            "smol::channel::unbounded (async-channel 2.5), in blocks of 31 messages"
        };
        let notes = BTreeMap::from([
            (
                "timer",
                "smol::Timer (async-io), driven by the workers when they idle and by a thread of its own".to_owned(),
            ),
            ("allocator", "the system's".to_owned()),
            ("mailbox", mailbox.to_owned()),
            (
                "executor",
                "one smol::Executor, run by the workers under smol::block_on: smol::spawn's own has one thread and is for small programs"
                    .to_owned(),
            ),
        ]);
        About {
            runtime: "smol",
            version: format!("smol {SMOL}, rustc {}", program::RUSTC),
            workers: self.workers,
            notes,
        }
    }

    fn run(&self, round: &mut Round) -> Result<Tally, Failure> {
        executor::run::<_, Usual>(&self.pool, round)
    }
}

fn main() {
    program::main::<Smol>()
}
