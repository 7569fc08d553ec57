//! The binary as a shell sees it.

#[cfg(test)]
mod commands;
#[cfg(test)]
mod inspect;
