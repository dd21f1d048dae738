//! The own mailbox as the actors' channel: what travels in it, and whether it asks Tokio's budget.

use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::task::ready;

use contract::task::{Channel, Letter};
use contract::{Message, Token};
use tokio::task::coop::{consume_budget, poll_proceed};

use crate::mailbox::{self, Receiver, Sender};
use crate::room::Room;
use crate::stack::Node;
use crate::wake::Wake;

/// What an actor holds in its hands between two mailboxes.
pub trait Post: 'static {
    type Letter: Letter;

    fn wrap(letter: Self::Letter) -> Box<Node<Message>>;
    fn unwrap(node: Box<Node<Message>>) -> Self::Letter;
}

/// `message=reused`: the node itself, so that a hop allocates nothing.
pub struct Reused;

/// `message=fresh`: the message, so that a hop makes a node and frees one.
pub struct Fresh;

impl Letter for Box<Node<Message>> {
    fn of(message: Message) -> Self {
        Node::new(message)
    }

    #[inline]
    fn token(&mut self) -> Option<&mut Token> {
        self.value.as_mut()
    }
}

impl Post for Reused {
    type Letter = Box<Node<Message>>;

    #[inline]
    fn wrap(letter: Self::Letter) -> Box<Node<Message>> {
        letter
    }

    #[inline]
    fn unwrap(node: Box<Node<Message>>) -> Self::Letter {
        node
    }
}

impl Post for Fresh {
    type Letter = Message;

    #[inline]
    fn wrap(letter: Message) -> Box<Node<Message>> {
        Node::new(letter)
    }

    #[inline]
    fn unwrap(node: Box<Node<Message>>) -> Message {
        node.value
    }
}

/// With `COOP` both ends ask the task's budget as those of Tokio's channel do: for each message received, and for each sent
/// where there is a bound. Without it nobody asks.
pub struct Own<R, W, P, const COOP: bool>(PhantomData<(R, W, P)>);

impl<R: Room, W: Wake, P: Post, const COOP: bool> Channel for Own<R, W, P, COOP> {
    type Letter = P::Letter;
    type Sender = Sender<Message, R, W>;
    type Receiver = Receiver<Message, R, W>;

    fn open(bound: usize) -> (Self::Sender, Self::Receiver) {
        mailbox::open(bound)
    }

    #[inline]
    #[allow(refining_impl_trait)] // the bound `Send` that an `async fn` shows is the trait's own
    async fn send(to: &Self::Sender, letter: P::Letter) {
        if COOP && R::BOUNDED {
            consume_budget().await;
        }
        to.send(P::wrap(letter)).await;
    }

    #[inline]
    fn receive(from: &mut Self::Receiver) -> impl Future<Output = Option<P::Letter>> + Send {
        poll_fn(move |context| {
            if !COOP {
                return from.poll(context).map(|it| it.map(P::unwrap));
            }
            let budget = ready!(poll_proceed(context));
            let polled = from.poll(context);
            if polled.is_ready() {
                budget.made_progress();
            }
            polled.map(|it| it.map(P::unwrap))
        })
    }
}
