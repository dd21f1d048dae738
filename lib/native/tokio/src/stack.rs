//! Treiber's stack, intrusive, of which the one taker takes all at once: the only unsafe code of the own mailbox.
//!
//! Nobody pops a single node from the shared side, so the stack has no ABA problem: a push that finds `top` as it read it
//! has linked its node to the present top, whatever happened in between.

use std::ptr;
use std::sync::atomic::AtomicPtr;
use std::sync::atomic::Ordering::{AcqRel, Relaxed};

/// A value and the link that it travels with. Not aligned to a cache line: that gained nothing that could be seen, and glibc
/// takes several times as long to allocate what is aligned (which `message=fresh` would pay).
pub struct Node<T> {
    /// Plain memory to whoever owns the node, and atomic only so that a node may be sent; it means nothing off a stack.
    next: AtomicPtr<Node<T>>,
    pub value: T,
}

impl<T> Node<T> {
    pub fn new(value: T) -> Box<Self> {
        Box::new(Self {
            next: AtomicPtr::default(),
            value,
        })
    }
}

/// Shared: anybody pushes. It owns the nodes that are linked from `top`.
pub struct Stack<T: Send> {
    top: AtomicPtr<Node<T>>,
}

impl<T: Send> Stack<T> {
    pub fn new() -> Self {
        Self {
            top: AtomicPtr::default(),
        }
    }

    /// Whether it was empty before.
    #[inline]
    pub fn push(&self, mut node: Box<Node<T>>) -> bool {
        // Most mailboxes are empty. To try that first spares a line of another core its first trip, which only reads.
        let mut top = ptr::null_mut();
        loop {
            *node.next.get_mut() = top;
            let raw = Box::into_raw(node);
            // Release: the taker sees the value. Acquire: what a taker did before it left the stack empty is seen here.
            match self.top.compare_exchange_weak(top, raw, AcqRel, Relaxed) {
                Ok(_) => return top.is_null(),
                Err(now) => {
                    // SAFETY: `raw` is of the `Box` above, and was not published.
                    node = unsafe { Box::from_raw(raw) };
                    top = now;
                }
            }
        }
    }

    /// Maybe already wrong; right for the taker when it says that there is something.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.top.load(Relaxed).is_null()
    }

    /// Takes all there is, turned round: the oldest first.
    #[inline]
    pub fn take(&self) -> List<T> {
        let mut newest = self.top.swap(ptr::null_mut(), AcqRel);
        let mut oldest = ptr::null_mut();
        while !newest.is_null() {
            // SAFETY: the swap made us the owner of all nodes linked from the old top, each of which came from a `Box`;
            // its acquire lets us see what their senders wrote.
            let next = unsafe { (*newest).next.get_mut() };
            let older = std::mem::replace(next, oldest);
            oldest = newest;
            newest = older;
        }
        List {
            first: AtomicPtr::new(oldest),
        }
    }
}

impl<T: Send> Drop for Stack<T> {
    fn drop(&mut self) {
        drop(self.take());
    }
}

/// Private: the nodes in the order in which they were pushed. It owns them.
pub struct List<T> {
    first: AtomicPtr<Node<T>>,
}

impl<T> List<T> {
    pub fn empty() -> Self {
        Self {
            first: AtomicPtr::default(),
        }
    }

    #[inline]
    pub fn pop(&mut self) -> Option<Box<Node<T>>> {
        let first = self.first.get_mut();
        if first.is_null() {
            return None;
        }
        // SAFETY: a list owns its nodes, each of which came from a `Box`; this one leaves it here.
        let mut node = unsafe { Box::from_raw(*first) };
        *first = *node.next.get_mut();
        Some(node)
    }
}

impl<T> Drop for List<T> {
    fn drop(&mut self) {
        while self.pop().is_some() {}
    }
}
