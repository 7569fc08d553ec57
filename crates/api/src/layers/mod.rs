//! What every request passes before and after its handler.

pub(crate) mod author;
pub(crate) mod csrf;
pub(crate) mod headers;
pub(crate) mod known;
pub(crate) mod timeout;
pub(crate) mod trace;
pub(crate) mod unread;
