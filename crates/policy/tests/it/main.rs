//! Rules beside public samples.

#[cfg(test)]
mod classes;
#[cfg(test)]
mod public_samples;
