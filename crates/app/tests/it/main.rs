//! The binary as a shell sees it.

#[cfg(test)]
mod inspect;
