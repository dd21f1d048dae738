//! Runtime `tokio` with mimalloc.

use interleave_tokio::Allocator;
use mimalloc::MiMalloc;

#[global_allocator]
static GLOBAL: MiMalloc = MiMalloc;

fn main() {
    interleave_tokio::main(Allocator::Mimalloc)
}
