//! Threads that wait for the kernel.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::AcqRel};
use std::thread::JoinHandle;

use contract::gate::Gate;
use contract::workload::file_read::{FileRead, sum_of_words, sum_or_fail};
use contract::workload::io_mix::{IoMix, MESSAGE_BYTES, ended_early};
use contract::{Failure, Gated, Tally};

use crate::Threads;
use crate::workloads::{sum, tallies};

pub fn file_read(on: Threads, of: &FileRead, round: &mut Gated) -> Result<Tally, Failure> {
    let folder = Arc::new(of.written()?);
    round.starts_here();
    let own = folder.clone();
    let threads = on.units(round, of.files, move |i, gate| {
        sum_or_fail(gate, std::fs::read(own.file(i)))
    })?;
    on.time(round)?;
    sum(threads)
}

pub fn io_mix(on: Threads, of: &IoMix, round: &mut Gated) -> Result<Tally, Failure> {
    let listener = of.listen(round)?;
    let served = accept(on, round.gate(), &listener, of.connections)?;
    on.time(round)?;
    tallies(served)
}

fn accept(
    on: Threads,
    gate: &Arc<Gate>,
    listener: &TcpListener,
    connections: u64,
) -> Result<Vec<JoinHandle<Tally>>, Failure> {
    let unheard = Arc::new(AtomicU64::new(connections));
    let mut served = Vec::with_capacity(connections as usize);
    for i in 0..connections as usize {
        let accepted = listener.accept().and_then(|(it, _)| {
            it.set_nodelay(true)?;
            Ok(it)
        });
        let connection = accepted
            .map_err(|it| Failure::Failed(format!("a connection can't be accepted: {it}")))?;
        let (gate, unheard) = (gate.clone(), unheard.clone());
        served.push(on.spawn(move || {
            serve(&gate, i, connection, &unheard).unwrap_or_else(|it| {
                gate.fail(format!("connection {i}: {it}"));
                Tally::default()
            })
        })?);
    }
    Ok(served)
}

/// Echoes on one connection until the client closes it.
fn serve(
    gate: &Gate,
    i: usize,
    mut connection: TcpStream,
    unheard: &AtomicU64,
) -> io::Result<Tally> {
    let mut message = [0; MESSAGE_BYTES];
    greet(gate, &mut connection, &mut message, unheard)?;
    let mut counter = gate.counter(i);
    while read(&mut connection, &mut message)? {
        connection.write_all(&message)?;
        counter.add(sum_of_words(&message));
    }
    let tally = counter.end();
    gate.done();
    Ok(tally)
}

/// The first echo, which isn't counted. The last one is held back until the counters are read and the clock with them.
fn greet(
    gate: &Gate,
    connection: &mut TcpStream,
    message: &mut [u8],
    unheard: &AtomicU64,
) -> io::Result<()> {
    if !read(connection, message)? {
        return Err(ended_early());
    }
    if unheard.fetch_sub(1, AcqRel) == 1 {
        gate.arrive_blocking();
    } else {
        gate.acknowledge();
    }
    connection.write_all(message)
}

/// A whole message, or whether the other side has ended before it.
fn read(from: &mut TcpStream, message: &mut [u8]) -> io::Result<bool> {
    let mut len = 0;
    while len < message.len() {
        match from.read(&mut message[len..])? {
            0 if len == 0 => return Ok(false),
            0 => return Err(ended_early()),
            more => len += more,
        }
    }
    Ok(true)
}
