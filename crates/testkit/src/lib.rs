//! Posthus testkit.
