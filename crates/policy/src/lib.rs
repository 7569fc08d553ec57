//! Posthus policy.
