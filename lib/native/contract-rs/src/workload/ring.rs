//! One token goes round: a switch to a task that hasn't run for long.

use serde::Deserialize;

use super::Gates;
use crate::actor::Tally;
use crate::check::{MOST, TASKS, within};
use crate::gate::Shape;
use crate::gated::Gated;
use crate::mix::mix;
use crate::round::Failure;
use crate::tasks::{Async, Numbers, tallies, time};

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ring {
    pub tasks: u64,
    pub hops: u64,
}

impl Gates for Ring {
    const FACTS: &[&str] = &["channel"];

    fn check(&self) -> Result<(), String> {
        within("tasks", self.tasks, 1..=TASKS)?;
        within("hops", self.hops, 1..=MOST)
    }

    fn units(&self) -> u64 {
        self.hops
    }

    fn shape(&self) -> Shape {
        Shape {
            arrive: self.tasks,
            until: 1,
            counters: self.tasks,
            each: self.hops / self.tasks,
            ..Shape::default()
        }
    }
}

impl Ring {
    /// Task i's inbox, and what it sends to. It alone holds both: when the last hop's task ends, its successor's inbox closes, and
    /// so on round the ring.
    pub fn links<S, R>(&self, open: impl Fn() -> (S, R)) -> Vec<(R, S)> {
        let (mut senders, inboxes): (Vec<S>, Vec<R>) = (0..self.tasks).map(|_| open()).unzip();
        senders.rotate_left(1);
        inboxes.into_iter().zip(senders).collect()
    }

    pub fn play<A: Async>(&self, on: &A, round: &mut Gated) -> Result<Tally, Failure> {
        let last = self.hops;
        let links = self.links(|| A::Channel::open(1)).into_iter().enumerate();
        let tasks = links.map(|(i, (mut inbox, next))| {
            let gate = round.gate().clone();
            on.spawn(async move {
                gate.arrive().await;
                let mut counter = gate.counter(i);
                if i == 0 {
                    A::Channel::send(&next, 1).await;
                }
                while let Some(hop) = A::Channel::receive(&mut inbox).await {
                    counter.add(mix(hop ^ i as u64));
                    if hop == last {
                        gate.done();
                        break;
                    }
                    A::Channel::send(&next, hop + 1).await;
                }
                counter.end()
            })
        });
        let tasks = tasks.collect();
        time(on, round)?;
        Ok(tallies(on, tasks))
    }
}
