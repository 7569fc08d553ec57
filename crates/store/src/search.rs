//! Full-text search over cases: their number, title and customer, and all their messages.
//!
//! `analyser` turns text into words, the same for both engines; `index` writes them in the
//! transaction that writes the text; [`find`] looks for cases. A document is one message, or what
//! stands above a case; all words of a question must stand in one document.

mod analyser;
mod engine;
mod find;
mod index;

pub(crate) use analyser::ANALYSER_VERSION;
pub use analyser::{Piece, stems};
pub use find::{Found, Hit, find};
pub(crate) use index::{
    CaseWords, forget_case, forget_message, index_again, index_case, index_case_again, index_message,
};
pub use index::{Progress, index_older};
