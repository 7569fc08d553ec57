//! `with-postgres COMMAND ARGUMENT...` runs a command beside one PostgreSQL server, named to it by
//! `POSTHUS_TEST_POSTGRES_URL`, and ends with the command's exit code.

use std::process::{Command, ExitCode};

use testkit::postgres::{Postgres, URL_VARIABLE};

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(words) => {
            say(&words);
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode, String> {
    let mut arguments = std::env::args_os().skip(1);
    let program = arguments.next().ok_or("usage: with-postgres COMMAND ARGUMENT...")?;
    let server = Postgres::start().map_err(|error| error.to_string())?;
    let mut command = Command::new(&program);
    command.args(arguments).env(URL_VARIABLE, server.url());
    let status = command.status().map_err(|error| format!("cannot run {}: {error}", program.display()))?;
    // Ended by a signal: there is no code to hand on.
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

#[expect(clippy::print_stderr, reason = "a command-line tool complains on standard error")]
fn say(words: &str) {
    eprintln!("with-postgres: {words}");
}
