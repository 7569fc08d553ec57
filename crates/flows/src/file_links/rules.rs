//! What an organisation says about links to files.

use domain::file_link::NoFileLinks;
use domain::limits::{
    FILE_LINK_DAYS, FILE_LINK_DAYS_MAX, FILE_LINK_FETCHES, FILE_LINK_FETCHES_MAX, LINKED_MEGABYTES,
    LINKED_MEGABYTES_MAX,
};
use domain::{Actor, OrganisationId, Problem};
use policy::file_link::{self, Setup};
use serde::{Deserialize, Serialize};
use store::{Conn, StoreError};

use crate::office::Office;
use crate::problem;
use crate::settings::Edit;

/// What an organisation says about links to files.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct FileLinkRules {
    /// Whether files may go as links.
    pub enabled: bool,
    /// How many days a link is good.
    pub days: u32,
    /// How often a file can be fetched by its link.
    pub fetches: u32,
    /// What the files of one mail may come to together, megabytes.
    pub megabytes: u32,
}

impl FileLinkRules {
    /// What the files of one mail may come to together, octets.
    #[must_use]
    pub fn octets_max(&self) -> u64 {
        u64::from(self.megabytes) * 1024 * 1024
    }
}

impl Default for FileLinkRules {
    fn default() -> Self {
        Self { enabled: true, days: FILE_LINK_DAYS, fetches: FILE_LINK_FETCHES, megabytes: LINKED_MEGABYTES }
    }
}

/// What somebody who writes is offered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Offer {
    /// Why he cannot send files as links; `None` where he can.
    pub refused: Option<NoFileLinks>,
    /// How many days a link is good.
    pub days: u32,
    /// What the files of one mail may come to together, octets.
    pub octets_max: u64,
}

const KEY: &str = "file_links";

/// The organisation's rules.
///
/// # Errors
/// When the store fails.
pub async fn rules(office: &Office, actor: &Actor) -> Result<FileLinkRules, Problem> {
    rules_of(&office.store().read(), actor.organisation).await.map_err(problem::from_store)
}

async fn rules_of(conn: &Conn, organisation: OrganisationId) -> Result<FileLinkRules, StoreError> {
    Ok(store::settings::find(conn, Some(organisation), KEY).await?.unwrap_or_default())
}

/// Changes them; links that are there already stay as they are.
///
/// # Errors
/// 422 for fewer than one day, fetch or megabyte, or too many.
pub async fn put_rules(
    office: &Office,
    actor: &Actor,
    rules: impl Into<Edit<FileLinkRules>>,
) -> Result<(), Problem> {
    let rules: Edit<FileLinkRules> = rules.into();
    rules.keep(office, actor.organisation, (KEY, check)).await
}

fn check(rules: FileLinkRules) -> Result<(), Problem> {
    for (field, value, max) in [
        ("days", rules.days, FILE_LINK_DAYS_MAX),
        ("fetches", rules.fetches, FILE_LINK_FETCHES_MAX),
        ("megabytes", rules.megabytes, LINKED_MEGABYTES_MAX),
    ] {
        if !(1..=max).contains(&value) {
            let detail = format!("choose a number from 1 to {max}");
            return Err(Problem::invalid(field, "file_links.bounds", detail).with("max", max.to_string()));
        }
    }
    Ok(())
}

/// What is offered to those who write.
///
/// # Errors
/// When the store fails.
pub async fn offer(office: &Office, actor: &Actor) -> Result<Offer, Problem> {
    let rules = rules(office, actor).await?;
    let settings = office.settings();
    let refused = file_link::refusal(&Setup {
        base_url: &settings.base_url,
        is_demo: settings.demo,
        is_enabled: rules.enabled,
    });
    Ok(Offer { refused, days: rules.days, octets_max: rules.octets_max() })
}

/// The rules by which links are made.
///
/// # Errors
/// 409 where there can be none, saying why.
pub(crate) async fn for_new_links(office: &Office, actor: &Actor) -> Result<FileLinkRules, Problem> {
    let detail = match offer(office, actor).await?.refused {
        None => return rules(office, actor).await,
        Some(NoFileLinks::NoPublicAddress) => {
            return Err(Problem::conflict(
                "file_links.no_public_address",
                "links need an address that receivers reach; the operator sets `base_url` in the configuration",
            ));
        }
        Some(NoFileLinks::SwitchedOff) => {
            "links to files are switched off in the settings; attach the files, or have links switched on"
        }
    };
    Err(Problem::conflict("file_links.switched_off", detail))
}
