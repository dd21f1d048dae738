//! The steps from Tokio as it is used to the live machine's design, each of them one setting.

use std::collections::BTreeMap;

use contract::{Failure, Plan};
use serde::Deserialize;

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

impl Settings {
    /// As the manifest's `not_applicable` says.
    pub fn check(&self, plan: &Plan) -> Result<(), Failure> {
        if self.mailbox_impl == MailboxImpl::Own {
            return Ok(());
        }
        let refused = |it: &str| Err(Failure::Refused(it.to_owned()));
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

    /// What a reader must know of them to judge the numbers.
    pub fn notes(&self, bounded: bool) -> BTreeMap<&'static str, String> {
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
        let interval = match self.global_interval {
            0 => "self-tuned".to_owned(),
            ticks => format!("every {ticks} ticks"),
        };
        BTreeMap::from([
            ("mailbox", mailbox.to_owned()),
            ("coop", coop.to_owned()),
            ("waker", waker.to_owned()),
            ("global queue", interval),
        ])
    }
}
