//! The yardstick of the runtime `tokio`: the same mesh on the same channels, and nothing else. Prints `answer elapsed_ns`
//! for each timed round.

mod mesh;

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::AcqRel};
use std::thread::available_parallelism;
use std::time::Instant;

use mesh::{Flags, Token};
use tokio::runtime::Builder;
use tokio::sync::mpsc::{self, Receiver, Sender, UnboundedReceiver, UnboundedSender};
use tokio::sync::oneshot;

/// `None`: acknowledge at first, then end.
type Message = Option<Token>;

trait Post: Send + Sync + 'static {
    fn post(&self, message: Message) -> impl Future + Send;
}

impl Post for Sender<Message> {
    fn post(&self, message: Message) -> impl Future + Send {
        self.send(message)
    }
}

impl Post for UnboundedSender<Message> {
    fn post(&self, message: Message) -> impl Future + Send {
        std::future::ready(self.send(message))
    }
}

trait Inbox: Send + 'static {
    fn take(&mut self) -> impl Future<Output = Option<Message>> + Send;
}

impl Inbox for Receiver<Message> {
    fn take(&mut self) -> impl Future<Output = Option<Message>> + Send {
        self.recv()
    }
}

impl Inbox for UnboundedReceiver<Message> {
    fn take(&mut self) -> impl Future<Output = Option<Message>> + Send {
        self.recv()
    }
}

/// What all actors share.
struct Shared<P> {
    peers: Vec<P>,
    flags: Flags,
    in_flight: AtomicU64,
    unready: AtomicU64,
    parked: mpsc::UnboundedSender<()>,
    retired: mpsc::UnboundedSender<Instant>,
}

async fn actor<P: Post>(index: u64, mut inbox: impl Inbox, all: Arc<Shared<P>>) -> u64 {
    inbox.take().await;
    if all.unready.fetch_sub(1, AcqRel) == 1 {
        let _ = all.parked.send(());
    }
    let (actors, words) = (all.flags.actors, all.flags.payload / 8);
    let mut sum = 0u64;
    while let Some(Some(mut token)) = inbox.take().await {
        sum = sum.wrapping_add(token.consume(index));
        token.left -= 1;
        if token.left > 0 {
            let dest = token.step(actors, words);
            all.peers[dest].post(Some(token)).await;
        } else if all.in_flight.fetch_sub(1, AcqRel) == 1 {
            let _ = all.retired.send(Instant::now());
        }
    }
    sum
}

async fn inject<P: Post>(all: Arc<Shared<P>>, began: oneshot::Sender<Instant>) {
    let _ = began.send(Instant::now());
    for k in 0..all.flags.in_flight.min(all.flags.messages) {
        let mut token = Token::new(&all.flags, k);
        let dest = token.step(all.flags.actors, all.flags.payload / 8);
        all.peers[dest].post(Some(token)).await;
    }
}

async fn round<P: Post, I: Inbox>(flags: &Flags, open: impl Fn() -> (P, I)) -> (u64, u128) {
    let (peers, inboxes): (Vec<P>, Vec<I>) = (0..flags.actors).map(|_| open()).unzip();
    let (parked, mut all_parked) = mpsc::unbounded_channel();
    let (retired, mut last_retired) = mpsc::unbounded_channel();
    let in_flight = AtomicU64::new(flags.in_flight.min(flags.messages));
    let unready = AtomicU64::new(flags.actors);
    let all = Arc::new(Shared {
        peers,
        flags: flags.clone(),
        in_flight,
        unready,
        parked,
        retired,
    });
    let actors = (0..)
        .zip(inboxes)
        .map(|(index, inbox)| tokio::spawn(actor(index, inbox, all.clone())));
    let actors: Vec<_> = actors.collect();
    for peer in &all.peers {
        peer.post(None).await;
    }
    all_parked.recv().await;

    let (began, begin) = oneshot::channel();
    tokio::spawn(inject(all.clone(), began));
    let end = last_retired.recv().await.unwrap();
    let elapsed = end - begin.await.unwrap();

    for peer in &all.peers {
        peer.post(None).await;
    }
    let mut answer = 0u64;
    for actor in actors {
        answer = answer.wrapping_add(actor.await.unwrap());
    }
    (answer, elapsed.as_nanos())
}

fn main() {
    let flags = Flags::read();
    let workers = if flags.workers > 0 {
        flags.workers
    } else {
        available_parallelism().unwrap().get()
    };
    let runtime = Builder::new_multi_thread()
        .worker_threads(workers)
        .build()
        .unwrap();
    for index in 0..flags.warmup + flags.iterations {
        let (answer, elapsed_ns) = if flags.mailbox > 0 {
            runtime.block_on(round(&flags, || mpsc::channel(flags.mailbox)))
        } else {
            runtime.block_on(round(&flags, mpsc::unbounded_channel))
        };
        if index >= flags.warmup {
            println!("{answer:016x} {elapsed_ns}");
        }
    }
}
