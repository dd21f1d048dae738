//! How a mailbox keeps the waker of its receiver.

use std::sync::OnceLock;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::atomic::fence;
use std::task::Waker;

use atomic_waker::AtomicWaker;

pub trait Wake: Send + Sync + 'static {
    fn new() -> Self;

    /// The receiver is about to wait and looks into the mailbox once more. True: a sender of before may not have known
    /// whom to wake, so that look must be an atomic exchange, which a sender's comes either before or after.
    fn register(&self, waker: &Waker) -> bool;

    /// A sender has put a message into an empty mailbox.
    fn wake(&self);
}

/// As Tokio's channel does: a clone of the waker for each wait, handed to the one that wakes.
pub struct Cloned(AtomicWaker);

impl Wake for Cloned {
    fn new() -> Self {
        Self(AtomicWaker::new())
    }

    #[inline]
    fn register(&self, waker: &Waker) -> bool {
        // Its exchanges order it with `wake`.
        self.0.register(waker);
        false
    }

    #[inline]
    fn wake(&self) {
        self.0.wake();
    }
}

/// A task's waker never changes, so it is kept from the first wait on and woken by reference: no reference is counted in a hop.
/// A sender that finds the mailbox empty wakes a receiver that runs, too: Tokio notes that in the task's state and polls again.
pub struct Once(OnceLock<Waker>);

impl Wake for Once {
    fn new() -> Self {
        Self(OnceLock::new())
    }

    #[inline]
    fn register(&self, waker: &Waker) -> bool {
        if let Some(known) = self.0.get() {
            assert!(known.will_wake(waker), "a receiver stays in its task");
            return false;
        }
        self.first(waker)
    }

    #[inline]
    fn wake(&self) {
        if let Some(waker) = self.0.get() {
            waker.wake_by_ref();
        }
    }
}

impl Once {
    #[cold]
    fn first(&self, waker: &Waker) -> bool {
        let _ = self.0.set(waker.clone());
        fence(SeqCst); // with the one of a sender that goes: it sees the waker, or is seen to have gone
        true
    }
}
