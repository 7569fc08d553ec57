//! Posthus flows.
