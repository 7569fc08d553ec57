//! The `posthus` binary.
fn main() {}
