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
    // The object store's HTTP client asks for the process's provider; ours is ring everywhere.
    // It fails only when one is installed already, which is then the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    if let Some(code) = without_configuration(&cli.command, cli.json)? {
        return Ok(code);
    }
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    let variables = std::env::vars();
    let config = config::load(cli.config.as_deref(), variables)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async move {
        if let Command::Serve(arguments) = cli.command {
            serve::serve(config, &arguments.roles).await.map(|()| ExitCode::SUCCESS)
        } else if let Command::Demo(arguments) = cli.command {
            demo::demo(config, arguments).await.map(|()| ExitCode::SUCCESS)
        } else {
            let run = Box::pin(commands::run(config, cli.command, cli.json));
            store::audit::in_the_name_of(domain::audit::Author::OPERATOR, run).await
        }
    })
}

/// The commands that only print what the binary knows by itself.
fn without_configuration(command: &Command, json: bool) -> anyhow::Result<Option<ExitCode>> {
    match command {
        Command::Version if json => {
            output::line(concat!(r#"{"version":""#, env!("CARGO_PKG_VERSION"), r#""}"#))
        }
        Command::Version => output::line(concat!("posthus ", env!("CARGO_PKG_VERSION"))),
        Command::Completions { shell } => {
            clap_complete::generate(*shell, &mut Cli::command(), "posthus", &mut std::io::stdout());
        }
        Command::Inspect(inspect) => return commands::inspect::run(inspect).map(Some),
        Command::Openapi => output::line(&serde_json::to_string_pretty(&api::openapi())?),
        Command::ConfigReference => output::text(&config::reference_page()),
        Command::Serve(_)
        | Command::Demo(_)
        | Command::Init(_)
        | Command::User(_)
        | Command::Mailbox(_)
        | Command::Intake(_)
        | Command::Outbox(_)
        | Command::Keys(_)
        | Command::SenderDomain(_)
        | Command::Doctor
        | Command::Export(_) => return Ok(None),
    }
    Ok(Some(ExitCode::SUCCESS))
}
