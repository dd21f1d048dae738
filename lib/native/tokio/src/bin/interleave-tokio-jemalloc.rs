//! Runtime `tokio` with jemalloc.

use interleave_tokio::Allocator;
use tikv_jemallocator::Jemalloc;

#[global_allocator]
static GLOBAL: Jemalloc = Jemalloc;

fn main() {
    interleave_tokio::main(Allocator::Jemalloc)
}
