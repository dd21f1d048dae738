//! async-std's tasks, and what else of async-std the workloads use.

use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use async_std::channel::{Receiver, Sender, bounded};
use async_std::io::{ReadExt, WriteExt};
use async_std::net::{TcpListener, TcpStream};
use async_std::task::{self, JoinHandle};
use contract::executor::Executor;
use contract::tasks::{Async, Listener, Numbers, Stream};

pub const FACTS: &[(&str, &str)] = &[
    ("channel", "async_std::channel::bounded (async-channel 1.9)"),
    (
        "many receivers",
        "async_std::channel::bounded (async-channel 1.9), its usual one",
    ),
    (
        "spawn",
        "async_std::task::spawn; joined by its JoinHandle. It adds a record of the task, for its id and its locals",
    ),
    (
        "yield",
        "async_std::task::yield_now: woken at once, to the end of the worker's queue",
    ),
    (
        "blocking",
        "async_std::task::spawn_blocking: a thread of the crate blocking's pool, of up to 500",
    ),
    (
        "block_on",
        "async_std::task::block_on on the main thread, which polls the future itself",
    ),
    (
        "files",
        "async_std::fs::read: std::fs::read under spawn_blocking; the files were just written, so they come from the page cache",
    ),
    (
        "sockets",
        "async_std::net over epoll (async-io), TCP_NODELAY set; one task accepts",
    ),
];

/// async-std's tasks are the process's.
#[derive(Clone)]
pub struct Tasks;

impl Executor for Tasks {
    type Task<T: Send + 'static> = JoinHandle<T>;

    fn spawn<T: Send + 'static>(
        &self,
        task: impl Future<Output = T> + Send + 'static,
    ) -> JoinHandle<T> {
        task::spawn(task)
    }

    fn spawn_detached(&self, task: impl Future<Output = ()> + Send + 'static) {
        drop(task::spawn(task));
    }

    fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        task::block_on(future)
    }

    fn sleep(wait: Duration) -> impl Future<Output = ()> + Send {
        task::sleep(wait)
    }
}

impl Async for Tasks {
    type Channel = Many;
    type Shared = Many;
    type Listener = Listening;

    fn yield_now() -> impl Future<Output = ()> + Send {
        task::yield_now()
    }

    fn blocking<T: Send + 'static>(
        work: impl FnOnce() -> T + Send + 'static,
    ) -> impl Future<Output = T> + Send {
        task::spawn_blocking(work)
    }

    fn read(path: PathBuf) -> impl Future<Output = io::Result<Vec<u8>>> + Send {
        async_std::fs::read(path)
    }

    fn listener(socket: std::net::TcpListener) -> io::Result<Listening> {
        Ok(Listening(TcpListener::from(socket)))
    }
}

pub struct Many;

impl Numbers for Many {
    type Sender = Sender<u64>;
    type Receiver = Receiver<u64>;

    fn open(bound: usize) -> (Self::Sender, Self::Receiver) {
        bounded(bound)
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
