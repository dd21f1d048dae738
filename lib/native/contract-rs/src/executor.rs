//! A round of actor-mesh on an executor of async tasks: one source for all of them.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use crate::actor::{Actor, Tally};
use crate::every;
use crate::plan::Record;
use crate::recorder::PerWorker;
use crate::round::{Failure, Round};
use crate::task::{Channel, Letter, actor, inject};

/// What runs tasks on a few worker threads.
pub trait Executor: Clone + Send + Sync + 'static {
    /// Waits for a task's end. That a task panics is the program's end, not the waiter's concern.
    type Task<T: Send + 'static>: Future<Output = T> + Send + 'static;

    /// Starts a task at once.
    fn spawn<T: Send + 'static>(
        &self,
        task: impl Future<Output = T> + Send + 'static,
    ) -> Self::Task<T>;

    /// Starts a task that nobody waits for.
    fn spawn_detached(&self, task: impl Future<Output = ()> + Send + 'static);

    /// Starts an actor: where actors are set apart from other tasks, it is here.
    fn spawn_actor<T: Send + 'static>(
        &self,
        task: impl Future<Output = T> + Send + 'static,
    ) -> Self::Task<T> {
        self.spawn(task)
    }

    /// Waits for a future on the calling thread, which is none of the workers.
    fn block_on<T>(&self, future: impl Future<Output = T>) -> T;

    /// The runtime's timer.
    fn sleep(wait: Duration) -> impl Future<Output = ()> + Send;
}

/// Compiled apart for each way of recording: a hop doesn't ask.
pub fn run<E: Executor, C: Channel>(on: &E, round: &mut Round) -> Result<Tally, Failure> {
    match round.mesh().plan.record {
        Record::Off => mesh::<E, C, { every::NONE }>(on, round),
        Record::OneIn64 => mesh::<E, C, { every::SIXTY_FOUR }>(on, round),
        Record::All => mesh::<E, C, { every::ONE }>(on, round),
    }
}

fn mesh<E: Executor, C: Channel, const EVERY: u32>(
    on: &E,
    round: &mut Round,
) -> Result<Tally, Failure> {
    let mesh = round.mesh().clone();
    let boxes = (0..mesh.plan.actors).map(|_| C::open(mesh.plan.mailbox));
    let (peers, inboxes): (Vec<_>, Vec<_>) = boxes.unzip();
    let peers: Arc<[C::Sender]> = peers.into();
    let tasks = inboxes.into_iter().enumerate().map(|(index, inbox)| {
        let state = Actor::<PerWorker, EVERY>::new(index, &mesh);
        on.spawn_actor(actor::<C, _, EVERY>(state, inbox, peers.clone()))
    });
    let tasks: Vec<_> = tasks.collect();
    on.block_on(to_all::<C>(&peers));
    round.parked()?;

    let injector = inject::<C, PerWorker, EVERY, _>(mesh, peers.clone(), E::sleep);
    let injector = on.spawn(injector);
    round.retired()?;

    Ok(on.block_on(async {
        to_all::<C>(&peers).await;
        injector.await;
        let mut all = Tally::default();
        for task in tasks {
            all = all.and(task.await);
        }
        all
    }))
}

/// The uncounted message: the first one is acknowledged, the second one ends the actor.
async fn to_all<C: Channel>(peers: &[C::Sender]) {
    for peer in peers {
        C::send(peer, C::Letter::of(None)).await;
    }
}
