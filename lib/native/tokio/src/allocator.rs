//! The allocator, which a program chooses when it is linked: a binary each.

use std::sync::OnceLock;

use contract::Failure;
use serde::Deserialize;

#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Allocator {
    #[default]
    System,
    Mimalloc,
    Jemalloc,
}

/// What this binary was linked with; its `main` says so before anything else.
static LINKED: OnceLock<Allocator> = OnceLock::new();

impl Allocator {
    pub(crate) fn linked(self) {
        LINKED.set(self).expect("a program has one allocator");
    }

    /// The manifest starts the binary that the setting names: another one would measure something else.
    pub(crate) fn check(self) -> Result<(), Failure> {
        let linked = LINKED.get().copied().unwrap_or_default();
        if self == linked {
            return Ok(());
        }
        Err(Failure::Refused(format!(
            "allocator: this program is linked with {linked:?}, the one with {self:?} is a binary of its own"
        )))
    }

    pub(crate) fn note(self) -> String {
        match self {
            Self::System => "the system's".to_owned(),
            Self::Mimalloc => format!("mimalloc, of the crate mimalloc {}", crate::MIMALLOC),
            Self::Jemalloc => format!(
                "jemalloc, of the crate tikv-jemallocator {}",
                crate::JEMALLOC
            ),
        }
    }
}
