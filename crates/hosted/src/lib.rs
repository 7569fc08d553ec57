//! Posthus hosted.
