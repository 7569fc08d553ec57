//! The organisation's relay, signed in to with what a provider grants.
