//! The binary as a shell sees it.

#[cfg(test)]
mod commands;
#[cfg(test)]
mod inspect;
#[cfg(test)]
mod inspect_address;
#[cfg(test)]
mod inspect_auth;
#[cfg(test)]
mod inspect_return;
