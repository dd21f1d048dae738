//! Whether a runtime can be swapped for another: each task, as its ecosystem writes it, on each runtime.
//!
//! Without arguments it prints the table, a JSON line a cell: `task`, `runtime`, `outcome` (runs, panics, deadlocks, does not
//! compile) and `says`, the runtime's or the compiler's own words. With a task and a runtime it is that cell: a process each, since
//! a panic ends it and a deadlock has to be ended.
//!
//! # Layout
//! - [`tasks`]: the tasks; [`runtimes`]: what runs them
//! - [`cell`]: a cell's process, watched; `examples`: what must not compile

mod cell;
mod runtimes;
mod tasks;

use std::env;
use std::process::ExitCode;

use cell::Cell;
use runtimes::RUNTIMES;
use serde_json::json;
use tasks::TASKS;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.as_slice() {
        [] => {
            table();
            ExitCode::SUCCESS
        }
        [task, runtime] if tasks::run(task, runtime) => ExitCode::SUCCESS,
        _ => {
            eprintln!(
                "interleave-swap [TASK RUNTIME]: a task of {TASKS:?}, a runtime of {RUNTIMES:?}"
            );
            ExitCode::from(2)
        }
    }
}

fn table() {
    let run = TASKS
        .iter()
        .flat_map(|task| RUNTIMES.map(|runtime| (*task, runtime, cell::run(task, runtime))));
    let compiled =
        cell::MISFITS.map(|(task, runtime)| (task, runtime, cell::compile(task, runtime)));
    for (task, runtime, Cell { outcome, says }) in run.chain(compiled) {
        println!(
            "{}",
            json!({"task": task, "runtime": runtime, "outcome": outcome, "says": says})
        );
    }
}
