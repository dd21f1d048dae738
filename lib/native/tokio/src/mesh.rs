//! A round, compiled apart for each combination of the settings: a hop asks none of them.

use std::future::Future;
use std::time::Duration;

use contract::executor::{self, Executor};
use contract::task::Channel;
use contract::{Failure, Round, Tally};
use tokio::runtime::Handle;
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
        Coop::On => executor::run::<_, C>(&Tasks::<false>::of(on), round),
        Coop::Off => executor::run::<_, C>(&Tasks::<true>::of(on), round),
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
    let tasks = Tasks::<false>::of(on);
    match on.settings.coop {
        Coop::On => executor::run::<_, Own<R, W, P, true>>(&tasks, round),
        Coop::Off => executor::run::<_, Own<R, W, P, false>>(&tasks, round),
    }
}

/// Tokio's tasks. `FREE`: an actor's budget never ends.
struct Tasks<const FREE: bool>(Handle);

impl<const FREE: bool> Tasks<FREE> {
    fn of(on: &Tokio) -> Self {
        Self(on.host.handle().clone())
    }
}

impl<const FREE: bool> Executor for Tasks<FREE> {
    fn spawn<T: Send + 'static>(
        &self,
        task: impl Future<Output = T> + Send + 'static,
    ) -> impl Future<Output = Result<T, Failure>> {
        let task = self.0.spawn(task);
        async { task.await.map_err(gone) }
    }

    fn spawn_actor<T: Send + 'static>(
        &self,
        task: impl Future<Output = T> + Send + 'static,
    ) -> impl Future<Output = Result<T, Failure>> {
        let task = if FREE {
            self.0.spawn(unconstrained(task))
        } else {
            self.0.spawn(task)
        };
        async { task.await.map_err(gone) }
    }

    fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        self.0.block_on(future)
    }

    fn sleep(wait: Duration) -> impl Future<Output = ()> + Send {
        sleep(wait)
    }
}

fn gone(error: tokio::task::JoinError) -> Failure {
    Failure::Failed(format!("a task has gone: {error}"))
}
