//! The steps from Tokio as it is used to the live machine's design, each of them one setting.

use std::collections::BTreeMap;

use contract::{Asked, Failure, Plan};
use serde::Deserialize;
use tokio::runtime::Builder;

use crate::allocator::Allocator;

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// 0: one a processor.
    pub workers: usize,
    pub mailbox_impl: MailboxImpl,
    pub coop: Coop,
    pub waker: Waker,
    /// 0: self-tuned.
    #[serde(rename = "globalInterval")]
    pub global_interval: u32,
    pub flavor: Flavor,
    #[serde(default)]
    pub allocator: Allocator,
    /// Of an unstable build only.
    #[serde(default)]
    pub lifo: Lifo,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailboxImpl {
    Tokio,
    Own,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Coop {
    On,
    Off,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Waker {
    Clone,
    Once,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Flavor {
    Multi,
    Current,
}

#[derive(Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lifo {
    #[default]
    On,
    Off,
}

impl Lifo {
    #[cfg(tokio_unstable)]
    pub fn apply(self, builder: &mut Builder) {
        if self == Self::Off {
            builder.disable_lifo_slot();
        }
    }

    /// `check` has refused it.
    #[cfg(not(tokio_unstable))]
    pub fn apply(self, _: &mut Builder) {}
}

impl Settings {
    /// As the manifest's `not_applicable` says, and what it can't say.
    pub fn check(&self, asked: &Asked) -> Result<(), Failure> {
        self.allocator.check()?;
        self.check_scheduler()?;
        match asked {
            Asked::ActorMesh(plan) => self.check_mailbox(plan),
            Asked::Other(_) => Ok(()),
        }
    }

    fn check_scheduler(&self) -> Result<(), Failure> {
        let current = self.flavor == Flavor::Current;
        if current && self.workers > 1 {
            return Err(Failure::Refused(format!(
                "workers={} is not applicable: flavor=current has one worker, so workers must be 0 or 1",
                self.workers
            )));
        }
        if self.lifo == Lifo::Off && !cfg!(tokio_unstable) {
            return refused(
                "lifo=off is not applicable: it needs a build with --cfg tokio_unstable",
            );
        }
        if self.lifo == Lifo::Off && current {
            return refused(
                "lifo=off is not applicable: the scheduler of flavor=current has no LIFO slot",
            );
        }
        Ok(())
    }

    fn check_mailbox(&self, plan: &Plan) -> Result<(), Failure> {
        if self.mailbox_impl == MailboxImpl::Own {
            return Ok(());
        }
        if plan.fresh {
            return refused(
                "message=fresh is not applicable: in Tokio's channel a token is a value, and moves",
            );
        }
        if self.waker == Waker::Once {
            return refused(
                "waker=once is not applicable: Tokio's channel keeps its waker in its own way",
            );
        }
        Ok(())
    }

    /// What a reader must know of them to judge the numbers. `mailbox`: of actor-mesh, whether there is a bound.
    pub fn notes(&self, mailbox: Option<bool>) -> BTreeMap<&'static str, String> {
        let mut notes = self.scheduler_notes();
        if let Some(bounded) = mailbox {
            notes.extend(self.mailbox_notes(bounded));
        }
        notes
    }

    fn mailbox_notes(&self, bounded: bool) -> [(&'static str, String); 3] {
        let own = self.mailbox_impl == MailboxImpl::Own;
        let mailbox = match (own, bounded) {
            (false, true) => "tokio::sync::mpsc::channel, in blocks of 32 messages",
            (false, false) => "tokio::sync::mpsc::unbounded_channel, in blocks of 32 messages",
            (true, true) => "own: an intrusive stack, taken whole, behind a count of permits",
            (true, false) => "own: an intrusive stack, taken whole",
        };
        let coop = match (self.coop, own) {
            (Coop::On, _) => "128 operations a poll",
            (Coop::Off, false) => "unconstrained: the channel asks, and is never refused",
            (Coop::Off, true) => "not asked",
        };
        let waker = match self.waker {
            Waker::Clone => "cloned for each wait",
            Waker::Once => "kept from the first wait on, woken by reference",
        };
        [
            ("mailbox", mailbox.to_owned()),
            ("coop", coop.to_owned()),
            ("waker", waker.to_owned()),
        ]
    }

    fn scheduler_notes(&self) -> BTreeMap<&'static str, String> {
        let interval = match self.global_interval {
            0 if self.flavor == Flavor::Current => "every 31 ticks".to_owned(),
            0 => "self-tuned".to_owned(),
            ticks => format!("every {ticks} ticks"),
        };
        let scheduler = match (self.flavor, self.lifo) {
            (Flavor::Multi, Lifo::On) => "multi_thread",
            (Flavor::Multi, Lifo::Off) => "multi_thread, without the LIFO slot",
            (Flavor::Current, _) => "current_thread, on a thread of its own",
        };
        let mut notes = BTreeMap::from([
            ("allocator", self.allocator.note()),
            ("scheduler", scheduler.to_owned()),
            ("global queue", interval),
        ]);
        if cfg!(tokio_unstable) {
            let more = "--cfg tokio_unstable: the scheduler keeps counters that a usual build has not, so compare within it";
            notes.insert("build", more.to_owned());
        }
        notes
    }
}

fn refused(why: &str) -> Result<(), Failure> {
    Err(Failure::Refused(why.to_owned()))
}
