//! Tasks are started and joined, nothing else.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use serde::Deserialize;

use super::Gates;
use crate::actor::Tally;
use crate::check::within;
use crate::gate::{Gate, Shape};
use crate::gated::Gated;
use crate::mix::mix;
use crate::round::Failure;
use crate::tasks::{Async, time_one};

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spawn {
    pub n: u64,
    pub shape: Form,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    Flat,
    Tree,
}

impl Gates for Spawn {
    const FACTS: &[&str] = &["spawn"];

    fn check(&self) -> Result<(), String> {
        within("n", self.n, 1..=1 << 31)?;
        if self.shape == Form::Tree && 10u64.pow(self.n.ilog10()) != self.n {
            return Err(format!(
                "n is {}, not a power of ten, as a tree's has to be",
                self.n
            ));
        }
        Ok(())
    }

    fn units(&self) -> u64 {
        match self.shape {
            Form::Flat => self.n,
            Form::Tree => self.n + (self.n - 1) / 9,
        }
    }

    /// A node counts only when it is back: it stirs till then.
    fn shape(&self) -> Shape {
        Shape {
            until: 1,
            ..Shape::default()
        }
    }
}

impl Spawn {
    pub fn play<A: Async>(&self, on: &A, round: &mut Gated) -> Result<Tally, Failure> {
        let (n, form, tasks) = (self.n, self.shape, on.clone());
        time_one(on, round, |gate| async move {
            gate.begin();
            let all = match form {
                Form::Flat => flat(&tasks, &gate, n).await,
                Form::Tree => node(tasks, gate.clone(), 0, n).await,
            };
            gate.done();
            all
        })
    }
}

/// Whether the watchdog is told: often enough, and seldom.
pub fn stirs(i: u64) -> bool {
    i.is_multiple_of(1024)
}

async fn flat<A: Async>(on: &A, gate: &Gate, n: u64) -> Tally {
    let mut tasks = Vec::with_capacity(n as usize);
    for i in 0..n {
        tasks.push(on.spawn(async move { mix(i) }));
        if stirs(i) {
            gate.stir();
        }
    }
    let mut all = Tally::default();
    for task in tasks {
        all = all.and(Tally::unit(task.await));
    }
    all
}

/// A node. Boxed, as a future that starts its like would have a type that holds itself; its leaves are not.
fn node<A: Async>(
    on: A,
    gate: Arc<Gate>,
    first: u64,
    leaves: u64,
) -> Pin<Box<dyn Future<Output = Tally> + Send>> {
    Box::pin(async move {
        if leaves == 1 {
            return Tally::unit(mix(first));
        }
        let tenth = leaves / 10;
        let mut children = Vec::with_capacity(10);
        for k in 0..10 {
            let first = first + k * tenth;
            children.push(match tenth {
                1 => on.spawn(async move { Tally::unit(mix(first)) }),
                _ => on.spawn(node(on.clone(), gate.clone(), first, tenth)),
            });
        }
        let mut all = Tally::unit(0);
        for child in children {
            all = all.and(child.await);
        }
        if leaves == 1000 {
            gate.stir();
        }
        all
    })
}
