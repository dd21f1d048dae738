//! The same chain as futures that are written out: what the compiler makes of async functions is to be held against them. Like its
//! state machines they keep what lives across a suspension: a level's number is in its type. They keep no more: the argument goes
//! straight to the innermost, which is made with the outermost, while a level of an async function keeps its own until it is polled.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::Waits;
use crate::mix::mix;

/// The `LEVELS` innermost of a chain of `D`.
struct Innermost<F, const LEVELS: u64, const D: u64> {
    acc: u64,
    wait: F,
}

impl<F: Future<Output = ()>, const LEVELS: u64, const D: u64> Future for Innermost<F, LEVELS, D> {
    type Output = u64;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<u64> {
        let acc = self.acc;
        // SAFETY: what waits is not moved out of what holds it, which has no `Drop` of its own.
        let wait = unsafe { self.map_unchecked_mut(|it| &mut it.wait) };
        ready!(wait.poll(context));
        let levels = (D - LEVELS..D).rev();
        Poll::Ready(levels.fold(acc, |acc, f| mix(acc ^ f)))
    }
}

/// The level that has so many within.
struct Level<F, const IN: u64, const D: u64> {
    inner: F,
}

impl<F: Future<Output = u64>, const IN: u64, const D: u64> Future for Level<F, IN, D> {
    type Output = u64;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<u64> {
        // SAFETY: as above.
        let inner = unsafe { self.map_unchecked_mut(|it| &mut it.inner) };
        let acc = ready!(inner.poll(context));
        Poll::Ready(mix(acc ^ (D - 1 - IN)))
    }
}

pub fn flat<W: Waits, const D: u64>(acc: u64) -> impl Future<Output = u64> + Send {
    Innermost::<_, D, D> {
        acc,
        wait: W::wait(),
    }
}

pub fn up01<W: Waits, const D: u64>(acc: u64) -> impl Future<Output = u64> + Send {
    Innermost::<_, 1, D> {
        acc,
        wait: W::wait(),
    }
}

macro_rules! levels {
    ($inner:ident; $in:expr;) => {};
    ($inner:ident; $in:expr; $level:ident $($more:ident)*) => {
        pub fn $level<W: Waits, const D: u64>(acc: u64) -> impl Future<Output = u64> + Send {
            Level::<_, { $in }, D> {
                inner: $inner::<W, D>(acc),
            }
        }
        levels!($level; $in + 1; $($more)*);
    };
}

up_to_64!(levels);
