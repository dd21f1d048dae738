//! The open loop: when each token is to start, and when it did.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::mix::{GAMMA, mix};
use crate::plan::Plan;

pub struct Schedule {
    /// Nanoseconds after the clock's start.
    intended: Box<[u64]>,
    /// Nanoseconds of the round; written by the pacer before it sends.
    actual: Box<[AtomicU64]>,
}

impl Schedule {
    /// Poisson arrivals, the same in every language up to the last digits of a logarithm.
    pub fn new(plan: &Plan) -> Self {
        let mut seconds = 0.0;
        let intended = (0..plan.tokens).map(|k| {
            let bits = mix(plan.seed ^ (k + 1).wrapping_mul(GAMMA)) >> 11;
            let u = (bits as f64 + 0.5) / (1u64 << 53) as f64;
            seconds += -u.ln() * plan.hops as f64 / plan.rate as f64;
            (seconds * 1e9) as u64
        });
        let intended: Box<[u64]> = intended.collect();
        let actual = intended.iter().map(|_| AtomicU64::new(0)).collect();
        Self { intended, actual }
    }

    pub fn intended(&self, k: u64) -> u64 {
        self.intended[k as usize]
    }

    pub fn actual(&self, k: u64) -> u64 {
        self.actual[k as usize].load(Relaxed)
    }

    pub fn departed(&self, k: u64, now: u64) {
        self.actual[k as usize].store(now, Relaxed);
    }

    /// Messages a second that the schedule asks for.
    pub fn offered_per_s(&self, plan: &Plan) -> Option<f64> {
        self.intended
            .last()
            .map(|&last| plan.messages as f64 * 1e9 / last as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::tests::plan;
    use serde_json::json;

    #[test]
    fn starts_ascend_at_the_asked_rate() {
        let plan = plan(json!({"messages": 200_000, "rate": 50_000, "hops": 20})).unwrap();
        let schedule = Schedule::new(&plan);
        assert!(schedule.intended.is_sorted());
        let offered = schedule.offered_per_s(&plan).unwrap();
        assert!((offered / 50_000.0 - 1.0).abs() < 0.05, "{offered}");
    }
}
