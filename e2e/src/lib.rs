//! What the end-to-end tests are written with: the real binary in a world of real and scripted
//! servers, its API as a program uses it, and its pages as a person sees them in Chromium.
//!
//! The tests themselves are in `tests/it`, one file a story. Nothing here knows the inside of
//! Posthus: whatever a test wants, it asks for as its users do.

pub mod api;
pub mod browser;
pub mod mail;
pub mod world;
