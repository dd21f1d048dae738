//! Calls that block: tasks that read whole files.

use std::ffi::{CString, OsString};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde::Deserialize;

use super::Gates;
use crate::actor::Tally;
use crate::check::{TASKS, seed, within};
use crate::gate::{Gate, Shape};
use crate::gated::Gated;
use crate::mix::mix;
use crate::recorder::unpoisoned;
use crate::round::Failure;
use crate::tasks::{Async, time, units};

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileRead {
    pub files: u64,
    pub size: u64,
    #[serde(deserialize_with = "seed")]
    pub seed: u64,
}

impl Gates for FileRead {
    const FACTS: &[&str] = &["files"];

    fn check(&self) -> Result<(), String> {
        within("files", self.files, 1..=TASKS)?;
        within("size", self.size, 0..=1 << 31)?;
        if self.size.is_multiple_of(8) {
            return Ok(());
        }
        Err(format!("size is {}, not a multiple of 8", self.size))
    }

    fn units(&self) -> u64 {
        self.files
    }

    fn shape(&self) -> Shape {
        Shape {
            arrive: self.files,
            until: self.files,
            ..Shape::default()
        }
    }
}

impl FileRead {
    pub fn play<A: Async>(&self, on: &A, round: &mut Gated) -> Result<Tally, Failure> {
        let folder = self.written()?;
        round.starts_here();
        let tasks = (0..self.files).map(|i| {
            let (gate, path) = (round.gate().clone(), folder.file(i));
            on.spawn(async move {
                gate.arrive().await;
                let sum = sum_or_fail(&gate, A::read(path).await);
                gate.done();
                sum
            })
        });
        let tasks = tasks.collect();
        time(on, round)?;
        Ok(units(on, tasks))
    }

    /// The files, in a folder of their own.
    pub fn written(&self) -> Result<Folder, Failure> {
        let all = || {
            let folder = Folder::make()?;
            for i in 0..self.files {
                self.write(&folder.file(i), self.seed.wrapping_add(i << 32))?;
            }
            Ok(folder)
        };
        all().map_err(|it: io::Error| Failure::Failed(format!("the files can't be written: {it}")))
    }

    fn write(&self, path: &Path, first: u64) -> io::Result<()> {
        let mut file = BufWriter::with_capacity(1 << 16, File::create(path)?);
        for j in 0..self.size / 8 {
            file.write_all(&mix(first.wrapping_add(j)).to_le_bytes())?;
        }
        file.flush()
    }
}

/// What a task has read, added up.
pub fn sum_or_fail(gate: &Gate, read: io::Result<Vec<u8>>) -> u64 {
    read.map_or_else(
        |it| {
            gate.fail(format!("a file can't be read: {it}"));
            0
        },
        |it| sum_of_words(&it),
    )
}

pub fn sum_of_words(bytes: &[u8]) -> u64 {
    let (words, _) = bytes.as_chunks();
    words
        .iter()
        .fold(0, |sum: u64, it| sum.wrapping_add(u64::from_le_bytes(*it)))
}

/// The round's folder is the process's, so that a cancelled program leaves none behind.
static FOLDER: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Dropping it removes it.
pub struct Folder(PathBuf);

impl Folder {
    fn make() -> io::Result<Self> {
        let mut kept = unpoisoned(&FOLDER);
        let pattern = std::env::temp_dir().join("interleave-file-read-XXXXXX");
        let name = CString::new(pattern.as_os_str().as_bytes())?.into_raw();
        // SAFETY: mkdtemp writes within the name, which stays ours and a C string.
        let (made, name) = unsafe { (libc::mkdtemp(name), CString::from_raw(name)) };
        if made.is_null() {
            return Err(io::Error::last_os_error());
        }
        let path = PathBuf::from(OsString::from_vec(name.into_bytes()));
        *kept = Some(path.clone());
        Ok(Self(path))
    }

    pub fn file(&self, i: u64) -> PathBuf {
        self.0.join(i.to_string())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        *unpoisoned(&FOLDER) = None;
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// For the program's end at any moment, while files may still be written: those who do so find the folder gone.
pub(crate) fn abandon() {
    let Some(path) = unpoisoned(&FOLDER).take() else {
        return;
    };
    let gone = path.with_extension("gone");
    if fs::rename(&path, &gone).is_ok() {
        let _ = fs::remove_dir_all(gone);
    }
}
