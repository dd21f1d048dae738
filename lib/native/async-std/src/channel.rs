//! The usual channel as an actor's mailbox: `async_std::channel`, which is async-channel 1.9, whose listeners are on the heap.

use std::future::Future;

use async_std::channel::{Receiver, Sender, bounded, unbounded};
use contract::Message;
use contract::task::Channel;

/// With a bound, where a full one makes the sender wait, or without: the ends are of the same type.
pub struct Usual;

impl Channel for Usual {
    type Letter = Message;
    type Sender = Sender<Message>;
    type Receiver = Receiver<Message>;

    fn open(bound: usize) -> (Self::Sender, Self::Receiver) {
        match bound {
            0 => unbounded(),
            _ => bounded(bound),
        }
    }

    fn send(to: &Self::Sender, message: Message) -> impl Future + Send {
        to.send(message)
    }

    #[allow(refining_impl_trait)] // the bound `Send` that an `async fn` shows is the trait's own
    async fn receive(from: &mut Self::Receiver) -> Option<Message> {
        from.recv().await.ok()
    }
}
