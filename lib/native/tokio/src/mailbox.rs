//! A mailbox after the live machine's design: an intrusive stack that senders push to and the receiver takes whole, and a
//! count of permits when it is bounded. A message that travels in its node costs a hop no allocation.
//!
//! A message costs its sender one atomic operation for the permit and one for the push, and a wake-up only when the mailbox
//! was empty; its receiver one exchange for all that came since it last looked, and one for the permit.
//!
//! Everything that a hop touches is on one cache line. On the JVM that line is the task's; Tokio's tasks have no room in them,
//! so here a hop moves the task's line as well.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::{Acquire, Release, SeqCst};
use std::sync::atomic::fence;
use std::task::{Context, Poll};

use crate::room::Room;
use crate::stack::{List, Node, Stack};
use crate::wake::Wake;

#[repr(align(64))]
struct Mailbox<T: Send, R, W> {
    stack: Stack<T>,
    room: R,
    wake: W,
    /// The sender has gone.
    closed: AtomicBool,
}

/// Shared by reference, not cloned: there is one to a mailbox.
pub struct Sender<T: Send, R: Room, W: Wake>(Arc<Mailbox<T, R, W>>);

pub struct Receiver<T: Send, R: Room, W: Wake> {
    mailbox: Arc<Mailbox<T, R, W>>,
    /// Taken from the stack and not yet received: they still count for the bound.
    taken: List<T>,
    /// Waiting: who is polled then was most likely woken for a message.
    waiting: bool,
}

pub fn open<T: Send, R: Room, W: Wake>(bound: usize) -> (Sender<T, R, W>, Receiver<T, R, W>) {
    let mailbox = Arc::new(Mailbox {
        stack: Stack::new(),
        room: R::of(bound),
        wake: W::new(),
        closed: AtomicBool::new(false),
    });
    let receiver = Receiver {
        mailbox: mailbox.clone(),
        taken: List::empty(),
        waiting: false,
    };
    (Sender(mailbox), receiver)
}

impl<T: Send, R: Room, W: Wake> Sender<T, R, W> {
    /// Waits while the mailbox is full. What is sent when the receiver has gone is dropped: the last ones with the mailbox.
    #[inline]
    pub async fn send(&self, node: Box<Node<T>>) {
        let mailbox = &*self.0;
        if (mailbox.room.enter() || mailbox.room.wait().await) && mailbox.stack.push(node) {
            mailbox.wake.wake();
        }
    }
}

impl<T: Send, R: Room, W: Wake> Drop for Sender<T, R, W> {
    fn drop(&mut self) {
        self.0.closed.store(true, Release);
        fence(SeqCst);
        self.0.wake.wake();
    }
}

impl<T: Send, R: Room, W: Wake> Receiver<T, R, W> {
    /// `None` when the sender has gone and all it sent is received.
    #[inline]
    pub fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Box<Node<T>>>> {
        if let Some(node) = self.taken.pop() {
            return self.received(node);
        }
        let mailbox = &*self.mailbox;
        // Who was woken exchanges at once: to read first would fetch the line from the sender's core twice.
        if std::mem::take(&mut self.waiting) || !mailbox.stack.is_empty() {
            self.taken = mailbox.stack.take();
            if let Some(node) = self.taken.pop() {
                return self.received(node);
            }
        }
        self.wait(context)
    }

    fn wait(&mut self, context: &mut Context<'_>) -> Poll<Option<Box<Node<T>>>> {
        let mailbox = &*self.mailbox;
        let unknown = mailbox.wake.register(context.waker());
        let closed = mailbox.closed.load(Acquire); // before the last look
        if unknown || !mailbox.stack.is_empty() {
            self.taken = mailbox.stack.take();
            if let Some(node) = self.taken.pop() {
                return self.received(node);
            }
        }
        self.waiting = !closed;
        if closed {
            Poll::Ready(None)
        } else {
            Poll::Pending
        }
    }

    #[inline]
    fn received(&self, node: Box<Node<T>>) -> Poll<Option<Box<Node<T>>>> {
        self.mailbox.room.leave();
        Poll::Ready(Some(node))
    }
}

impl<T: Send, R: Room, W: Wake> Drop for Receiver<T, R, W> {
    fn drop(&mut self) {
        self.mailbox.room.close();
    }
}

#[cfg(test)]
mod tests;
