//! A trial's parameters, checked, and what follows from them.

use crate::mix::labour;
use crate::request::Parameters;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Record {
    Off,
    OneIn64,
    All,
}

#[derive(Clone, Debug)]
pub struct Plan {
    pub actors: u64,
    pub messages: u64,
    /// K of the closed loop; T of the open one.
    pub tokens: u64,
    /// 0: unbounded.
    pub mailbox: usize,
    /// Words of a payload.
    pub words: usize,
    pub retain: usize,
    pub work: u64,
    pub tail: bool,
    pub skew: u64,
    /// Messages a second; 0: the closed loop.
    pub rate: u64,
    pub hops: u64,
    pub record: Record,
    /// `message=fresh`: a runtime whose tokens are values refuses it.
    pub fresh: bool,
    pub seed: u64,
    /// The actors that skewed hops go to.
    favoured: u64,
}

impl Plan {
    pub fn new(given: &Parameters) -> Result<Self, String> {
        let open = given.rate > 0;
        check(
            given.actors > 0 && given.actors <= u64::from(u32::MAX),
            "actors must be 1 … 2³²−1",
        )?;
        check(
            given.messages > 0 && given.in_flight > 0,
            "messages and inFlight must be at least 1",
        )?;
        check(
            given.payload.is_multiple_of(8),
            "payload must be a multiple of 8",
        )?;
        check(
            given.skew < 256 && given.tail < 2,
            "skew must be 0 … 255, tail 0 or 1",
        )?;
        check(
            !open || (given.hops > 0 && given.messages.is_multiple_of(given.hops)),
            "hops must divide messages",
        )?;
        let tokens = if open {
            given.messages / given.hops
        } else {
            given.in_flight
        };
        let most = given.messages.div_ceil(tokens).max(tokens);
        check(
            most <= u64::from(u32::MAX),
            "at most 2³²−1 tokens, and as many hops of each",
        )?;
        Ok(Self {
            actors: given.actors,
            messages: given.messages,
            tokens,
            mailbox: given.mailbox as usize,
            words: (given.payload / 8) as usize,
            retain: given.retain as usize,
            work: given.work,
            tail: given.tail == 1,
            skew: given.skew,
            rate: given.rate,
            hops: given.hops,
            record: match given.record.as_str() {
                "off" => Record::Off,
                "64" => Record::OneIn64,
                "all" => Record::All,
                other => return Err(format!("record={other} is not known: all, 64 or off")),
            },
            fresh: match given.message.as_str() {
                "reused" => false,
                "fresh" => true,
                other => return Err(format!("message={other} is not known: reused or fresh")),
            },
            seed: given
                .seed
                .parse()
                .map_err(|_| "seed must be 0 … 2⁶⁴−1, in decimal".to_owned())?,
            favoured: (given.actors / 100).max(1),
        })
    }

    /// The actor that `z` goes to.
    #[inline]
    pub fn destination(&self, z: u64) -> usize {
        let among = if (z & 255) < self.skew {
            self.favoured
        } else {
            self.actors
        };
        (((z >> 32) * among) >> 32) as usize
    }

    /// The hops of token `k`.
    pub fn hops_of(&self, k: u64) -> u64 {
        self.messages / self.tokens + u64::from(k < self.messages % self.tokens)
    }

    /// The work of the hop with `z`; `tail` doubles it once for each trailing zero, twelve times at most.
    #[inline]
    pub fn labour(&self, z: u64) -> u64 {
        let doublings = if self.tail {
            ((z >> 16) | 1 << 12).trailing_zeros()
        } else {
            0
        };
        labour(z, self.work << doublings)
    }

    /// A payload, every word of it written. None takes no memory.
    #[inline]
    pub fn payload(&self, z: u64) -> Box<[u64]> {
        if self.words == 0 {
            Box::default()
        } else {
            vec![z; self.words].into_boxed_slice()
        }
    }
}

fn check(holds: bool, otherwise: &str) -> Result<(), String> {
    if holds {
        Ok(())
    } else {
        Err(otherwise.to_owned())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use serde_json::{Value, json};

    pub fn plan(over: Value) -> Result<Plan, String> {
        let mut all = json!({"actors": 4, "messages": 10, "inFlight": 3, "mailbox": 64, "payload": 0, "retain": 0,
            "work": 0, "tail": 0, "skew": 0, "rate": 0, "hops": 20, "record": "all", "message": "reused", "seed": "1"});
        for (name, value) in over.as_object().unwrap() {
            all[name] = value.clone();
        }
        Plan::new(&serde_json::from_value(all).unwrap())
    }

    #[test]
    fn what_cannot_be_run_is_refused() {
        for over in [
            json!({"message": "stale"}),
            json!({"messages": 0}),
            json!({"payload": 4}),
            json!({"record": "some"}),
            json!({"seed": "18446744073709551616"}),
            json!({"rate": 10, "hops": 3}),
            json!({"inFlight": 1, "messages": 1u64 << 33}),
        ] {
            assert!(plan(over.clone()).is_err(), "{over}");
        }
    }

    #[test]
    fn hops_add_up_to_the_messages() {
        for (messages, tokens) in [(10, 3), (3, 10), (20, 20)] {
            let plan = plan(json!({"messages": messages, "inFlight": tokens})).unwrap();
            assert_eq!((0..tokens).map(|k| plan.hops_of(k)).sum::<u64>(), messages);
        }
    }
}
