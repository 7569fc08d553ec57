//! Conversations with the whole crate: the corpus of ugly mails, and rules that hold for any input.

#[cfg(test)]
mod corpus;
#[cfg(test)]
mod properties;
