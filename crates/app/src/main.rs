//! The `posthus` binary: configuration, wiring and commands. The only place that reads the
//! environment and the only one that knows every crate.

mod cli;
mod commands;
mod config;
mod demo;
mod listener;
mod logging;
mod master_key;
mod output;
mod serve;
mod wiring;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use cli::{Cli, Command};

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            output::complain(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match &cli.command {
        Command::Version => {
            output::line(concat!("posthus ", env!("CARGO_PKG_VERSION")));
            return Ok(ExitCode::SUCCESS);
        }
        Command::Completions { shell } => {
            clap_complete::generate(*shell, &mut Cli::command(), "posthus", &mut std::io::stdout());
            return Ok(ExitCode::SUCCESS);
        }
        Command::Openapi => {
            output::line(&serde_json::to_string_pretty(&api::openapi())?);
            return Ok(ExitCode::SUCCESS);
        }
        Command::ConfigReference => {
            output::text(&config::reference_page());
            return Ok(ExitCode::SUCCESS);
        }
        Command::Serve(_)
        | Command::Demo(_)
        | Command::Init(_)
        | Command::User(_)
        | Command::Mailbox(_)
        | Command::Intake(_)
        | Command::Outbox(_)
        | Command::Doctor
        | Command::Export(_) => {}
    }
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    let variables = std::env::vars();
    let config = config::load(cli.config.as_deref(), variables)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async move {
        match cli.command {
            Command::Serve(arguments) => {
                serve::serve(config, &arguments.roles).await.map(|()| ExitCode::SUCCESS)
            }
            Command::Demo(arguments) => demo::demo(config, arguments).await.map(|()| ExitCode::SUCCESS),
            other => commands::run(config, other, cli.json).await,
        }
    })
}
