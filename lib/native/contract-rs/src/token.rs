//! A token: the message that wanders through the mesh. It is a value and moves; only its payload is on the heap.

use crate::every;
use crate::mix::{GAMMA, mix, state};
use crate::plan::Plan;

/// `None` is the uncounted message: the first an actor acknowledges, the second ends it.
pub type Message = Option<Token>;

pub struct Token {
    pub(crate) payload: Box<[u64]>,
    state: u64,
    /// When the last hop was done, in nanoseconds of the round; of recorded hops only.
    pub(crate) stamp: u64,
    /// Hops not yet received.
    pub(crate) left: u32,
    pub(crate) number: u32,
}

impl Token {
    /// Token `k` before its first hop, or nothing when it has none to make.
    pub(crate) fn new(plan: &Plan, k: u64) -> Option<Self> {
        let left = plan.hops_of(k) as u32;
        let state = state(plan.seed, k);
        (left > 0).then(|| Self {
            payload: Box::default(),
            state,
            stamp: 0,
            left,
            number: k as u32,
        })
    }

    /// Draws the next hop.
    #[inline]
    pub(crate) fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GAMMA);
        self.z()
    }

    /// The last draw: it decides the destination, and is what the receiver adds up. Two multiplications at each end are
    /// cheaper than eight more bytes in every slot of a channel.
    #[inline]
    pub(crate) fn z(&self) -> u64 {
        mix(self.state)
    }
}

/// Whether the hop with `z` is recorded; with 64 the same hops in every language.
#[inline]
pub(crate) const fn recorded<const EVERY: u32>(z: u64) -> bool {
    match EVERY {
        every::NONE => false,
        every::ONE => true,
        _ => z & 0x3f00 == 0,
    }
}
