//! actor-mesh's arithmetic and its flags, written apart from the contract's, so that two programs must agree.

use std::env::args;

const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

#[inline]
pub fn mix(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[derive(Clone)]
pub struct Flags {
    pub actors: u64,
    pub messages: u64,
    pub in_flight: u64,
    pub mailbox: usize,
    pub payload: usize,
    pub seed: u64,
    pub warmup: usize,
    pub iterations: usize,
}

impl Flags {
    pub fn read() -> Self {
        let args: Vec<String> = args().collect();
        let number = |name: &str, default: u64| match args.iter().position(|it| it == name) {
            Some(at) => args
                .get(at + 1)
                .and_then(|it| it.parse().ok())
                .unwrap_or_else(|| panic!("{name} wants a number")),
            None => default,
        };
        Self {
            actors: number("--actors", 10_000),
            messages: number("--messages", 1_000_000),
            in_flight: number("--in-flight", 1_000),
            mailbox: number("--mailbox", 64) as usize,
            payload: number("--payload", 0) as usize,
            seed: number("--seed", 42),
            warmup: number("--warmup", 2) as usize,
            iterations: number("--iterations", 5) as usize,
        }
    }
}

pub struct Token {
    state: u64,
    pub z: u64,
    pub left: u64,
    pub payload: Box<[u64]>,
}

impl Token {
    /// Token `k` before its first hop.
    pub fn new(flags: &Flags, k: u64) -> Self {
        let state = mix(flags.seed.wrapping_add((k + 1).wrapping_mul(GAMMA)));
        let left =
            flags.messages / flags.in_flight + u64::from(k < flags.messages % flags.in_flight);
        Self {
            state,
            z: 0,
            left,
            payload: Box::default(),
        }
    }

    /// The next hop's destination and payload.
    #[inline]
    pub fn step(&mut self, actors: u64, words: usize) -> usize {
        self.state = self.state.wrapping_add(GAMMA);
        self.z = mix(self.state);
        if words > 0 {
            self.payload = vec![self.z; words].into();
        }
        (((self.z >> 32) * actors) >> 32) as usize
    }

    /// What a receipt adds to the receiver's sum.
    #[inline]
    pub fn consume(&mut self, actor: u64) -> u64 {
        let payload = std::mem::take(&mut self.payload);
        payload
            .iter()
            .fold(mix(self.z ^ actor), |sum, it| sum.wrapping_add(*it))
    }
}
