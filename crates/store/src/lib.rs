//! Posthus store.
