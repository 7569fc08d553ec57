//! Persons in files of other programs, as whoever brings or takes such a file sees them.

pub use mail::contacts::{Charset, Contact, Field, Form, Reading, Separator, VCardVersion, card, csv_row};
pub use policy::contact::Unreadable;
