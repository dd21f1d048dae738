//! Threads that pass numbers on.

use std::sync::mpsc::sync_channel;
use std::thread::JoinHandle;

use contract::mix::mix;
use contract::workload::channel::{Channel, share};
use contract::workload::fan_in::FanIn;
use contract::workload::fan_out::FanOut;
use contract::workload::ping_pong::PingPong;
use contract::workload::ring::Ring;
use contract::{Failure, Gated, Tally};

use crate::Threads;
use crate::workloads::tallies;

type Started = Vec<JoinHandle<Tally>>;

/// The first of a pair counts the round trips, the second adds. To send fails only when the other has gone: it needs no more.
pub fn ping_pong(on: Threads, of: &PingPong, round: &mut Gated) -> Result<Tally, Failure> {
    let mut threads = Started::new();
    for pair in 0..of.pairs as usize {
        let (to, heard) = sync_channel(1);
        let (back, fro) = sync_channel(1);
        let values = of.values(pair);
        threads.push(on.start(round, move |gate| {
            let mut counter = gate.counter(pair);
            for v in values {
                let _ = to.send(v);
                let _ = fro.recv();
                counter.one();
            }
            let tally = counter.end();
            gate.done();
            tally
        })?);
        threads.push(on.start(round, move |_| {
            let mut tally = Tally::default();
            for v in heard {
                tally.sum = tally.sum.wrapping_add(mix(v));
                let _ = back.send(v);
            }
            tally
        })?);
    }
    on.time(round)?;
    tallies(threads)
}

pub fn ring(on: Threads, of: &Ring, round: &mut Gated) -> Result<Tally, Failure> {
    let (mut threads, last) = (Started::new(), of.hops);
    for (i, (inbox, next)) in of.links(|| sync_channel(1)).into_iter().enumerate() {
        threads.push(on.start(round, move |gate| {
            let mut counter = gate.counter(i);
            if i == 0 {
                let _ = next.send(1);
            }
            while let Ok(hop) = inbox.recv() {
                counter.add(mix(hop ^ i as u64));
                if hop == last {
                    gate.done();
                    break;
                }
                let _ = next.send(hop + 1);
            }
            counter.end()
        })?);
    }
    on.time(round)?;
    tallies(threads)
}

pub fn channel(on: Threads, of: &Channel, round: &mut Gated) -> Result<Tally, Failure> {
    let (to, from) = crossbeam_channel::bounded(of.capacity as usize);
    let mut threads = Started::new();
    for i in 0..of.consumers as usize {
        let from = from.clone();
        threads.push(on.start(round, move |gate| {
            let mut counter = gate.counter(i);
            from.iter().for_each(|v| counter.add(mix(v)));
            let tally = counter.end();
            gate.done();
            tally
        })?);
    }
    for i in 0..of.producers {
        let (to, mut values) = (to.clone(), share(i, of.producers, of.messages));
        on.start(round, move |_| values.try_for_each(|v| to.send(v)).is_ok())?;
    }
    drop((to, from));
    on.time(round)?;
    tallies(threads)
}

pub fn fan_in(on: Threads, of: &FanIn, round: &mut Gated) -> Result<Tally, Failure> {
    let (to, from) = sync_channel(of.capacity as usize);
    let one = on.start(round, move |gate| {
        let mut counter = gate.counter(0);
        from.iter().for_each(|v| counter.add(mix(v)));
        let tally = counter.end();
        gate.done();
        tally
    })?;
    for i in 0..of.n {
        let (to, mut values) = (to.clone(), share(i, of.n, of.messages));
        on.start(round, move |_| values.try_for_each(|v| to.send(v)).is_ok())?;
    }
    drop(to);
    on.time(round)?;
    tallies(vec![one])
}

pub fn fan_out(on: Threads, of: &FanOut, round: &mut Gated) -> Result<Tally, Failure> {
    let (mut threads, mut senders) = (Started::new(), Vec::new());
    for i in 0..of.n as usize {
        let (to, from) = sync_channel(of.capacity as usize);
        senders.push(to);
        threads.push(on.start(round, move |gate| {
            let mut counter = gate.counter(i);
            from.iter().for_each(|v| counter.add(mix(v)));
            let tally = counter.end();
            gate.done();
            tally
        })?);
    }
    let messages = of.messages;
    on.start(round, move |_| {
        let to = senders.iter().cycle();
        (0..messages).zip(to).all(|(v, to)| to.send(v).is_ok())
    })?;
    on.time(round)?;
    tallies(threads)
}
