//! Sessions of our listeners over loopback, against raw clients and our own sender.

mod mx;
mod office;
