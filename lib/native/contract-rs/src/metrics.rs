//! What the kernel counts. What it doesn't tell is left out, never zero.

use std::collections::BTreeMap;
use std::fs;

use serde::Serialize;

/// Of the whole process, since it started.
#[derive(Clone, Copy)]
pub struct Usage {
    cpu_ns: u64,
    minor_faults: u64,
    involuntary_switches: u64,
}

impl Usage {
    pub fn now() -> Self {
        // SAFETY: getrusage fills the struct, and all zeroes is a valid one.
        let usage = unsafe {
            let mut usage: libc::rusage = std::mem::zeroed();
            libc::getrusage(libc::RUSAGE_SELF, &mut usage);
            usage
        };
        let ns = |it: libc::timeval| it.tv_sec as u64 * 1_000_000_000 + it.tv_usec as u64 * 1_000;
        Self {
            cpu_ns: ns(usage.ru_utime) + ns(usage.ru_stime),
            minor_faults: usage.ru_minflt as u64,
            involuntary_switches: usage.ru_nivcsw as u64,
        }
    }
}

/// Of one round.
#[derive(Serialize, Default)]
pub struct Metrics {
    pub cpu_ns: u64,
    pub minor_faults: u64,
    pub involuntary_switches: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threads: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idle_rss_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offered_per_s: Option<f64>,
    /// The workload's own.
    #[serde(flatten)]
    pub more: BTreeMap<&'static str, u64>,
}

impl Metrics {
    /// The clock has stopped; it started at `before`.
    pub fn since(before: Usage) -> Self {
        let after = Usage::now();
        Self {
            cpu_ns: after.cpu_ns - before.cpu_ns,
            minor_faults: after.minor_faults - before.minor_faults,
            involuntary_switches: after.involuntary_switches - before.involuntary_switches,
            threads: status("Threads:"),
            ..Self::default()
        }
    }
}

pub fn resident_bytes() -> Option<u64> {
    status("VmRSS:").map(|kib| kib * 1024)
}

/// What the kernel holds for the process: page tables, and a stack of 16 KiB a thread.
pub fn kernel_bytes() -> Option<u64> {
    Some(status("VmPTE:")? * 1024 + status("Threads:")? * 16 * 1024)
}

/// Memory that the machine can still give.
pub fn available_bytes() -> Option<u64> {
    number("/proc/meminfo", "MemAvailable:").map(|kib| kib * 1024)
}

/// A number of /proc/self/status, which only Linux has.
fn status(field: &str) -> Option<u64> {
    number("/proc/self/status", field)
}

fn number(file: &str, field: &str) -> Option<u64> {
    let all = fs::read_to_string(file).ok()?;
    let line = all.lines().find_map(|it| it.strip_prefix(field))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn linux_tells_all_of_them() {
        assert!(resident_bytes().unwrap() > 100_000);
        assert!(kernel_bytes().unwrap() > 16 * 1024);
        assert!(available_bytes().unwrap() > 1_000_000);
        assert!(Metrics::since(Usage::now()).threads.unwrap() >= 1);
    }
}
