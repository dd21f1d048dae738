//! The bound of a mailbox, if it has one.

use std::future::Future;
use std::sync::atomic::AtomicIsize;
use std::sync::atomic::Ordering::{Acquire, Release};

use tokio::sync::Semaphore;

pub trait Room: Send + Sync + 'static {
    const BOUNDED: bool;

    fn of(bound: usize) -> Self;

    /// A permit to put one message into the mailbox, if there is one. When not, the caller owes a [`Room::wait`].
    fn enter(&self) -> bool;

    /// Waits for the permit, in the order of arrival. False when the mailbox is closed.
    fn wait(&self) -> impl Future<Output = bool> + Send;

    /// One message has left.
    fn leave(&self);

    /// Nobody waits any more.
    fn close(&self);
}

/// Unbounded: no permits, and no memory for them.
pub struct Endless;

impl Room for Endless {
    const BOUNDED: bool = false;

    fn of(_: usize) -> Self {
        Self
    }

    #[inline]
    fn enter(&self) -> bool {
        true
    }

    async fn wait(&self) -> bool {
        true
    }

    #[inline]
    fn leave(&self) {}

    fn close(&self) {}
}

/// A benaphore: one atomic count before a semaphore that is touched only while somebody waits.
pub struct Permits {
    /// Permits left; below zero, how many senders were turned away and are owed one.
    room: AtomicIsize,
    /// Permits of those who were turned away. One that comes before its sender has begun to wait stays here for it, and so
    /// does one whose sender has given up: it serves the next who is turned away.
    owed: Box<Semaphore>,
}

impl Room for Permits {
    const BOUNDED: bool = true;

    fn of(bound: usize) -> Self {
        Self {
            room: AtomicIsize::new(isize::try_from(bound).unwrap_or(isize::MAX)),
            owed: Box::new(Semaphore::new(0)),
        }
    }

    #[inline]
    fn enter(&self) -> bool {
        self.room.fetch_sub(1, Acquire) > 0
    }

    async fn wait(&self) -> bool {
        self.owed.acquire().await.map(|it| it.forget()).is_ok()
    }

    #[inline]
    fn leave(&self) {
        if self.room.fetch_add(1, Release) < 0 {
            self.owed.add_permits(1);
        }
    }

    fn close(&self) {
        self.owed.close();
    }
}
