//! Runtime `tokio` with the system's allocator.

use interleave_tokio::Allocator;

fn main() {
    interleave_tokio::main(Allocator::System)
}
