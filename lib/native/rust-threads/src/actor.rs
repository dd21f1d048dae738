//! The actor and the injector as threads.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, SyncSender};
use std::thread::sleep;

use contract::{Actor, Mesh, Message, PerTask, Recorder, Tally};

/// The sending half of a mailbox: std has two kinds.
pub trait Post: Send + Sync + 'static {
    fn post(&self, message: Message);
}

impl Post for SyncSender<Message> {
    #[inline]
    fn post(&self, message: Message) {
        // The receiver is gone only when the whole round is.
        let _ = self.send(message);
    }
}

impl Post for Sender<Message> {
    #[inline]
    fn post(&self, message: Message) {
        let _ = self.send(message);
    }
}

/// An actor from its first message to its last.
pub fn actor<P: Post, const EVERY: u32>(
    mut actor: Actor<PerTask, EVERY>,
    inbox: Receiver<Message>,
    peers: Arc<[P]>,
) -> Tally {
    let receive = || inbox.recv().ok().flatten();
    receive();
    actor.ready();
    while let Some(mut token) = receive() {
        if let Some(dest) = actor.hop(&mut token) {
            peers[dest].post(Some(token));
        }
    }
    actor.end()
}

/// Starts the clock and sends the tokens in their order; in the open loop it is the pacer.
pub fn inject<P: Post, const EVERY: u32>(mesh: &Mesh, peers: &[P]) {
    let mut recorder = PerTask::new(0);
    mesh.begin();
    for k in 0..mesh.plan.tokens {
        while let Some(wait) = mesh.early(k) {
            sleep(wait);
        }
        if let Some((dest, token)) = mesh.depart::<EVERY>(k, &mut recorder) {
            peers[dest].post(Some(token));
        }
    }
    recorder.flush();
}
