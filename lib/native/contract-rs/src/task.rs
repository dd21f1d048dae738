//! The actor and the injector as async tasks: one source for every async runtime, which brings its channel and its timer.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use crate::actor::{Actor, Tally};
use crate::mesh::Mesh;
use crate::recorder::Recorder;
use crate::token::{Message, Token};

/// What a mailbox carries: a message that moves, or a box that travels with the message in it.
pub trait Letter: Send + 'static {
    fn of(message: Message) -> Self;

    /// Nothing in the uncounted message.
    fn token(&mut self) -> Option<&mut Token>;
}

impl Letter for Message {
    #[inline]
    fn of(message: Message) -> Self {
        message
    }

    #[inline]
    fn token(&mut self) -> Option<&mut Token> {
        self.as_mut()
    }
}

/// A mailbox of the runtime's usual kind.
pub trait Channel: 'static {
    type Letter: Letter;
    type Sender: Send + Sync + 'static;
    type Receiver: Send + 'static;

    fn open(bound: usize) -> (Self::Sender, Self::Receiver);

    /// Waits while the mailbox is full. What it comes to is ignored: a receiver is gone only when the whole round is.
    fn send(to: &Self::Sender, letter: Self::Letter) -> impl Future + Send;

    /// `None` when all senders are gone.
    fn receive(from: &mut Self::Receiver) -> impl Future<Output = Option<Self::Letter>> + Send;
}

/// An actor from its first message to its last.
///
/// No `async fn`: that one keeps its arguments twice, as given and as used (rust-lang/rust#62958), and what an actor keeps
/// is fetched for each hop.
#[allow(clippy::manual_async_fn)]
pub fn actor<C: Channel, R: Recorder, const EVERY: u32>(
    mut actor: Actor<R, EVERY>,
    mut inbox: C::Receiver,
    peers: Arc<[C::Sender]>,
) -> impl Future<Output = Tally> + Send {
    async move {
        C::receive(&mut inbox).await;
        actor.ready();
        while let Some(mut letter) = C::receive(&mut inbox).await {
            let Some(token) = letter.token() else { break };
            if let Some(dest) = actor.hop(token) {
                C::send(&peers[dest], letter).await;
            }
        }
        actor.end()
    }
}

/// Starts the clock and sends the tokens in their order; in the open loop it is the pacer.
pub async fn inject<C: Channel, R: Recorder, const EVERY: u32, S: Future<Output = ()> + Send>(
    mesh: Arc<Mesh>,
    peers: Arc<[C::Sender]>,
    sleep: impl Fn(Duration) -> S + Send,
) {
    let mut recorder = R::new(0);
    mesh.begin();
    for k in 0..mesh.plan.tokens {
        while let Some(wait) = mesh.early(k) {
            sleep(wait).await;
        }
        if let Some((dest, token)) = mesh.depart::<EVERY>(k, &mut recorder) {
            C::send(&peers[dest], C::Letter::of(Some(token))).await;
        }
    }
    recorder.flush();
}
