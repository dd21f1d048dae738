//! An executor and the threads that run it.

use std::io;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use smol::channel::{Sender, bounded};

use crate::tasks::Tasks;

/// Dropping it ends the workers.
pub struct Pool {
    executor: Arc<smol::Executor<'static>>,
    /// Nothing is ever sent: the workers wait for its end.
    running: Option<Sender<()>>,
    workers: Vec<JoinHandle<()>>,
}

impl Pool {
    pub fn start(workers: usize) -> io::Result<Self> {
        let (running, ended) = bounded::<()>(1);
        let mut pool = Self {
            executor: Arc::default(),
            running: Some(running),
            workers: Vec::with_capacity(workers),
        };
        for n in 1..=workers {
            let (executor, ended) = (pool.executor.clone(), ended.clone());
            let work = move || {
                let _ = smol::block_on(executor.run(ended.recv()));
            };
            let worker = thread::Builder::new().name(format!("smol-{n}"));
            pool.workers.push(worker.spawn(work)?);
        }
        Ok(pool)
    }

    pub fn tasks(&self) -> Tasks {
        Tasks(self.executor.clone())
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        drop(self.running.take());
        for worker in self.workers.drain(..) {
            let _ = worker.join();
        }
    }
}
