//! The flows over a real database, a clock that stands still and a mail server that does as told.

mod answers;
mod house;
mod pipeline;
mod queues;
