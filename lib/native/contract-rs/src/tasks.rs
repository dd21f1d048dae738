//! What a runtime of async tasks brings to the workloads, beyond starting tasks. All else of them is one source: what stands
//! here is what a program that wants to run on any of them has to write anew for each.

use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crate::actor::Tally;
use crate::executor::Executor;
use crate::gate::Gate;
use crate::gated::Gated;
use crate::round::Failure;
use crate::ticker;

pub trait Async: Executor {
    /// The runtime's usual channel.
    type Channel: Numbers;
    /// The one that its documentation names for many receivers.
    type Shared: Numbers<Receiver: Clone>;
    type Listener: Listener;

    /// Goes to the end of the line.
    fn yield_now() -> impl Future<Output = ()> + Send;

    /// Runs what blocks where the runtime puts such.
    fn blocking<T: Send + 'static>(
        work: impl FnOnce() -> T + Send + 'static,
    ) -> impl Future<Output = T> + Send;

    /// Reads a whole file by the runtime's usual way.
    fn read(path: PathBuf) -> impl Future<Output = io::Result<Vec<u8>>> + Send;

    /// Makes the runtime's own of a socket that listens; called by a task.
    fn listener(socket: std::net::TcpListener) -> io::Result<Self::Listener>;
}

/// A channel of numbers with a bound.
pub trait Numbers: 'static {
    type Sender: Clone + Send + Sync + 'static;
    type Receiver: Send + 'static;

    fn open(bound: usize) -> (Self::Sender, Self::Receiver);

    /// Waits while it is full. What it comes to is ignored: a receiver is gone only when nobody needs the number.
    fn send(to: &Self::Sender, number: u64) -> impl Future + Send;

    /// `None` when all senders are gone and nothing is left.
    fn receive(from: &mut Self::Receiver) -> impl Future<Output = Option<u64>> + Send;
}

pub trait Listener: Send + 'static {
    type Stream: Stream;

    /// The next connection, `TCP_NODELAY` set.
    fn accept(&self) -> impl Future<Output = io::Result<Self::Stream>> + Send;
}

pub trait Stream: Send + 'static {
    fn read(&mut self, into: &mut [u8]) -> impl Future<Output = io::Result<usize>> + Send;
    fn write_all(&mut self, all: &[u8]) -> impl Future<Output = io::Result<()>> + Send;
}

/// Gathers the tasks, adds the ticker where the round has one, and lets a task of the runtime open the gate.
pub fn time<A: Async>(on: &A, round: &mut Gated) -> Result<(), Failure> {
    round.gathered()?;
    round.add_ticker(|gate| on.spawn_detached(ticker::run::<A>(gate)))?;
    let gate = round.gate().clone();
    round.time(|| on.spawn_detached(async move { gate.open() }))
}

/// One task that isn't gated, since it is all that the clock runs for.
pub fn time_one<A: Async, T: Send + 'static, F>(
    on: &A,
    round: &mut Gated,
    task: impl FnOnce(Arc<Gate>) -> F,
) -> Result<T, Failure>
where
    F: Future<Output = T> + Send + 'static,
{
    round.gathered()?;
    let gate = round.gate().clone();
    let mut started = None;
    round.time(|| started = Some(on.spawn(task(gate))))?;
    Ok(on.block_on(started.expect("it was started when the clock was")))
}

/// Waits for tasks to end and adds up what they counted.
pub fn tallies<A: Async>(on: &A, tasks: Vec<A::Task<Tally>>) -> Tally {
    on.block_on(async {
        let mut all = Tally::default();
        for task in tasks {
            all = all.and(task.await);
        }
        all
    })
}

/// Waits for tasks that are a unit each.
pub fn units<A: Async>(on: &A, tasks: Vec<A::Task<u64>>) -> Tally {
    on.block_on(async {
        let mut all = Tally::default();
        for task in tasks {
            all = all.and(Tally::unit(task.await));
        }
        all
    })
}
