//! Rules beside public samples.

#[cfg(test)]
mod public_samples;
