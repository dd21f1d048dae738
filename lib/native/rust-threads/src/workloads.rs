//! The workloads but actor-mesh, on threads. Their parameters are shared with the runtimes of async tasks, their rounds are not:
//! nothing here is awaited.

use std::sync::Arc;
use std::thread::JoinHandle;

use contract::gate::Gate;
use contract::workload::{colour, deep_await, hog};
use contract::{Failure, Gated, Tally, Workload, ticker};

use crate::{Threads, alone, outside, passing};

pub const FACTS: &[(&str, &str)] = &[
    ("channel", "std::sync::mpsc::sync_channel"),
    (
        "many receivers",
        "crossbeam_channel::bounded (crossbeam-channel 0.5): std's channels have one receiver",
    ),
    (
        "spawn",
        "std::thread::Builder::spawn; joined by its JoinHandle",
    ),
    (
        "yield",
        "std::thread::yield_now: sched_yield, which the kernel's scheduler need not follow",
    ),
    (
        "files",
        "std::fs::read: it blocks its thread; the files were just written, so they come from the page cache",
    ),
    (
        "sockets",
        "std::net, blocking, TCP_NODELAY set; the main thread accepts",
    ),
];

/// How many there are at once, of what can be run at all.
pub fn threads(workload: &Workload) -> Result<u64, Failure> {
    let why = match workload {
        Workload::Hog(it) if it.place == hog::Place::Blocking => {
            "place=blocking is not applicable: a thread may block where it is"
        }
        Workload::Colour(it) => match it.way {
            colour::Way::Plain => return Ok(1),
            colour::Way::Await => {
                "way=await is not applicable: a thread calls only what returns or blocks"
            }
            colour::Way::BlockOn => {
                "way=block-on is not applicable: a thread calls only what returns or blocks"
            }
            colour::Way::Offload => {
                "way=offload is not applicable: a thread calls only what returns or blocks"
            }
        },
        Workload::DeepAwait(it) => match it.chain {
            deep_await::Chain::Async => return Ok(1),
            deep_await::Chain::Nested => {
                "chain=nested is not applicable: a thread calls only what returns or blocks: there is no state machine to write"
            }
            deep_await::Chain::Flat => {
                "chain=flat is not applicable: a thread calls only what returns or blocks: there is no state machine to write"
            }
        },
        Workload::Spawn(it) => return Ok(contract::workload::Gates::units(it)),
        it => return Ok(it.shape().arrive),
    };
    Err(Failure::Refused(why.to_owned()))
}

pub fn play(on: Threads, workload: &Workload, round: &mut Gated) -> Result<Tally, Failure> {
    match workload {
        Workload::Channel(it) => passing::channel(on, it, round),
        Workload::Colour(it) => alone::colour(on, it, round),
        Workload::Compute(it) => alone::compute(on, it, round),
        Workload::DeepAwait(it) => alone::deep_await(on, it, round),
        Workload::DeepStack(it) => alone::deep_stack(on, it, round),
        Workload::FanIn(it) => passing::fan_in(on, it, round),
        Workload::FanOut(it) => passing::fan_out(on, it, round),
        Workload::Ffi(it) => alone::ffi(on, it, round),
        Workload::FileRead(it) => outside::file_read(on, it, round),
        Workload::Hog(it) => alone::hog(on, it, round),
        Workload::IdleTasks(it) => alone::idle_tasks(on, it, round),
        Workload::IoMix(it) => outside::io_mix(on, it, round),
        Workload::PingPong(it) => passing::ping_pong(on, it, round),
        Workload::Ring(it) => passing::ring(on, it, round),
        Workload::Spawn(it) => alone::spawn(on, it, round),
        Workload::Timers(it) => alone::timers(on, it, round),
    }
}

impl Threads {
    /// A thread that acknowledges, waits at the gate, and then does its part.
    pub fn start<T: Send + 'static>(
        self,
        round: &Gated,
        part: impl FnOnce(&Gate) -> T + Send + 'static,
    ) -> Result<JoinHandle<T>, Failure> {
        let gate = round.gate().clone();
        self.spawn(move || {
            gate.arrive_blocking();
            part(&gate)
        })
    }

    /// Threads that are a unit each: what they return is kept, and counted when they are done.
    pub fn units<T: Send + 'static>(
        self,
        round: &Gated,
        n: u64,
        part: impl Fn(u64, &Gate) -> T + Send + Sync + 'static,
    ) -> Result<Vec<JoinHandle<T>>, Failure> {
        let part = Arc::new(part);
        let start = |i| {
            let part = part.clone();
            self.start(round, move |gate| {
                let value = part(i, gate);
                gate.done();
                value
            })
        };
        (0..n).map(start).collect()
    }

    /// Gathers the threads, adds the ticker where the round has one, and opens the gate: the main thread is one as good as any.
    pub fn time(self, round: &mut Gated) -> Result<(), Failure> {
        round.gathered()?;
        let mut ticker = Ok(());
        round.add_ticker(|gate| {
            let ticks = gate.clone();
            ticker = self.spawn(move || ticker::run_blocking(&ticks)).map(drop);
            if ticker.is_err() {
                gate.acknowledge();
            }
        })?;
        ticker?;
        let gate = round.gate().clone();
        round.time(|| gate.open())
    }
}

pub fn join<T>(threads: Vec<JoinHandle<T>>) -> Result<Vec<T>, Failure> {
    let gone = |_| Failure::Failed("a thread has panicked".to_owned());
    let ended = threads.into_iter().map(|it| it.join().map_err(gone));
    ended.collect()
}

pub fn tallies(threads: Vec<JoinHandle<Tally>>) -> Result<Tally, Failure> {
    Ok(join(threads)?
        .into_iter()
        .fold(Tally::default(), Tally::and))
}

/// Of threads that are a unit each.
pub fn sum(threads: Vec<JoinHandle<u64>>) -> Result<Tally, Failure> {
    let units = join(threads)?.into_iter().map(Tally::unit);
    Ok(units.fold(Tally::default(), Tally::and))
}
