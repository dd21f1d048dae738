//! An executor and the threads that run it.

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use contract::Failure;
use contract::executor::Executor;
use smol::channel::{Sender, bounded};

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
}

impl Drop for Pool {
    fn drop(&mut self) {
        drop(self.running.take());
        for worker in self.workers.drain(..) {
            let _ = worker.join();
        }
    }
}

impl Executor for Pool {
    fn spawn<T: Send + 'static>(
        &self,
        task: impl Future<Output = T> + Send + 'static,
    ) -> impl Future<Output = Result<T, Failure>> {
        let task = self.executor.spawn(task);
        async { Ok(task.await) }
    }

    fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        smol::block_on(future)
    }

    async fn sleep(wait: Duration) {
        smol::Timer::after(wait).await;
    }
}
