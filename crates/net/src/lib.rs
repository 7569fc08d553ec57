//! Posthus net.
