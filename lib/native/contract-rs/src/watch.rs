//! Two plain threads beside the runtime: one waits for standard input's end, one watches a round.

use std::io::{ErrorKind, Read, stdin};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::answer::exit;
use crate::mesh::Mesh;
use crate::round::Event;

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

/// Tells how far a round is, and ends it when nothing moves. Dropping it ends the watch.
pub(crate) struct Watchdog {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Watchdog {
    pub fn over(
        mesh: &Arc<Mesh>,
        patience: Duration,
        progress: impl Fn(u64) + Send + 'static,
    ) -> Self {
        let mesh = mesh.clone();
        let (stop, stopped) = channel();
        let tick = PROGRESS.min(patience / 4);
        let watch = move || {
            let mut last = (0, 0, 0);
            let mut moved = Instant::now();
            while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(tick) {
                let seen = (mesh.deliveries(), mesh.in_flight(), mesh.unready());
                progress(seen.0);
                // A wait for the next intended start is no deadlock, and neither is the time after the last retirement.
                if seen != last || mesh.pacing() || seen.1 == 0 {
                    (last, moved) = (seen, Instant::now());
                } else if moved.elapsed() >= patience {
                    let tokens = mesh.plan.tokens.min(mesh.plan.messages);
                    return mesh.tell(Event::Stalled {
                        retired: tokens - seen.1,
                        tokens,
                    });
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
