//! Threads that have nothing to say to each other.

use std::hint::black_box;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use contract::gate::Gate;
use contract::mix::mix;
use contract::workload::colour::Colour;
use contract::workload::compute::Compute;
use contract::workload::deep_await::DeepAwait;
use contract::workload::deep_stack::{self, DeepStack};
use contract::workload::ffi::Ffi;
use contract::workload::hog::Hog;
use contract::workload::idle_tasks::{IdleTasks, weigh_before, weigh_idle};
use contract::workload::spawn::{Form, Spawn, stirs};
use contract::workload::timers::{self, Timers};
use contract::{Failure, Gated, Tally};

use crate::Threads;
use crate::workloads::{join, sum, tallies};

pub fn compute(on: Threads, of: &Compute, round: &mut Gated) -> Result<Tally, Failure> {
    let own = of.clone();
    let threads = on.units(round, of.n, move |i, _| own.task(i))?;
    on.time(round)?;
    sum(threads)
}

pub fn timers(on: Threads, of: &Timers, round: &mut Gated) -> Result<Tally, Failure> {
    let own = of.clone();
    let threads = on.units(round, of.n, move |i, gate| {
        let (asked, before) = (own.asked(i), gate.now());
        thread::sleep(asked);
        let late = (gate.now() - before).saturating_sub(asked.as_nanos() as u64);
        (mix(i), late)
    })?;
    on.time(round)?;
    Ok(timers::add_up(round, join(threads)?))
}

pub fn hog(on: Threads, of: &Hog, round: &mut Gated) -> Result<Tally, Failure> {
    let own = of.clone();
    let threads = on.units(round, of.hogs, move |i, _| own.compute_blocking(i))?;
    on.time(round)?;
    let folded = join(threads)?
        .into_iter()
        .fold(of.seed, |acc, z| mix(acc ^ z));
    Ok(of.tally(folded))
}

pub fn deep_stack(on: Threads, of: &DeepStack, round: &mut Gated) -> Result<Tally, Failure> {
    let own = of.clone();
    let threads = on.units(round, of.tasks, move |i, gate| own.descend(i, gate))?;
    on.time(round)?;
    deep_stack::add_up(round, &join(threads)?)
}

pub fn ffi(on: Threads, of: &Ffi, round: &mut Gated) -> Result<Tally, Failure> {
    let own = of.clone();
    let threads = on.units(round, 1, move |_, _| own.call())?;
    on.time(round)?;
    tallies(threads)
}

pub fn colour(on: Threads, of: &Colour, round: &mut Gated) -> Result<Tally, Failure> {
    let own = of.clone();
    let threads = on.units(round, 1, move |_, _| Tally {
        sum: own.plain(),
        deliveries: own.calls,
    })?;
    on.time(round)?;
    tallies(threads)
}

/// The levels are plain calls.
pub fn deep_await(on: Threads, of: &DeepAwait, round: &mut Gated) -> Result<Tally, Failure> {
    let own = of.clone();
    let (depth, suspends) = (of.depth.levels(), of.suspends == 1);
    let thread = on.start(round, move |gate| {
        let mut counter = gate.counter(0);
        for t in 0..own.times {
            counter.add(level(0, depth, suspends, own.seed.wrapping_add(t)));
        }
        let tally = counter.end();
        gate.done();
        tally
    })?;
    on.time(round)?;
    tallies(vec![thread])
}

#[inline(never)]
fn level(f: u64, depth: u64, suspends: bool, acc: u64) -> u64 {
    let mut acc = acc;
    if f + 1 < depth {
        acc = level(f + 1, depth, suspends, acc);
    } else if suspends {
        thread::yield_now();
    }
    mix(acc ^ f)
}

pub fn idle_tasks(on: Threads, of: &IdleTasks, round: &mut Gated) -> Result<Tally, Failure> {
    weigh_before(round);
    round.starts_here();
    let mut threads = Vec::with_capacity(of.n as usize);
    for i in 0..of.n {
        let (gate, depth) = (round.gate().clone(), of.depth);
        threads.push(on.spawn(move || {
            nest(&gate, depth);
            gate.done();
            mix(i)
        })?);
    }
    round.gathered()?;
    weigh_idle(round);
    on.time(round)?;
    sum(threads)
}

/// Waits at the gate, so many calls deep. What is done with the result keeps a compiler from making a loop of it.
#[inline(never)]
fn nest(gate: &Gate, depth: u64) -> u64 {
    if depth == 0 {
        gate.arrive_blocking();
        return 0;
    }
    black_box(nest(gate, depth - 1)) + 1
}

pub fn spawn(on: Threads, of: &Spawn, round: &mut Gated) -> Result<Tally, Failure> {
    round.gathered()?;
    let (gate, n, form) = (round.gate().clone(), of.n, of.shape);
    let mut one = None;
    round.time(|| {
        one = Some(must(on, move || {
            gate.begin();
            let all = match form {
                Form::Flat => flat(on, &gate, n),
                Form::Tree => node(on, &gate, 0, n),
            };
            gate.done();
            all
        }));
    })?;
    tallies(one.into_iter().collect())
}

/// Where nobody can be told: the panic's hook says it.
fn must<T: Send + 'static>(on: Threads, run: impl FnOnce() -> T + Send + 'static) -> JoinHandle<T> {
    on.spawn(run).expect("a thread more")
}

fn flat(on: Threads, gate: &Gate, n: u64) -> Tally {
    let start = |i| {
        if stirs(i) {
            gate.stir();
        }
        must(on, move || mix(i))
    };
    let threads: Vec<_> = (0..n).map(start).collect();
    let units = threads.into_iter().map(|it| Tally::unit(ended(it)));
    units.fold(Tally::default(), Tally::and)
}

fn ended<T>(thread: JoinHandle<T>) -> T {
    thread.join().expect("a thread runs to its end")
}

fn node(on: Threads, gate: &Arc<Gate>, first: u64, leaves: u64) -> Tally {
    if leaves == 1 {
        return Tally::unit(mix(first));
    }
    let tenth = leaves / 10;
    let children = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(|k| {
        let (gate, first) = (gate.clone(), first + k * tenth);
        must(on, move || node(on, &gate, first, tenth))
    });
    gate.stir();
    let back = children.into_iter().map(ended);
    back.fold(Tally::unit(0), Tally::and)
}
