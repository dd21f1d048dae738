//! Two plain threads beside the runtime: one waits for standard input's end, one watches a round.

use std::io::{ErrorKind, Read, stdin};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::answer::exit;

/// Four a second, of the one to ten that the contract asks for.
const PROGRESS: Duration = Duration::from_millis(250);

/// Ends the process when standard input ends. Not a task: a runtime whose workers are all busy must still be stoppable.
pub fn exit_at_end_of_input() -> std::io::Result<()> {
    let wait = || {
        let mut rest = [0; 256];
        loop {
            match stdin().read(&mut rest) {
                Ok(1..) => {}
                Err(it) if it.kind() == ErrorKind::Interrupted => {}
                Ok(0) | Err(_) => exit(130),
            }
        }
    };
    thread::Builder::new()
        .name("end-of-input".into())
        .spawn(wait)
        .map(drop)
}

/// What the watchdog looks at, from outside.
pub(crate) trait Watched: Send + Sync + 'static {
    /// Units so far.
    fn deliveries(&self) -> u64;

    /// What else shows that something moves.
    fn moves(&self) -> [u64; 2];

    /// Nothing has to move now.
    fn rests(&self) -> bool;

    /// Nothing moved for too long.
    fn stalled(&self);
}

/// Tells how far a round is, and ends it when nothing moves. Dropping it ends the watch.
pub(crate) struct Watchdog {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Watchdog {
    pub fn over<W: Watched>(
        round: &Arc<W>,
        patience: Duration,
        progress: impl Fn(u64) + Send + 'static,
    ) -> Self {
        let round = round.clone();
        let (stop, stopped) = channel();
        let tick = PROGRESS.min(patience / 4);
        let watch = move || {
            let mut last = (0, [0; 2]);
            let mut moved = Instant::now();
            while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(tick) {
                let seen = (round.deliveries(), round.moves());
                progress(seen.0);
                if seen != last || round.rests() {
                    (last, moved) = (seen, Instant::now());
                } else if moved.elapsed() >= patience {
                    return round.stalled();
                }
            }
        };
        let thread = thread::Builder::new()
            .name("watchdog".into())
            .spawn(watch)
            .expect("a thread for the watchdog");
        Self {
            stop: Some(stop),
            thread: Some(thread),
        }
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
