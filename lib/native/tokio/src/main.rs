//! Runtime `tokio`: an actor is an async task on Tokio's multi-thread scheduler, its mailbox a `tokio::sync::mpsc` channel.

mod channel;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::Arc;
use std::thread::available_parallelism;

use channel::{Bounded, Unbounded};
use contract::task::{Channel, actor, inject};
use contract::{
    About, Actor, Failure, PerWorker, Plan, Record, Round, Runtime, Tally, every, program,
};
use serde::Deserialize;
use tokio::runtime::{self, Builder};
use tokio::time::sleep;

/// What Cargo.toml asks for, exactly; a test holds the two together.
const TOKIO: &str = "1.54.1";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// 0: one a processor.
    workers: usize,
}

struct Tokio {
    runtime: runtime::Runtime,
    workers: usize,
    bounded: bool,
}

impl Runtime for Tokio {
    type Settings = Settings;
    type Recorder = PerWorker;

    fn open(settings: &Settings, plan: &Plan) -> Result<Self, Failure> {
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
        let runtime = builder
            .build()
            .map_err(|it| Failure::Failed(format!("the runtime doesn't start: {it}")))?;
        Ok(Self {
            runtime,
            workers,
            bounded: plan.mailbox > 0,
        })
    }

    fn about(&self) -> About {
        let mailbox = if self.bounded {
            "tokio::sync::mpsc::channel"
        } else {
            "tokio::sync::mpsc::unbounded_channel"
        };
        let notes = BTreeMap::from([
            ("timer", "tokio::time::sleep, which wakes at whole milliseconds: lateness below that is its own".to_owned()),
            ("allocator", "the system's".to_owned()),
            ("mailbox", format!("{mailbox}, in blocks of 32 messages")),
        ]);
        let version = format!("tokio {TOKIO}, rustc {}", program::RUSTC);
        About {
            runtime: "tokio",
            version,
            workers: self.workers,
            notes,
        }
    }

    fn run(&self, round: &mut Round) -> Result<Tally, Failure> {
        match (self.bounded, round.mesh().plan.record) {
            (true, Record::Off) => self.mesh::<Bounded, { every::NONE }>(round),
            (true, Record::OneIn64) => self.mesh::<Bounded, { every::SIXTY_FOUR }>(round),
            (true, Record::All) => self.mesh::<Bounded, { every::ONE }>(round),
            (false, Record::Off) => self.mesh::<Unbounded, { every::NONE }>(round),
            (false, Record::OneIn64) => self.mesh::<Unbounded, { every::SIXTY_FOUR }>(round),
            (false, Record::All) => self.mesh::<Unbounded, { every::ONE }>(round),
        }
    }
}

impl Tokio {
    fn mesh<C: Channel, const EVERY: u32>(&self, round: &mut Round) -> Result<Tally, Failure> {
        let mesh = round.mesh().clone();
        let boxes = (0..mesh.plan.actors).map(|_| C::open(mesh.plan.mailbox));
        let (peers, inboxes): (Vec<_>, Vec<_>) = boxes.unzip();
        let peers: Arc<[C::Sender]> = peers.into();
        let tasks = inboxes.into_iter().enumerate().map(|(index, inbox)| {
            let state = Actor::<PerWorker, EVERY>::new(index, &mesh);
            self.runtime
                .spawn(actor::<C, _, EVERY>(state, inbox, peers.clone()))
        });
        let tasks: Vec<_> = tasks.collect();
        self.runtime.block_on(to_all::<C>(&peers));
        round.parked()?;

        let injector =
            self.runtime
                .spawn(inject::<C, PerWorker, EVERY, _>(mesh, peers.clone(), sleep));
        round.retired()?;

        self.runtime.block_on(async {
            to_all::<C>(&peers).await;
            let gone = |it| Failure::Failed(format!("a task has gone: {it}"));
            injector.await.map_err(gone)?;
            let mut all = Tally::default();
            for task in tasks {
                all = all.and(task.await.map_err(gone)?);
            }
            Ok(all)
        })
    }
}

/// The uncounted message: the first one is acknowledged, the second one ends the actor.
async fn to_all<C: Channel>(peers: &[C::Sender]) {
    for peer in peers {
        C::send(peer, None).await;
    }
}

fn main() {
    program::main::<Tokio>()
}
