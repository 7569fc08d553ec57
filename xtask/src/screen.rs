//! The one place that writes to the terminal.

/// Writes one line to standard output.
#[expect(clippy::print_stdout, reason = "a command-line tool answers on standard output")]
pub(crate) fn line(text: impl std::fmt::Display) {
    println!("{text}");
}
