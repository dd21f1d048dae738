//! A round, compiled apart for each combination of the settings: a hop asks none of them.

use contract::executor;
use contract::task::Channel;
use contract::{Failure, Round, Tally};

use crate::Tokio;
use crate::channel::{Bounded, Unbounded};
use crate::own::{Fresh, Own, Post, Reused};
use crate::room::{Endless, Permits, Room};
use crate::settings::{Coop, MailboxImpl, Waker};
use crate::tasks::Tasks;
use crate::wake::{Cloned, Once, Wake};

pub fn run(on: &Tokio, round: &mut Round) -> Result<Tally, Failure> {
    match (on.settings.mailbox_impl, round.mesh().plan.mailbox > 0) {
        (MailboxImpl::Tokio, true) => usual::<Bounded>(on, round),
        (MailboxImpl::Tokio, false) => usual::<Unbounded>(on, round),
        (MailboxImpl::Own, true) => own::<Permits>(on, round),
        (MailboxImpl::Own, false) => own::<Endless>(on, round),
    }
}

fn usual<C: Channel>(on: &Tokio, round: &mut Round) -> Result<Tally, Failure> {
    match on.settings.coop {
        Coop::On => executor::run::<_, C>(&Tasks::<false>::of(&on.host), round),
        Coop::Off => executor::run::<_, C>(&Tasks::<true>::of(&on.host), round),
    }
}

fn own<R: Room>(on: &Tokio, round: &mut Round) -> Result<Tally, Failure> {
    match on.settings.waker {
        Waker::Clone => woken::<R, Cloned>(on, round),
        Waker::Once => woken::<R, Once>(on, round),
    }
}

fn woken<R: Room, W: Wake>(on: &Tokio, round: &mut Round) -> Result<Tally, Failure> {
    if round.mesh().plan.fresh {
        posted::<R, W, Fresh>(on, round)
    } else {
        posted::<R, W, Reused>(on, round)
    }
}

fn posted<R: Room, W: Wake, P: Post>(on: &Tokio, round: &mut Round) -> Result<Tally, Failure> {
    // The own mailbox just doesn't ask: nothing has to be unconstrained.
    let tasks = Tasks::<false>::of(&on.host);
    match on.settings.coop {
        Coop::On => executor::run::<_, Own<R, W, P, true>>(&tasks, round),
        Coop::Off => executor::run::<_, Own<R, W, P, false>>(&tasks, round),
    }
}
