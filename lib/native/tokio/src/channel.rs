//! Tokio's usual channel as an actor's mailbox. Its futures are passed on as they are: one `async` around them would be
//! one more state machine in the hop.

use std::future::{Future, ready};

use contract::Message;
use contract::task::Channel;
use tokio::sync::mpsc::{self, Receiver, Sender, UnboundedReceiver, UnboundedSender};

/// A full one makes the sender wait, in the order of arrival.
pub struct Bounded;

pub struct Unbounded;

impl Channel for Bounded {
    type Letter = Message;
    type Sender = Sender<Message>;
    type Receiver = Receiver<Message>;

    fn open(bound: usize) -> (Self::Sender, Self::Receiver) {
        mpsc::channel(bound)
    }

    fn send(to: &Self::Sender, message: Message) -> impl Future + Send {
        to.send(message)
    }

    fn receive(from: &mut Self::Receiver) -> impl Future<Output = Option<Message>> + Send {
        from.recv()
    }
}

impl Channel for Unbounded {
    type Letter = Message;
    type Sender = UnboundedSender<Message>;
    type Receiver = UnboundedReceiver<Message>;

    fn open(_: usize) -> (Self::Sender, Self::Receiver) {
        mpsc::unbounded_channel()
    }

    fn send(to: &Self::Sender, message: Message) -> impl Future + Send {
        ready(to.send(message))
    }

    fn receive(from: &mut Self::Receiver) -> impl Future<Output = Option<Message>> + Send {
        from.recv()
    }
}
