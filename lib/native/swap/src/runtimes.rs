//! The runtimes, each with a single thread, so that what blocks it shows.

use std::future::Future;

pub const RUNTIMES: [&str; 3] = ["tokio", "async-std", "smol"];

/// Runs a task to its end; false when there is no such runtime.
pub fn run(runtime: &str, task: impl Future<Output = ()> + Send + 'static) -> bool {
    match runtime {
        "tokio" => {
            let mut tokio = tokio::runtime::Builder::new_current_thread();
            tokio.enable_all();
            tokio.build().expect("a runtime").block_on(task);
        }
        "async-std" => async_std::task::block_on(async_std::task::spawn(task)),
        "smol" => smol::block_on(smol::spawn(task)),
        _ => return false,
    }
    true
}

/// Starts a task beside the one that runs now, in the runtime's own way.
pub fn spawn(runtime: &str, task: impl Future<Output = ()> + Send + 'static) {
    match runtime {
        "tokio" => drop(tokio::spawn(task)),
        "async-std" => drop(async_std::task::spawn(task)),
        _ => smol::spawn(task).detach(),
    }
}

/// Waits for a future on this thread, in the runtime's own way.
pub fn block_on(runtime: &str, future: impl Future<Output = ()>) {
    match runtime {
        "tokio" => tokio::runtime::Handle::current().block_on(future),
        "async-std" => async_std::task::block_on(future),
        _ => smol::block_on(future),
    }
}
