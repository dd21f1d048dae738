//! The yardstick of the runtime `async-std`: the same mesh on the same channels, and nothing else. Prints `answer elapsed_ns`
//! for each timed round.

#[path = "../../tokio/src/mesh.rs"]
mod mesh;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::AcqRel};
use std::time::Instant;

use async_std::channel::{Receiver, Sender, bounded, unbounded};
use async_std::task;
use mesh::{Flags, Token};

/// `None`: acknowledge at first, then end.
type Message = Option<Token>;

/// What all actors share.
struct Shared {
    peers: Vec<Sender<Message>>,
    flags: Flags,
    in_flight: AtomicU64,
    unready: AtomicU64,
    parked: Sender<()>,
    retired: Sender<Instant>,
}

async fn actor(index: u64, inbox: Receiver<Message>, all: Arc<Shared>) -> u64 {
    let _ = inbox.recv().await;
    if all.unready.fetch_sub(1, AcqRel) == 1 {
        let _ = all.parked.send(()).await;
    }
    let (actors, words) = (all.flags.actors, all.flags.payload / 8);
    let mut sum = 0u64;
    while let Ok(Some(mut token)) = inbox.recv().await {
        sum = sum.wrapping_add(token.consume(index));
        token.left -= 1;
        if token.left > 0 {
            let dest = token.step(actors, words);
            let _ = all.peers[dest].send(Some(token)).await;
        } else if all.in_flight.fetch_sub(1, AcqRel) == 1 {
            let _ = all.retired.send(Instant::now()).await;
        }
    }
    sum
}

async fn inject(all: Arc<Shared>, began: Sender<Instant>) {
    let _ = began.send(Instant::now()).await;
    for k in 0..all.flags.in_flight.min(all.flags.messages) {
        let mut token = Token::new(&all.flags, k);
        let dest = token.step(all.flags.actors, all.flags.payload / 8);
        let _ = all.peers[dest].send(Some(token)).await;
    }
}

fn open(bound: usize) -> (Sender<Message>, Receiver<Message>) {
    match bound {
        0 => unbounded(),
        _ => bounded(bound),
    }
}

async fn round(flags: &Flags) -> (u64, u128) {
    let (peers, inboxes): (Vec<_>, Vec<_>) = (0..flags.actors).map(|_| open(flags.mailbox)).unzip();
    let (parked, all_parked) = bounded(1);
    let (retired, last_retired) = bounded(1);
    let all = Arc::new(Shared {
        peers,
        flags: flags.clone(),
        in_flight: AtomicU64::new(flags.in_flight.min(flags.messages)),
        unready: AtomicU64::new(flags.actors),
        parked,
        retired,
    });
    let actors = (0..)
        .zip(inboxes)
        .map(|(index, inbox)| task::spawn(actor(index, inbox, all.clone())));
    let actors: Vec<_> = actors.collect();
    for peer in &all.peers {
        let _ = peer.send(None).await;
    }
    all_parked.recv().await.unwrap();

    let (began, begin) = bounded(1);
    let injector = task::spawn(inject(all.clone(), began));
    let end = last_retired.recv().await.unwrap();
    let elapsed = end - begin.recv().await.unwrap();

    injector.await;
    for peer in &all.peers {
        let _ = peer.send(None).await;
    }
    let mut answer = 0u64;
    for actor in actors {
        answer = answer.wrapping_add(actor.await);
    }
    (answer, elapsed.as_nanos())
}

fn main() {
    let flags = Flags::read();
    assert_eq!(
        flags.workers, 0,
        "--workers: ASYNC_STD_THREAD_COUNT sets them"
    );
    for index in 0..flags.warmup + flags.iterations {
        let (answer, elapsed_ns) = task::block_on(round(&flags));
        if index >= flags.warmup {
            println!("{answer:016x} {elapsed_ns}");
        }
    }
}
