//! Answers cut by structure.
