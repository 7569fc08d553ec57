//! Posthus mail.
