//! The commands that look at or change an organisation from the shell.

mod doctor;
mod export;
mod import;
mod init;
pub(crate) mod inspect;
mod keys;
mod lists;
mod sender_domains;
mod tenant;
mod users;

use std::process::ExitCode;

use anyhow::Result;

use crate::cli::{Command, Keys, SenderDomain, User};
use crate::config::Config;
use crate::logging;

/// Runs one of them.
pub(crate) async fn run(config: Config, command: Command, json: bool) -> Result<ExitCode> {
    logging::start(&config.log)?;
    match command {
        Command::Init(arguments) => init::init(&config, arguments, json).await?,
        Command::User(User::List(tenant)) => users::list(&config, &tenant, json).await?,
        Command::User(User::Add { email, name, roles, tenant }) => {
            users::add(&config, users::Add { email, name, roles }, &tenant, json).await?;
        }
        Command::User(User::Password { email, tenant }) => {
            users::password(&config, &email, &tenant, json).await?;
        }
        Command::Mailbox(mailbox) => return lists::mailbox(&config, mailbox, json).await,
        Command::Intake(intake) => return lists::intake(&config, intake, json).await,
        Command::Outbox(outbox) => lists::outbox(&config, outbox, json).await?,
        Command::Keys(Keys::Prepare) => keys::prepare(&config, json)?,
        Command::Keys(Keys::Rotate { keep_old, forget_signatures }) => {
            let old = match (keep_old, forget_signatures) {
                (true, _) => keys::Old::Kept,
                (false, false) => keys::Old::Forgotten,
                (false, true) => keys::Old::Disowned,
            };
            keys::rotate(&config, old, json).await?;
        }
        Command::SenderDomain(SenderDomain::Keys) => sender_domains::keys(&config, json).await?,
        Command::Doctor => return doctor::doctor(&config, json).await,
        Command::Export(arguments) => export::export(&config, &arguments, json).await?,
        // `main` runs these itself.
        Command::Serve(_)
        | Command::Demo(_)
        | Command::Inspect(_)
        | Command::Version
        | Command::Completions { .. }
        | Command::Openapi
        | Command::ConfigReference => {}
    }
    Ok(ExitCode::SUCCESS)
}
