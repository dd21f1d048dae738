//! Tokio's two schedulers behind one handle.

use std::io;
use std::thread::{self, JoinHandle};

use contract::Asked;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::oneshot;

use crate::settings::{Flavor, Settings};

/// A runtime whose tasks run, whichever its flavor. Dropping it ends them and the threads.
pub enum Host {
    Multi(Runtime),
    Current(Driven),
}

/// A current-thread runtime runs its tasks only while somebody blocks on it: a thread that is its one worker does. The main
/// thread stays outside as with the other flavor, and so the clock's boundary is the same.
pub struct Driven {
    handle: Handle,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Host {
    pub fn start(settings: &Settings, workers: usize, asked: &Asked) -> io::Result<Self> {
        let mut builder = match settings.flavor {
            Flavor::Multi => Builder::new_multi_thread(),
            Flavor::Current => Builder::new_current_thread(),
        };
        // A workload that neither sleeps nor connects runs without the timer's and epoll's bookkeeping in each park.
        if asked.sleeps() {
            builder.enable_time();
        }
        if asked.connects() {
            builder.enable_io();
        }
        if settings.global_interval > 0 {
            builder.global_queue_interval(settings.global_interval);
        }
        settings.lifo.apply(&mut builder);
        match settings.flavor {
            Flavor::Multi => builder.worker_threads(workers).build().map(Self::Multi),
            Flavor::Current => builder
                .build()
                .and_then(Driven::by_a_thread)
                .map(Self::Current),
        }
    }

    pub fn handle(&self) -> &Handle {
        match self {
            Self::Multi(runtime) => runtime.handle(),
            Self::Current(driven) => &driven.handle,
        }
    }
}

impl Driven {
    fn by_a_thread(runtime: Runtime) -> io::Result<Self> {
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel();
        let drive = move || {
            let _ = runtime.block_on(stopped);
        };
        let thread = thread::Builder::new()
            .name("tokio-current".into())
            .spawn(drive)?;
        Ok(Self {
            handle,
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

impl Drop for Driven {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
