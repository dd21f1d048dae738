//! A round, compiled apart for each combination of the settings: a hop asks none of them.

use std::sync::Arc;

use contract::task::{Channel, Letter, actor, inject};
use contract::{Actor, Failure, PerWorker, Record, Round, Tally, every};
use tokio::task::coop::unconstrained;
use tokio::time::sleep;

use crate::Tokio;
use crate::channel::{Bounded, Unbounded};
use crate::own::{Fresh, Own, Post, Reused};
use crate::room::{Endless, Permits, Room};
use crate::settings::{Coop, MailboxImpl, Waker};
use crate::wake::{Cloned, Once, Wake};

pub fn run(on: &Tokio, round: &mut Round) -> Result<Tally, Failure> {
    match (on.settings.mailbox_impl, on.bounded) {
        (MailboxImpl::Tokio, true) => usual::<Bounded>(on, round),
        (MailboxImpl::Tokio, false) => usual::<Unbounded>(on, round),
        (MailboxImpl::Own, true) => own::<Permits>(on, round),
        (MailboxImpl::Own, false) => own::<Endless>(on, round),
    }
}

fn usual<C: Channel>(on: &Tokio, round: &mut Round) -> Result<Tally, Failure> {
    match on.settings.coop {
        Coop::On => recorded::<C, false>(on, round),
        Coop::Off => recorded::<C, true>(on, round),
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
    match on.settings.coop {
        Coop::On => recorded::<Own<R, W, P, true>, false>(on, round),
        Coop::Off => recorded::<Own<R, W, P, false>, false>(on, round),
    }
}

fn recorded<C: Channel, const FREE: bool>(on: &Tokio, round: &mut Round) -> Result<Tally, Failure> {
    match round.mesh().plan.record {
        Record::Off => mesh::<C, FREE, { every::NONE }>(on, round),
        Record::OneIn64 => mesh::<C, FREE, { every::SIXTY_FOUR }>(on, round),
        Record::All => mesh::<C, FREE, { every::ONE }>(on, round),
    }
}

/// `FREE`: an actor's budget never ends.
fn mesh<C: Channel, const FREE: bool, const EVERY: u32>(
    on: &Tokio,
    round: &mut Round,
) -> Result<Tally, Failure> {
    let mesh = round.mesh().clone();
    let boxes = (0..mesh.plan.actors).map(|_| C::open(mesh.plan.mailbox));
    let (peers, inboxes): (Vec<_>, Vec<_>) = boxes.unzip();
    let peers: Arc<[C::Sender]> = peers.into();
    let tasks = inboxes.into_iter().enumerate().map(|(index, inbox)| {
        let state = Actor::<PerWorker, EVERY>::new(index, &mesh);
        let task = actor::<C, _, EVERY>(state, inbox, peers.clone());
        if FREE {
            on.runtime.spawn(unconstrained(task))
        } else {
            on.runtime.spawn(task)
        }
    });
    let tasks: Vec<_> = tasks.collect();
    on.runtime.block_on(to_all::<C>(&peers));
    round.parked()?;

    let injector = on
        .runtime
        .spawn(inject::<C, PerWorker, EVERY, _>(mesh, peers.clone(), sleep));
    round.retired()?;

    on.runtime.block_on(async {
        to_all::<C>(&peers).await;
        let gone = |it| Failure::Failed(format!("a task has gone: {it}"));
        injector.await.map_err(gone)?;
        let mut all = Tally::default();
        for task in tasks {
            all = all.and(task.await.map_err(gone)?);
        }
        Ok(all)
    })
}

/// The uncounted message: the first one is acknowledged, the second one ends the actor.
async fn to_all<C: Channel>(peers: &[C::Sender]) {
    for peer in peers {
        C::send(peer, C::Letter::of(None)).await;
    }
}
