//! The house tools: what continuous integration runs, the house rules as tests, and the figures of
//! the code base. Start with `cargo xtask --help`; `tidy` holds the rules marked T in the style guide.

mod ci;
mod client;
mod facts;
mod finding;
mod measure;
mod rfc;
mod screen;
mod source;
mod tidy;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// The house tools of Posthus.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs everything continuous integration runs, in its order.
    Ci {
        /// Only these steps, by name.
        #[arg(long, value_delimiter = ',')]
        only: Vec<String>,
    },
    /// Checks the house rules: layers, sizes, names, comments, migrations.
    Tidy {
        /// Records the migrations that are new, so that they can no longer change.
        #[arg(long)]
        seal_migrations: bool,
    },
    /// Prints which RFC section is obeyed where; fails on an RFC that is not in xtask/rfcs.txt.
    Rfc,
    /// Prints the sizes that the style guide sets targets for.
    Measure,
    /// Compares the OpenAPI document and the TypeScript client with the code.
    Client {
        /// Writes them anew.
        #[arg(long)]
        write: bool,
    },
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            screen::line(format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let root = source::root()?;
    match Arguments::parse().command {
        Command::Ci { only } => ci::run(&root, &only),
        Command::Tidy { seal_migrations: true } => tidy::migrations::seal(&root),
        Command::Tidy { seal_migrations: false } => tidy::run(&root),
        Command::Rfc => rfc::run(&root),
        Command::Measure => measure::run(&root),
        Command::Client { write } => client::run(&root, write),
    }
}
