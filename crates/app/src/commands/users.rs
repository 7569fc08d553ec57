//! `posthus user`.

use anyhow::{Context, Result, bail};
use domain::Secret;
use flows::users::{NewUser, UserChange};
use serde::Serialize;
use serde_json::json;
use store::ListQuery;
use store::users::{UserFilter, UserSort};

use super::tenant;
use crate::cli::Tenant;
use crate::config::Config;
use crate::{output, wiring};

/// A user to be added.
pub(super) struct Add {
    pub(super) email: String,
    pub(super) name: String,
    pub(super) roles: Vec<String>,
}

#[derive(Serialize)]
struct Shown {
    id: String,
    email: String,
    name: String,
    active: bool,
}

/// Lists the users.
pub(super) async fn list(config: &Config, tenant: &Tenant, json: bool) -> Result<()> {
    let office = wiring::open(config).await?;
    let organisation = tenant::choose(&office, tenant).await?.id;
    let mut query = ListQuery::<UserSort>::default().for_export();
    let mut rows = Vec::new();
    loop {
        let page =
            store::users::list(&office.store().read(), organisation, &query, UserFilter::default()).await?;
        rows.extend(page.rows);
        let Some(next) = page.next else { break };
        query.cursor = Some(next);
    }
    let shown: Vec<Shown> = rows
        .into_iter()
        .map(|row| Shown {
            id: row.id.to_string(),
            email: row.address.to_string(),
            name: row.name,
            active: row.active,
        })
        .collect();
    output::table(json, &shown, &["EMAIL", "NAME", "ACTIVE"], |user| {
        vec![user.email.clone(), user.name.clone(), if user.active { "yes" } else { "no" }.to_owned()]
    });
    Ok(())
}

/// Adds a user.
pub(super) async fn add(config: &Config, add: Add, tenant: &Tenant, json: bool) -> Result<()> {
    let office = wiring::open(config).await?;
    let organisation = tenant::choose(&office, tenant).await?;
    let roles = store::roles::list(&office.store().read(), organisation.id).await?;
    let mut role_ids = Vec::new();
    for wanted in &add.roles {
        let Some(role) = roles.iter().find(|role| role.name == *wanted) else {
            let known: Vec<_> = roles.iter().map(|role| role.name.as_str()).collect();
            bail!("there is no role `{wanted}`; there are: {}", known.join(", "));
        };
        role_ids.push(role.id);
    }
    let user = NewUser {
        name: add.name,
        address: add.email,
        password: ask_password("Password")?,
        language: domain::org::Language::default(),
        role_ids,
        category_ids: Vec::new(),
    };
    let id = flows::users::create(&office, organisation.id, user).await?;
    output::result(json, &json!({ "user_id": id.to_string() }), || output::line("The user is added."));
    Ok(office.close().await?)
}

/// Sets a user's password; he is signed out everywhere and his API tokens are removed.
pub(super) async fn password(config: &Config, email: &str, tenant: &Tenant, json: bool) -> Result<()> {
    let office = wiring::open(config).await?;
    let organisation = tenant::choose(&office, tenant).await?.id;
    let address: domain::EmailAddress = email.parse()?;
    let found = store::users::find_by_address(&office.store().read(), &address).await?;
    let user = found.iter().find(|user| user.organisation == organisation);
    let user = user.with_context(|| format!("there is no user `{address}` in this organisation"))?.user;
    let change = UserChange { password: Some(ask_password("New password")?), ..UserChange::default() };
    flows::users::change(&office, &tenant::operator(organisation), user, change).await?;
    output::result(json, &json!({ "user_id": user.to_string() }), || {
        output::line(
            "The password is set; the user is signed out everywhere, and his API tokens are removed.",
        );
    });
    Ok(office.close().await?)
}

/// The password from `POSTHUS_PASSWORD`, or asked for without showing it.
pub(super) fn ask_password(prompt: &str) -> Result<Secret> {
    #[expect(clippy::disallowed_methods, reason = "`app` reads the environment")]
    let given = std::env::var("POSTHUS_PASSWORD");
    match given {
        Ok(password) => Ok(Secret::new(password)),
        Err(_) => {
            let password = rpassword::prompt_password(format!("{prompt}: "))
                .context("cannot ask for a password here; set POSTHUS_PASSWORD")?;
            Ok(Secret::new(password))
        }
    }
}
