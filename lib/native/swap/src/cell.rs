//! A cell of the table: what a task comes to.

use std::env;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

/// What must not compile, and the runtime whose stream it is given.
pub const MISFITS: [(&str, &str); 3] = [
    ("futures-reader", "tokio"),
    ("tokio-reader", "async-std"),
    ("tokio-reader", "smol"),
];

/// None of the tasks takes a hundredth of that.
const PATIENCE: Duration = Duration::from_secs(2);

pub struct Cell {
    pub outcome: &'static str,
    pub says: String,
}

/// The task in a process of its own, which has one thread a runtime. A task that waits for ever is ended.
pub fn run(task: &str, runtime: &str) -> Cell {
    let mut child = Command::new(env::current_exe().expect("this program"))
        .args([task, runtime])
        .env("ASYNC_STD_THREAD_COUNT", "1")
        .env("SMOL_THREADS", "1")
        .env("RUST_BACKTRACE", "0")
        .stderr(Stdio::piped())
        .spawn()
        .expect("this program once more");
    let began = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child of ours") {
            break status;
        }
        if began.elapsed() > PATIENCE {
            let _ = child.kill();
            let _ = child.wait();
            return Cell {
                outcome: "deadlocks",
                says: format!("nothing happens for {} s", PATIENCE.as_secs()),
            };
        }
        sleep(Duration::from_millis(5));
    };
    let mut said = String::new();
    let errors = child.stderr.as_mut().expect("its messages");
    errors.read_to_string(&mut said).expect("text");
    Cell {
        outcome: if status.success() { "runs" } else { "panics" },
        says: message(&said),
    }
}

/// Of a panic: the line after the one that says where.
fn message(said: &str) -> String {
    let lines = said.lines().skip_while(|it| !it.contains("panicked at"));
    lines.skip(1).take(1).collect()
}

/// What the compiler says to an example that is a misfit.
pub fn compile(task: &str, runtime: &str) -> Cell {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| folder.join("../target"), Into::into);
    let checked = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args([
            "check",
            "--quiet",
            "--locked",
            "--message-format=json",
            "--features=misfits",
        ])
        .arg(format!("--example={task}-of-{runtime}"))
        .arg("--target-dir")
        .arg(target.join("swap"))
        .current_dir(folder)
        .stderr(Stdio::null())
        .output()
        .expect("cargo");
    let said = String::from_utf8_lossy(&checked.stdout);
    let errors = said.lines().filter_map(error);
    Cell {
        outcome: if checked.status.success() {
            "compiles"
        } else {
            "does not compile"
        },
        says: errors.take(1).collect(),
    }
}

/// A line's error with its code, if it is one.
fn error(line: &str) -> Option<String> {
    let line: Value = serde_json::from_str(line).ok()?;
    let message = &line["message"];
    let code = message["code"]["code"].as_str()?;
    (message["level"] == "error").then(|| {
        format!(
            "{code}: {}",
            message["message"].as_str().unwrap_or_default()
        )
    })
}
