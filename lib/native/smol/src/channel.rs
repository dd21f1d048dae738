//! The usual channel as an actor's mailbox: `smol::channel`, which is async-channel 2.5, whose futures keep their listener in themselves.

use std::future::Future;

use contract::Message;
use contract::task::Channel;
use smol::channel::{Receiver, Sender, bounded, unbounded};

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
