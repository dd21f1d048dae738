//! smol's tasks, and what else of smol the workloads use.

use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use contract::executor::Executor;
use contract::tasks::{Async, Listener, Numbers, Stream};
use smol::channel::{Receiver, Sender, bounded};
use smol::io::{AsyncReadExt, AsyncWriteExt};
use smol::net::{TcpListener, TcpStream};
use smol::{Task, future, unblock};

pub const FACTS: &[(&str, &str)] = &[
    ("channel", "smol::channel::bounded (async-channel 2.5)"),
    (
        "many receivers",
        "smol::channel::bounded (async-channel 2.5), its usual one",
    ),
    ("spawn", "Executor::spawn; joined by its Task"),
    (
        "yield",
        "smol::future::yield_now: woken at once, to the end of the executor's shared queue",
    ),
    (
        "blocking",
        "smol::unblock: a thread of the crate blocking's pool, of up to 500",
    ),
    (
        "block_on",
        "smol::block_on on the main thread, which polls the future itself",
    ),
    (
        "files",
        "smol::fs::read: std::fs::read under smol::unblock; the files were just written, so they come from the page cache",
    ),
    (
        "sockets",
        "smol::net over epoll (async-io), TCP_NODELAY set; one task accepts",
    ),
];

/// The pool's executor, as its tasks hold it too.
#[derive(Clone)]
pub struct Tasks(pub(crate) Arc<smol::Executor<'static>>);

impl Executor for Tasks {
    type Task<T: Send + 'static> = Task<T>;

    fn spawn<T: Send + 'static>(&self, task: impl Future<Output = T> + Send + 'static) -> Task<T> {
        self.0.spawn(task)
    }

    fn spawn_detached(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.0.spawn(task).detach();
    }

    fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        smol::block_on(future)
    }

    async fn sleep(wait: Duration) {
        smol::Timer::after(wait).await;
    }
}

impl Async for Tasks {
    type Channel = Many;
    type Shared = Many;
    type Listener = Listening;

    fn yield_now() -> impl Future<Output = ()> + Send {
        future::yield_now()
    }

    fn blocking<T: Send + 'static>(
        work: impl FnOnce() -> T + Send + 'static,
    ) -> impl Future<Output = T> + Send {
        unblock(work)
    }

    fn read(path: PathBuf) -> impl Future<Output = io::Result<Vec<u8>>> + Send {
        smol::fs::read(path)
    }

    fn listener(socket: std::net::TcpListener) -> io::Result<Listening> {
        TcpListener::try_from(socket).map(Listening)
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
