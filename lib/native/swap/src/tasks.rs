//! The tasks. Each says in its name whose functions it calls; `neutral` calls nobody's. They are made within async blocks, as Tokio's
//! functions ask for their reactor when they are called, not when they are awaited.

use std::time::Duration;

use crate::runtimes::{block_on, run as on, spawn};

pub const TASKS: [&str; 12] = [
    "neutral",
    "sleep:tokio",
    "sleep:async-std",
    "sleep:smol",
    "listen:tokio",
    "listen:async-std",
    "listen:smol",
    "blocking:tokio",
    "blocking:async-std",
    "blocking:smol",
    "block-on:own",
    "block-on:futures-lite",
];

const SHORT: Duration = Duration::from_millis(1);
const ANY_PORT: &str = "127.0.0.1:0";

/// Runs a task on a runtime; false when there is no such task or runtime.
pub fn run(task: &str, runtime: &str) -> bool {
    let name = runtime.to_owned();
    match task {
        "neutral" => on(runtime, neutral()),
        "sleep:tokio" => on(runtime, async { tokio::time::sleep(SHORT).await }),
        "sleep:async-std" => on(runtime, async_std::task::sleep(SHORT)),
        "sleep:smol" => on(runtime, async { _ = smol::Timer::after(SHORT).await }),
        "listen:tokio" => on(runtime, async {
            drop(
                tokio::net::TcpListener::bind(ANY_PORT)
                    .await
                    .expect("a port"),
            )
        }),
        "listen:async-std" => on(runtime, async {
            drop(
                async_std::net::TcpListener::bind(ANY_PORT)
                    .await
                    .expect("a port"),
            )
        }),
        "listen:smol" => on(runtime, async {
            drop(
                smol::net::TcpListener::bind(ANY_PORT)
                    .await
                    .expect("a port"),
            )
        }),
        "blocking:tokio" => on(runtime, async {
            tokio::task::spawn_blocking(|| ()).await.expect("its end")
        }),
        "blocking:async-std" => on(runtime, async_std::task::spawn_blocking(|| ())),
        "blocking:smol" => on(runtime, smol::unblock(|| ())),
        "block-on:own" => on(runtime, blocked(name, block_on)),
        "block-on:futures-lite" => on(
            runtime,
            blocked(name, |_, it| futures_lite::future::block_on(it)),
        ),
        _ => false,
    }
}

/// Only what needs no runtime: a channel, and two futures that wait for each other through it.
async fn neutral() {
    let (to, from) = async_channel::bounded(1);
    let send = async { to.send(42).await.expect("a receiver") };
    let (_, received) = futures_lite::future::zip(send, from.recv()).await;
    assert_eq!(received, Ok(42));
}

type Received = futures_lite::future::Boxed<()>;

/// A task that blocks its thread, the only one, until another task has sent something.
async fn blocked(runtime: String, wait: fn(&str, Received)) {
    let (to, from) = async_channel::bounded(1);
    spawn(
        &runtime,
        async move { to.send(()).await.expect("a receiver") },
    );
    wait(
        &runtime,
        Box::pin(async move { from.recv().await.expect("a sender") }),
    );
}
