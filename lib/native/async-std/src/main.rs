//! Runtime `async-std`: an actor is an async task on async-std's executor, its mailbox an `async_std::channel`.
//!
//! async-std's last release says that smol continues it; its tasks run on the same executor as smol's. What differs is the
//! older channel, and the worker's loop: each polls an executor of its own thread beside the shared one.

// deep-await's chain of 64 async functions is a type 64 levels deep, and two steps a level.
#![recursion_limit = "512"]

mod channel;
mod tasks;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::env;
use std::num::NonZero;
use std::thread::available_parallelism;

use channel::Usual;
use contract::executor;
use contract::{About, Asked, Failure, Gated, PerWorker, Round, Runtime, Tally, Workload, program};
use serde::Deserialize;
use tasks::Tasks;

/// What Cargo.toml asks for, exactly; a test holds the two together.
const ASYNC_STD: &str = "1.13.2";

/// async-std reads its workers from here, once, and offers no other way.
const THREADS: &str = "ASYNC_STD_THREAD_COUNT";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    workers: usize,
}

struct AsyncStd {
    workers: usize,
    /// Of actor-mesh: whether there is a bound.
    mailbox: Option<bool>,
}

impl Runtime for AsyncStd {
    type Settings = Settings;
    type Recorder = PerWorker;

    const FACTS: &[(&'static str, &'static str)] = tasks::FACTS;

    fn open(settings: &Settings, asked: &Asked) -> Result<Self, Failure> {
        if matches!(asked, Asked::ActorMesh(plan) if plan.fresh) {
            return Err(Failure::Refused(
                "message=fresh is not applicable: a token is a value here, and moves".to_owned(),
            ));
        }
        let workers = workers(settings.workers, env::var(THREADS).ok().as_deref())?;
        Ok(Self {
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
                "async_std::task::sleep (async-io), driven by the workers when they idle and by a thread of its own"
                    .to_owned(),
            ),
            ("allocator", "the system's".to_owned()),
            (
                "executor",
                "async_std::task::spawn: async-executor under async-global-executor 2".to_owned(),
            ),
        ]);
        if let Some(bounded) = self.mailbox {
            let mailbox = match bounded {
                true => "async_std::channel::bounded (async-channel 1.9)",
                false => {
                    "async_std::channel::unbounded (async-channel 1.9), in blocks of 31 messages"
                }
            };
            notes.insert("mailbox", mailbox.to_owned());
        }
        About {
            runtime: "async-std",
            version: format!("async-std {ASYNC_STD}, rustc {}", program::RUSTC),
            workers: self.workers,
            notes,
        }
    }

    fn run(&self, round: &mut Round) -> Result<Tally, Failure> {
        executor::run::<_, Usual>(&Tasks, round)
    }

    fn play(&self, workload: &Workload, round: &mut Gated) -> Result<Tally, Failure> {
        workload.play(&Tasks, round)
    }
}

/// The workers that async-std will start with this variable. One that says otherwise than the setting is an error of the caller's.
fn workers(asked: usize, variable: Option<&str>) -> Result<usize, Failure> {
    let processors = || available_parallelism().map_or(1, NonZero::get);
    let told = variable.and_then(|it| it.parse::<usize>().ok());
    let started = told.map_or_else(processors, |it| it.max(1));
    if asked == started || (asked == 0 && told.is_none()) {
        return Ok(started);
    }
    Err(Failure::Refused(format!(
        "workers={asked}, but async-std would start {started}: set {THREADS} to the same number, or unset it for 0"
    )))
}

fn main() {
    program::main::<AsyncStd>()
}
