//! Protocol cores without IO: input bytes and the present instant in, events and output bytes out.
//!
//! Knows the grammar and the order of IMAP, POP3 and SMTP conversations and nothing of sockets,
//! TLS, clocks or the database. [`Core`] is the one trait; `net::drive` runs any of them.
//!
//! | module | RFCs |
//! | --- | --- |
//! | [`sasl`] | 4616, 7628, 7677, 5802, LOGIN and XOAUTH2 as in use |
//! | [`imap`] | 3501, 9051 in part, 2177, 2971, 4315, 4959, 5530, 7888 |
//! | [`pop3`] | 1939, 2449, 2595, 3206, 5034 |
//! | [`smtp`] | 5321, 1870, 2033, 2034, 2920, 3030, 3207, 4954, 6152, 6531 |

pub mod body;
pub mod core;
pub mod imap;
pub mod pop3;
pub mod sasl;
pub mod smtp;

pub use self::body::Body;
pub use self::core::{Core, Ending, Line, Lines, Side, TraceLine};
