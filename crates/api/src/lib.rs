//! Posthus api.
