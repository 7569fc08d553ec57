//! Posthus wire.
