//! `posthus init`: the secret key, the database, the first organisation and its administrator.

use anyhow::{Result, bail};
use flows::users::NewUser;
use serde_json::json;

use super::users::ask_password;
use crate::cli;
use crate::config::Config;
use crate::{master_key, output, wiring};

/// Makes them; a second organisation is made the same way.
pub(super) async fn init(config: &Config, arguments: cli::Init, as_json: bool) -> Result<()> {
    let (_, entropy) = wiring::machine();
    let key = master_key::read_or_make(&config.key_path(), &*entropy)?;
    let office = wiring::office(config, wiring::store(config, key).await?, &key, false).await?;
    let all = store::organisations::list(&office.store().read()).await?;
    // Said before a password is asked for.
    if all.iter().any(|row| row.name == arguments.organisation) {
        bail!("there is an organisation `{}` already", arguments.organisation);
    }
    let administrator = NewUser {
        name: arguments.name,
        address: arguments.email,
        password: ask_password("Password for the administrator")?,
        language: arguments.language,
        role_ids: Vec::new(),
        category_ids: Vec::new(),
    };
    let founded =
        flows::founding::found(&office, &arguments.organisation, arguments.language, administrator).await?;
    office.close().await?;
    let key_file = config.key_path().display().to_string();
    let said = json!({
        "organisation_id": founded.organisation.to_string(),
        "user_id": founded.administrator.to_string(),
        "key_file": key_file,
    });
    output::result(as_json, &said, || {
        output::line(&format!(
            "The organisation `{}` and its administrator are made.",
            arguments.organisation
        ));
        output::line(&format!("Keep a copy of `{key_file}` apart from the database."));
    });
    Ok(())
}
