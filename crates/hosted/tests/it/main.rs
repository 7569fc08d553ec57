//! Sessions of our listeners over loopback, against raw clients and our own sender.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod mx;
mod office;
mod protection;
