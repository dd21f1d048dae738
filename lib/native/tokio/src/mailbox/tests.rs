//! The hazards of a hand-made mailbox, each with both kinds of waker: they are few threads on a real runtime.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::time::{sleep, timeout};

use super::{Receiver, open};
use crate::room::{Endless, Permits, Room};
use crate::stack::Node;
use crate::wake::{Cloned, Once, Wake};

fn runtime() -> Runtime {
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(2).enable_time().build().unwrap()
}

async fn receive<T: Send, R: Room, W: Wake>(from: &mut Receiver<T, R, W>) -> Option<T> {
    poll_fn(|it| from.poll(it)).await.map(|it| it.value)
}

/// Nothing may hang: a lost wake-up shows as a time-out.
async fn soon<F: Future>(future: F) -> F::Output {
    timeout(Duration::from_secs(30), future)
        .await
        .expect("somebody was not woken")
}

/// Each producer's messages come all, once, and in their order.
fn many_producers<R: Room, W: Wake>(bound: usize, each: u64) {
    const PRODUCERS: u64 = 8;
    runtime().block_on(async {
        let (to, mut from) = open::<(u64, u64), R, W>(bound);
        let to = Arc::new(to);
        for producer in 0..PRODUCERS {
            let to = to.clone();
            tokio::spawn(async move {
                for i in 0..each {
                    to.send(Node::new((producer, i))).await;
                }
            });
        }
        drop(to);
        let consumer = tokio::spawn(async move {
            let mut next = [0; PRODUCERS as usize];
            while let Some((producer, i)) = receive(&mut from).await {
                assert_eq!(i, next[producer as usize]);
                next[producer as usize] += 1;
            }
            next
        });
        assert_eq!(soon(consumer).await.unwrap(), [each; PRODUCERS as usize]);
    });
}

#[test]
fn many_producers_lose_and_reorder_nothing() {
    many_producers::<Endless, Cloned>(0, 20_000);
    many_producers::<Endless, Once>(0, 20_000);
    many_producers::<Permits, Cloned>(64, 20_000);
    many_producers::<Permits, Once>(64, 20_000);
}

#[test]
fn a_bound_of_one_wakes_every_waiting_sender() {
    many_producers::<Permits, Cloned>(1, 5_000);
    many_producers::<Permits, Once>(1, 5_000);
}

/// Two tasks wake each other, so that each message meets a receiver that waits or is about to.
fn ping_pong<W: Wake>() {
    runtime().block_on(async {
        let (to_pong, mut at_pong) = open::<u64, Endless, W>(0);
        let (to_ping, mut at_ping) = open::<u64, Endless, W>(0);
        tokio::spawn(async move {
            while let Some(i) = receive(&mut at_pong).await {
                to_ping.send(Node::new(i)).await;
            }
        });
        let ping = tokio::spawn(async move {
            for i in 0..50_000 {
                to_pong.send(Node::new(i)).await;
                assert_eq!(receive(&mut at_ping).await, Some(i));
            }
        });
        soon(ping).await.unwrap();
    });
}

#[test]
fn no_wake_up_is_lost_between_two_tasks() {
    ping_pong::<Cloned>();
    ping_pong::<Once>();
}

fn first_wait<W: Wake>() {
    runtime().block_on(async {
        for _ in 0..5_000 {
            let (to, mut from) = open::<u8, Endless, W>(0);
            let receiver =
                tokio::spawn(async move { (receive(&mut from).await, receive(&mut from).await) });
            let sender = tokio::spawn(async move { to.send(Node::new(1)).await });
            soon(sender).await.unwrap();
            assert_eq!(soon(receiver).await.unwrap(), (Some(1), None));
        }
    });
}

/// The receiver tells its waker for the first time while the only message is sent, and then while the sender goes.
#[test]
fn no_wake_up_is_lost_at_the_first_wait() {
    first_wait::<Cloned>();
    first_wait::<Once>();
}

/// A sender is held back at the bound, and what was taken from the stack but not received still counts.
#[test]
fn the_bound_is_honoured() {
    runtime().block_on(async {
        let (to, mut from) = open::<u64, Permits, Once>(3);
        let sent = Arc::new(AtomicU64::new(0));
        let count = sent.clone();
        let sender = tokio::spawn(async move {
            for i in 0..10 {
                to.send(Node::new(i)).await;
                count.fetch_add(1, SeqCst);
            }
        });
        for received in 0..10 {
            let most = 10.min(3 + received);
            soon(async {
                while sent.load(SeqCst) < most {
                    sleep(Duration::from_millis(1)).await;
                }
            })
            .await;
            sleep(Duration::from_millis(5)).await;
            assert_eq!(sent.load(SeqCst), most);
            assert_eq!(receive(&mut from).await, Some(received));
        }
        soon(sender).await.unwrap();
    });
}

/// A sender that gave up while it waited leaves the permit that was meant for it to the next.
#[test]
fn a_sender_that_gives_up_costs_no_permit() {
    runtime().block_on(async {
        let (to, mut from) = open::<u64, Permits, Once>(1);
        to.send(Node::new(0)).await;
        for _ in 0..3 {
            let given_up = timeout(Duration::from_millis(5), to.send(Node::new(99))).await;
            assert!(given_up.is_err());
        }
        for i in 0..100 {
            assert_eq!(soon(receive(&mut from)).await, Some(i));
            soon(to.send(Node::new(i + 1))).await;
            let full = timeout(Duration::from_millis(1), to.send(Node::new(99))).await;
            assert!(full.is_err(), "more than one message fits");
        }
    });
}

#[test]
fn a_receiver_that_goes_lets_its_senders_go() {
    runtime().block_on(async {
        let (to, from) = open::<u64, Permits, Once>(1);
        to.send(Node::new(0)).await;
        let to = Arc::new(to);
        let waiting = to.clone();
        let sender = tokio::spawn(async move { waiting.send(Node::new(1)).await });
        sleep(Duration::from_millis(5)).await;
        drop(from);
        soon(sender).await.unwrap();
        soon(to.send(Node::new(2))).await;
    });
}

/// Whether on the stack, taken but not received, or sent when the receiver has gone.
#[test]
fn what_is_not_received_is_freed_once() {
    runtime().block_on(async {
        let alive = Arc::new(());
        let (to, mut from) = open::<Arc<()>, Endless, Cloned>(0);
        for _ in 0..3 {
            to.send(Node::new(alive.clone())).await;
        }
        drop(receive(&mut from).await);
        to.send(Node::new(alive.clone())).await;
        assert_eq!(Arc::strong_count(&alive), 4);
        drop(from);
        to.send(Node::new(alive.clone())).await;
        assert_eq!(Arc::strong_count(&alive), 3);
        drop(to);
        assert_eq!(Arc::strong_count(&alive), 1);
    });
}

#[test]
fn a_mailbox_is_one_cache_line() {
    assert_eq!(
        size_of::<super::Mailbox<contract::Message, Permits, Cloned>>(),
        64
    );
    assert_eq!(
        size_of::<super::Mailbox<contract::Message, Permits, Once>>(),
        64
    );
    assert_eq!(size_of::<Node<contract::Message>>(), 48);
}
