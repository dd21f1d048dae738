//! Sockets: an echo server with a task a connection. Its client is a process of its own.

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::os::fd::AsRawFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::AcqRel};
use std::time::Duration;

use serde::Deserialize;

use super::Gates;
use super::file_read::sum_of_words;
use crate::actor::Tally;
use crate::answer::{Line, say};
use crate::check::{seed, within};
use crate::gate::{Gate, Shape};
use crate::gated::Gated;
use crate::round::Failure;
use crate::tasks::{Async, Listener, Stream, time};

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IoMix {
    pub connections: u64,
    pub requests: u64,
    /// µs; the client's, as is the seed.
    pub think: u64,
    #[serde(deserialize_with = "seed")]
    pub seed: u64,
}

pub const MESSAGE_BYTES: usize = 64;

/// Those that the program needs beside its connections.
const SPARE_FILES: u64 = 16;

impl Gates for IoMix {
    const FACTS: &[&str] = &["sockets"];

    fn check(&self) -> Result<(), String> {
        within("connections", self.connections, 1..=1 << 20)?;
        within("requests", self.requests, 1..=1 << 32)?;
        within("think", self.think, 0..=3_600_000_000)?;
        let limit = open_files();
        if self.connections + SPARE_FILES <= limit {
            return Ok(());
        }
        Err(format!(
            "connections is {}, and {limit} files may be open here, {SPARE_FILES} of them needed otherwise",
            self.connections
        ))
    }

    fn units(&self) -> u64 {
        self.connections * self.requests
    }

    fn shape(&self) -> Shape {
        Shape {
            arrive: self.connections,
            until: self.connections,
            counters: self.connections,
            asleep: Duration::from_micros(self.think),
            ..Shape::default()
        }
    }

    fn note(&self) -> Option<(&'static str, String)> {
        let what = format!(
            "the limit of open files was raised to its hard value, {}",
            open_files()
        );
        Some(("open files", what))
    }
}

/// How many files may be open; the limit is raised to the hard one, as a connection is a file.
fn open_files() -> u64 {
    let mut limit = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 0,
    };
    // SAFETY: both read and write this struct alone.
    unsafe {
        if libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit) != 0 {
            return u64::MAX;
        }
        if limit.rlim_cur < limit.rlim_max {
            let raised = libc::rlimit {
                rlim_cur: limit.rlim_max,
                ..limit
            };
            if libc::setrlimit(libc::RLIMIT_NOFILE, &raised) == 0 {
                return raised.rlim_cur;
            }
        }
    }
    limit.rlim_cur
}

impl IoMix {
    /// A listening socket, and its port. std gives it a backlog of 128: Linux takes another one from a second call.
    pub fn listen(&self, round: &Gated) -> Result<TcpListener, Failure> {
        let listen = || {
            let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
            let backlog = self.connections.min(i32::MAX as u64) as i32;
            // SAFETY: the socket is open.
            if unsafe { libc::listen(socket.as_raw_fd(), backlog) } != 0 {
                return Err(io::Error::last_os_error());
            }
            let port = socket.local_addr()?.port();
            say(&Line::Listening {
                round: round.index,
                port,
            });
            Ok(socket)
        };
        listen().map_err(|it| Failure::Failed(format!("no socket to listen on: {it}")))
    }

    pub fn play<A: Async>(&self, on: &A, round: &mut Gated) -> Result<Tally, Failure> {
        let socket = self.listen(round)?;
        let (gate, tasks, n) = (round.gate().clone(), on.clone(), self.connections);
        let accepting = on.spawn(async move {
            let accept = accept(tasks, &gate, socket, n).await;
            accept.unwrap_or_else(|it| {
                gate.fail(format!("a connection can't be accepted: {it}"));
                Vec::new()
            })
        });
        time(on, round)?;
        Ok(on.block_on(async {
            let mut all = Tally::default();
            for served in accepting.await {
                all = all.and(served.await);
            }
            all
        }))
    }
}

async fn accept<A: Async>(
    on: A,
    gate: &Arc<Gate>,
    socket: TcpListener,
    connections: u64,
) -> io::Result<Vec<A::Task<Tally>>> {
    let listener = A::listener(socket)?;
    let unheard = Arc::new(AtomicU64::new(connections));
    let mut served = Vec::with_capacity(connections as usize);
    for i in 0..connections as usize {
        let connection = listener.accept().await?;
        let (gate, unheard) = (gate.clone(), unheard.clone());
        served.push(on.spawn(async move {
            serve(&gate, i, connection, &unheard)
                .await
                .unwrap_or_else(|it| {
                    gate.fail(format!("connection {i}: {it}"));
                    Tally::default()
                })
        }));
    }
    Ok(served)
}

/// Echoes on one connection until the client closes it.
async fn serve(
    gate: &Gate,
    i: usize,
    mut connection: impl Stream,
    unheard: &AtomicU64,
) -> io::Result<Tally> {
    let mut message = [0; MESSAGE_BYTES];
    greet(gate, &mut connection, &mut message, unheard).await?;
    let mut counter = gate.counter(i);
    while read(&mut connection, &mut message).await? {
        connection.write_all(&message).await?;
        counter.add(sum_of_words(&message));
    }
    let tally = counter.end();
    gate.done();
    Ok(tally)
}

/// The first echo, which isn't counted. The client begins when all have had theirs; the last one is held back until the counters
/// are read and the clock with them, as the client's first requests would else come before it.
async fn greet(
    gate: &Gate,
    connection: &mut impl Stream,
    message: &mut [u8],
    unheard: &AtomicU64,
) -> io::Result<()> {
    if !read(connection, message).await? {
        return Err(ended_early());
    }
    if unheard.fetch_sub(1, AcqRel) == 1 {
        gate.arrive().await;
    } else {
        gate.acknowledge();
    }
    connection.write_all(message).await
}

/// A whole message, or whether the other side has ended before it.
async fn read(from: &mut impl Stream, message: &mut [u8]) -> io::Result<bool> {
    let mut len = 0;
    while len < message.len() {
        match from.read(&mut message[len..]).await? {
            0 if len == 0 => return Ok(false),
            0 => return Err(ended_early()),
            more => len += more,
        }
    }
    Ok(true)
}

pub fn ended_early() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "it ended within a message")
}
