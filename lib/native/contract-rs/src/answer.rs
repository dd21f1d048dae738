//! The JSON lines on standard output.

use std::collections::BTreeMap;
use std::io::{Write, stdout};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use serde::Serialize;

use crate::metrics::Metrics;
use crate::recorder::Histograms;
use crate::workload::file_read;

#[derive(Serialize)]
#[serde(tag = "line", rename_all = "lowercase")]
pub enum Line<'a> {
    Hello {
        contract: u32,
        runtime: &'a str,
        version: &'a str,
        workers: usize,
        notes: &'a BTreeMap<&'a str, String>,
    },
    Progress {
        round: u32,
        deliveries: u64,
    },
    Round(Measured),
    /// io-mix alone: its client may come.
    Listening {
        round: u32,
        port: u16,
    },
    Done {},
    Error {
        kind: &'a str,
        message: &'a str,
    },
}

#[derive(Serialize)]
pub struct Measured {
    pub index: u32,
    /// 16 hex digits.
    pub answer: String,
    pub deliveries: u64,
    pub elapsed_ns: u64,
    pub start_ns: u64,
    pub metrics: Metrics,
    pub histograms: Histograms,
}

/// Whole lines only, whichever thread writes. When nobody reads any more there is nothing left to do.
pub fn say(line: &Line) {
    let mut text = serde_json::to_vec(line).expect("a line is plain data");
    text.push(b'\n');
    let mut out = stdout().lock();
    if out.write_all(&text).and_then(|()| out.flush()).is_err() {
        exit(1);
    }
}

/// At once: no destructor, no exit handler, whatever the other threads do. Only files don't stay.
///
/// The first to call says how it ends: a thread that fails because its files are being removed has nothing to add.
pub fn exit(status: i32) -> ! {
    static ENDING: AtomicBool = AtomicBool::new(false);
    if ENDING.swap(true, Ordering::Relaxed) {
        loop {
            thread::park();
        }
    }
    file_read::abandon();
    // SAFETY: _exit only ends the process.
    unsafe { libc::_exit(status) }
}
