//! Hands the compiler's version to the program: `hello` names it. And compiles C's side of ffi, apart.
use std::{env, process::Command};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../c/add.c");
    cc::Build::new()
        .file("../c/add.c")
        .opt_level(2)
        .compile("add");
    let rustc = env::var("RUSTC").unwrap_or_else(|_| "rustc".into());
    let answer = Command::new(rustc).arg("--version").output();
    let line = answer.map(|it| String::from_utf8_lossy(&it.stdout).into_owned());
    let version = line
        .ok()
        .and_then(|it| it.split(' ').nth(1).map(str::to_owned));
    println!(
        "cargo::rustc-env=RUSTC_VERSION={}",
        version.as_deref().unwrap_or("unknown")
    );
}
