//! The yardstick of the runtime `rust-threads`: the same mesh on the same channels, and nothing else. Prints
//! `answer elapsed_ns` for each timed round. `--workers` is taken and means nothing: the kernel schedules.

mod mesh;

use std::sync::atomic::{AtomicU64, Ordering::AcqRel};
use std::sync::mpsc::{self, Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, OnceLock};
use std::thread::{Builder, JoinHandle};
use std::time::Instant;

use mesh::{Flags, Token};

/// `None`: acknowledge at first, then end.
type Message = Option<Token>;

trait Post: Send + Sync + 'static {
    fn post(&self, message: Message);
}

impl Post for SyncSender<Message> {
    fn post(&self, message: Message) {
        self.send(message).unwrap();
    }
}

impl Post for Sender<Message> {
    fn post(&self, message: Message) {
        self.send(message).unwrap();
    }
}

/// What all actors share.
struct Shared<P> {
    peers: Vec<P>,
    flags: Flags,
    in_flight: AtomicU64,
    unready: AtomicU64,
    parked: mpsc::Sender<()>,
    began: OnceLock<Instant>,
    retired: mpsc::Sender<Instant>,
}

fn actor<P: Post>(index: u64, inbox: Receiver<Message>, all: Arc<Shared<P>>) -> u64 {
    inbox.recv().unwrap();
    if all.unready.fetch_sub(1, AcqRel) == 1 {
        all.parked.send(()).unwrap();
    }
    let (actors, words) = (all.flags.actors, all.flags.payload / 8);
    let mut sum = 0u64;
    while let Ok(Some(mut token)) = inbox.recv() {
        sum = sum.wrapping_add(token.consume(index));
        token.left -= 1;
        if token.left > 0 {
            let dest = token.step(actors, words);
            all.peers[dest].post(Some(token));
        } else if all.in_flight.fetch_sub(1, AcqRel) == 1 {
            all.retired.send(Instant::now()).unwrap();
        }
    }
    sum
}

fn inject<P: Post>(all: &Shared<P>) {
    all.began.set(Instant::now()).unwrap();
    for k in 0..all.flags.in_flight.min(all.flags.messages) {
        let mut token = Token::new(&all.flags, k);
        let dest = token.step(all.flags.actors, all.flags.payload / 8);
        all.peers[dest].post(Some(token));
    }
}

/// 64 KiB of stack are plenty here, and 10,000 of them fit anywhere.
fn spawn<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> JoinHandle<T> {
    Builder::new().stack_size(64 * 1024).spawn(run).unwrap()
}

fn round<P: Post>(flags: &Flags, open: impl Fn() -> (P, Receiver<Message>)) -> (u64, u128) {
    let (peers, inboxes): (Vec<P>, Vec<_>) = (0..flags.actors).map(|_| open()).unzip();
    let (parked, all_parked) = channel();
    let (retired, last_retired) = channel();
    let in_flight = AtomicU64::new(flags.in_flight.min(flags.messages));
    let unready = AtomicU64::new(flags.actors);
    let (flags, began) = (flags.clone(), OnceLock::new());
    let all = Arc::new(Shared {
        peers,
        flags,
        in_flight,
        unready,
        parked,
        began,
        retired,
    });
    let start = |(index, inbox)| {
        let shared = all.clone();
        spawn(move || actor(index, inbox, shared))
    };
    let actors: Vec<_> = (0..).zip(inboxes).map(start).collect();
    all.peers.iter().for_each(|it| it.post(None));
    all_parked.recv().unwrap();

    let shared = all.clone();
    let injector = spawn(move || inject(&shared));
    let elapsed = last_retired.recv().unwrap() - *all.began.get().unwrap();

    injector.join().unwrap();
    all.peers.iter().for_each(|it| it.post(None));
    let answer = actors
        .into_iter()
        .fold(0u64, |sum, it| sum.wrapping_add(it.join().unwrap()));
    (answer, elapsed.as_nanos())
}

fn main() {
    let flags = Flags::read();
    for index in 0..flags.warmup + flags.iterations {
        let (answer, elapsed_ns) = if flags.mailbox > 0 {
            round(&flags, || sync_channel(flags.mailbox))
        } else {
            round(&flags, channel)
        };
        if index >= flags.warmup {
            println!("{answer:016x} {elapsed_ns}");
        }
    }
}
