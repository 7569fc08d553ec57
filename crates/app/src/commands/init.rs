//! `posthus init`: the secret key, the database, the first organisation and its administrator.

use anyhow::{Result, bail};
use domain::org::Right;
use domain::{OrganisationId, RoleId};
use flows::users::NewUser;
use store::StoreError;

use super::users::ask_password;
use crate::cli;
use crate::config::Config;
use crate::{master_key, output, wiring};

/// Makes them; a second organisation is made the same way.
pub(super) async fn init(config: &Config, arguments: cli::Init) -> Result<()> {
    let (_, entropy) = wiring::machine();
    let key = master_key::read_or_make(&config.key_path(), &*entropy)?;
    let office = wiring::office(config, wiring::store(config, key).await?, &key, false)?;
    let all = store::organisations::list(&office.store().read()).await?;
    if all.iter().any(|row| row.name == arguments.organisation) {
        bail!("there is an organisation `{}` already", arguments.organisation);
    }
    let password = ask_password("Password for the administrator")?;
    let (name, now) = (arguments.organisation.clone(), office.now());
    let (organisation, role) = office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let organisation = store::organisations::insert(tx, &name, now).await?;
                let rights = Right::ALL.into_iter().collect();
                let role = store::roles::insert(tx, organisation, "Administrator", &rights).await?;
                Ok::<(OrganisationId, RoleId), StoreError>((organisation, role))
            })
        })
        .await?;
    let user = NewUser {
        name: arguments.name,
        address: arguments.email,
        password,
        language: arguments.language,
        role_ids: vec![role],
        category_ids: Vec::new(),
    };
    flows::users::create(&office, organisation, user).await?;
    office.close().await?;
    output::line(&format!("The organisation `{}` and its administrator are made.", arguments.organisation));
    output::line(&format!("Keep a copy of `{}` apart from the database.", config.key_path().display()));
    Ok(())
}
