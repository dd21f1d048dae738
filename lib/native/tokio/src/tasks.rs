//! Tokio's tasks, and what else of Tokio the workloads use.

use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use async_channel as many;
use contract::executor::Executor;
use contract::tasks::{Async, Listener, Numbers, Stream};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::task::coop::unconstrained;
use tokio::task::{JoinHandle, spawn_blocking, yield_now};
use tokio::time::sleep;

use crate::flavor::Host;

pub const FACTS: &[(&str, &str)] = &[
    (
        "channel",
        "tokio::sync::mpsc::channel, in blocks of 32 messages",
    ),
    (
        "many receivers",
        "async_channel::bounded (async-channel 2.5): Tokio has no channel of many receivers, and its documentation names this one",
    ),
    ("spawn", "tokio::spawn; joined by its JoinHandle"),
    (
        "yield",
        "tokio::task::yield_now: woken when the worker is next between two tasks, behind all that it has to run",
    ),
    (
        "blocking",
        "tokio::task::spawn_blocking: a thread of up to 512 that the runtime keeps for it",
    ),
    (
        "block_on",
        "Handle::block_on on the main thread, which polls the future itself",
    ),
    (
        "files",
        "tokio::fs::read: std::fs::read under spawn_blocking; the files were just written, so they come from the page cache",
    ),
    (
        "sockets",
        "tokio::net over epoll, TCP_NODELAY set; one task accepts",
    ),
];

/// `FREE`: an actor's budget never ends.
#[derive(Clone)]
pub struct Tasks<const FREE: bool>(Handle);

impl<const FREE: bool> Tasks<FREE> {
    pub fn of(host: &Host) -> Self {
        Self(host.handle().clone())
    }
}

/// A task that is awaited for its value alone.
pub struct Task<T>(JoinHandle<T>);

impl<T> Future for Task<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let ended = Pin::new(&mut self.0).poll(context);
        ended.map(|it| it.expect("a task runs to its end"))
    }
}

impl<const FREE: bool> Executor for Tasks<FREE> {
    type Task<T: Send + 'static> = Task<T>;

    fn spawn<T: Send + 'static>(&self, task: impl Future<Output = T> + Send + 'static) -> Task<T> {
        Task(self.0.spawn(task))
    }

    fn spawn_detached(&self, task: impl Future<Output = ()> + Send + 'static) {
        drop(self.0.spawn(task));
    }

    fn spawn_actor<T: Send + 'static>(
        &self,
        task: impl Future<Output = T> + Send + 'static,
    ) -> Task<T> {
        if FREE {
            Task(self.0.spawn(unconstrained(task)))
        } else {
            self.spawn(task)
        }
    }

    fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        self.0.block_on(future)
    }

    fn sleep(wait: Duration) -> impl Future<Output = ()> + Send {
        sleep(wait)
    }
}

impl Async for Tasks<false> {
    type Channel = One;
    type Shared = Many;
    type Listener = Listening;

    fn yield_now() -> impl Future<Output = ()> + Send {
        yield_now()
    }

    async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
        spawn_blocking(work)
            .await
            .expect("the work runs to its end")
    }

    fn read(path: PathBuf) -> impl Future<Output = io::Result<Vec<u8>>> + Send {
        tokio::fs::read(path)
    }

    fn listener(socket: std::net::TcpListener) -> io::Result<Listening> {
        socket.set_nonblocking(true)?;
        TcpListener::from_std(socket).map(Listening)
    }
}

pub struct One;

impl Numbers for One {
    type Sender = mpsc::Sender<u64>;
    type Receiver = mpsc::Receiver<u64>;

    fn open(bound: usize) -> (Self::Sender, Self::Receiver) {
        mpsc::channel(bound)
    }

    fn send(to: &Self::Sender, number: u64) -> impl Future + Send {
        to.send(number)
    }

    fn receive(from: &mut Self::Receiver) -> impl Future<Output = Option<u64>> + Send {
        from.recv()
    }
}

pub struct Many;

impl Numbers for Many {
    type Sender = many::Sender<u64>;
    type Receiver = many::Receiver<u64>;

    fn open(bound: usize) -> (Self::Sender, Self::Receiver) {
        many::bounded(bound)
    }

    fn send(to: &Self::Sender, number: u64) -> impl Future + Send {
        to.send(number)
    }

    #[allow(refining_impl_trait)] // the bound `Send` that an `async fn` shows is the trait's own
    async fn receive(from: &mut Self::Receiver) -> Option<u64> {
        from.recv().await.ok()
    }
}

pub struct Listening(TcpListener);

impl Listener for Listening {
    type Stream = Connection;

    async fn accept(&self) -> io::Result<Connection> {
        let (stream, _) = self.0.accept().await?;
        stream.set_nodelay(true)?;
        Ok(Connection(stream))
    }
}

pub struct Connection(TcpStream);

impl Stream for Connection {
    async fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into).await
    }

    async fn write_all(&mut self, all: &[u8]) -> io::Result<()> {
        self.0.write_all(all).await
    }
}
