//! Runtime `rust-threads`: an actor is an OS thread, its mailbox a `std::sync::mpsc` channel.
//!
//! The program has a C `main`, and so leaves out what std does before a Rust one: there it installs a handler that names a
//! stack overflow, and every thread would map a signal stack for it. That is two of the 65,530 maps that Linux grants a
//! process, beside the two of the thread's own stack, and would end at 16,000 threads. An overflow still ends the program.
#![cfg_attr(not(test), no_main)]

mod actor;
mod alone;
mod outside;
mod passing;
#[cfg(test)]
mod tests;
mod workloads;

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel, sync_channel};
use std::thread::{self, JoinHandle, available_parallelism};

use actor::{Post, actor, inject};
use contract::{
    About, Actor, Asked, Failure, Gated, Message, PerTask, Record, Round, Runtime, Tally, Workload,
    every, program,
};
use serde::Deserialize;

/// As in the manifest's limits.
const MOST_THREADS: u64 = 30_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    stack_kib: usize,
}

#[derive(Clone, Copy)]
struct Threads {
    stack_kib: usize,
    /// Of actor-mesh: whether there is a bound.
    mailbox: Option<bool>,
}

impl Runtime for Threads {
    type Settings = Settings;
    type Recorder = PerTask;

    const FACTS: &[(&'static str, &'static str)] = workloads::FACTS;

    fn open(settings: &Settings, asked: &Asked) -> Result<Self, Failure> {
        let (threads, mailbox) = match asked {
            Asked::ActorMesh(plan) if plan.fresh => {
                return Err(Failure::Refused(
                    "message=fresh is not applicable: a token is a value here, and moves"
                        .to_owned(),
                ));
            }
            Asked::ActorMesh(plan) => (plan.actors, Some(plan.mailbox > 0)),
            Asked::Other(workload) => (workloads::threads(workload)?, None),
        };
        if threads > MOST_THREADS {
            return Err(Failure::Refused(format!(
                "{MOST_THREADS} threads at most, not {threads}: a process has 65,530 memory maps"
            )));
        }
        Ok(Self {
            stack_kib: settings.stack_kib,
            mailbox,
        })
    }

    fn stack_bytes(&self) -> u64 {
        self.stack_kib as u64 * 1024
    }

    fn about(&self) -> About {
        let mut notes = BTreeMap::from([
            (
                "timer",
                "std::thread::sleep, which the kernel may prolong by 50 µs".to_owned(),
            ),
            ("allocator", "the system's".to_owned()),
            ("stack", format!("{} KiB a thread", self.stack_kib)),
        ]);
        if let Some(bounded) = self.mailbox {
            let mailbox = match bounded {
                true => "std::sync::mpsc::sync_channel",
                false => "std::sync::mpsc::channel",
            };
            notes.insert("mailbox", mailbox.to_owned());
        }
        let version = format!("rustc {}", program::RUSTC);
        let workers = available_parallelism().map_or(1, NonZero::get);
        About {
            runtime: "rust-threads",
            version,
            workers,
            notes,
        }
    }

    fn run(&self, round: &mut Round) -> Result<Tally, Failure> {
        let bound = round.mesh().plan.mailbox;
        if bound > 0 {
            self.recorded(round, || sync_channel(bound))
        } else {
            self.recorded(round, channel)
        }
    }

    fn play(&self, workload: &Workload, round: &mut Gated) -> Result<Tally, Failure> {
        workloads::play(*self, workload, round)
    }
}

impl Threads {
    fn recorded<P: Post>(
        &self,
        round: &mut Round,
        open: impl Fn() -> (P, Receiver<Message>),
    ) -> Result<Tally, Failure> {
        match round.mesh().plan.record {
            Record::Off => self.mesh::<P, { every::NONE }>(round, open),
            Record::OneIn64 => self.mesh::<P, { every::SIXTY_FOUR }>(round, open),
            Record::All => self.mesh::<P, { every::ONE }>(round, open),
        }
    }

    fn mesh<P: Post, const EVERY: u32>(
        &self,
        round: &mut Round,
        open: impl Fn() -> (P, Receiver<Message>),
    ) -> Result<Tally, Failure> {
        let mesh = round.mesh().clone();
        let (peers, inboxes): (Vec<P>, Vec<_>) = (0..mesh.plan.actors).map(|_| open()).unzip();
        let peers: Arc<[P]> = peers.into();
        let mut threads = Vec::with_capacity(inboxes.len());
        for (index, inbox) in inboxes.into_iter().enumerate() {
            let (state, all) = (Actor::new(index, &mesh), peers.clone());
            threads.push(self.spawn(move || actor::<P, EVERY>(state, inbox, all))?);
            peers[index].post(None);
        }
        round.parked()?;

        let all = peers.clone();
        let injector = self.spawn(move || inject::<P, EVERY>(&mesh, &all))?;
        round.retired()?;

        peers.iter().for_each(|it| it.post(None));
        let gone = |_| Failure::Failed("a thread has panicked".to_owned());
        injector.join().map_err(gone)?;
        threads.into_iter().try_fold(Tally::default(), |all, it| {
            Ok(all.and(it.join().map_err(gone)?))
        })
    }

    fn spawn<T: Send + 'static>(
        &self,
        run: impl FnOnce() -> T + Send + 'static,
    ) -> Result<JoinHandle<T>, Failure> {
        let builder = thread::Builder::new().stack_size(self.stack_kib * 1024);
        builder
            .spawn(run)
            .map_err(|it| Failure::Failed(format!("no more threads: {it}")))
    }
}

#[cfg(not(test))]
#[unsafe(no_mangle)]
extern "C" fn main() -> std::ffi::c_int {
    program::main::<Threads>()
}
