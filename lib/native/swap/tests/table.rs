//! The table, by the program's own door: which runtime takes which task, and what it says to those that it doesn't.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

fn table() -> BTreeMap<(String, String), (String, String)> {
    let said = Command::new(env!("CARGO_BIN_EXE_interleave-swap"))
        .output()
        .unwrap();
    let lines = String::from_utf8(said.stdout).unwrap();
    let cells = lines.lines().map(|line| {
        let cell: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| cell[name].as_str().unwrap().to_owned();
        (
            (text("task"), text("runtime")),
            (text("outcome"), text("says")),
        )
    });
    cells.collect()
}

#[test]
fn each_cell_is_what_its_runtime_makes_of_it() {
    let table = table();
    let reactor =
        "there is no reactor running, must be called from the context of a Tokio 1.x runtime";
    assert_eq!(table.len(), 12 * 3 + 3);
    for ((task, runtime), (outcome, says)) in &table {
        let expected = match (task.as_str(), runtime.as_str()) {
            ("futures-reader" | "tokio-reader", _) => {
                ("does not compile", "E0277: the trait bound `")
            }
            ("block-on:own", "tokio") => {
                ("panics", "Cannot start a runtime from within a runtime.")
            }
            ("block-on:own" | "block-on:futures-lite", _) => ("deadlocks", ""),
            ("sleep:tokio" | "listen:tokio" | "blocking:tokio", "async-std" | "smol") => {
                ("panics", reactor)
            }
            _ => ("runs", ""),
        };
        assert_eq!(outcome, expected.0, "{task} on {runtime}: {says}");
        assert!(says.starts_with(expected.1), "{task} on {runtime}: {says}");
    }
}

#[test]
fn what_is_no_cell_is_said() {
    let said = Command::new(env!("CARGO_BIN_EXE_interleave-swap"))
        .args(["chess", "smol"])
        .output()
        .unwrap();
    assert_eq!(said.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&said.stderr).contains("a task of"));
}
