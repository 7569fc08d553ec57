//! Companies that persons belong to, known by the domains of their addresses.

mod create;
mod delete;
mod export;
mod get;
mod list;
mod merge;
mod split;
mod update;

use domain::{CompanyId, OrganisationId, Problem};
use serde::{Deserialize, Serialize};
use store::StoreError;
use store::companies::{CompanyRow, DOMAINS_MAX};
use utoipa::ToSchema;

use super::shared::write::{self, Written};
use crate::problem::Refusal;
use crate::routing::{ApiRouter, routes};
use crate::schema::{CompanyKey, Moment};
use crate::state::Api;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_companies, create::create_company))
        .routes(routes!(get::get_company, update::update_company, delete::delete_company))
        .routes(routes!(merge::merge_company))
        .routes(routes!(split::split_company))
}

pub(crate) fn long_routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(export::export_companies))
}

/// A company.
#[derive(Serialize, ToSchema)]
pub(crate) struct Company {
    /// The id.
    id: CompanyKey,
    /// The name.
    name: String,
    /// The domains of its addresses.
    domains: Vec<String>,
    /// How many persons it has.
    persons: u64,
    /// When it became known.
    created_at: Moment,
    /// How often it was changed; goes along with a change as `seen_version`.
    version: i64,
}

impl From<CompanyRow> for Company {
    fn from(row: CompanyRow) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            domains: row.domains,
            persons: row.persons,
            created_at: row.created_at.into(),
            version: row.version,
        }
    }
}

/// A company's name and domains.
#[derive(Deserialize, ToSchema)]
pub(crate) struct CompanyInput {
    /// The name.
    name: String,
    /// The domains of its addresses, at most 50: new senders with one of them belong to it.
    domains: Vec<String>,
    /// Of a change: the version that it goes on from. Where it was changed since, it is refused with
    /// `company.changed_meanwhile`, `by` whom, and its `version`; left out, it is written over what others did.
    seen_version: Option<i64>,
}

impl CompanyInput {
    fn checked(self) -> Written<(String, Vec<String>)> {
        let name = write::name(&self.name)?;
        let mut domains: Vec<String> = Vec::new();
        for text in self.domains {
            let address = format!("a@{}", text.trim().trim_start_matches('@'));
            let address: domain::EmailAddress = address.parse().map_err(|_| {
                let detail = "a domain is what stands behind the @ of an address, as in example.org";
                Problem::invalid("domains", "company.domain_invalid", detail)
            })?;
            let key = address.key();
            let domain = key.rsplit_once('@').map_or(String::new(), |(_, domain)| domain.to_owned());
            if !domains.contains(&domain) {
                domains.push(domain);
            }
        }
        if domains.len() > DOMAINS_MAX {
            let detail = format!("a company has at most {DOMAINS_MAX} domains");
            return Err(Problem::invalid("domains", "company.too_many_domains", detail).into());
        }
        Ok((name, domains))
    }
}

fn taken(error: StoreError) -> Refusal {
    if error.is_duplicate() {
        let detail = "another company has one of these domains; take it away there first";
        let problem = Problem::conflict("company.domain_taken", detail);
        return Problem { field: Some("domains"), ..problem }.into();
    }
    error.into()
}

async fn find(api: &Api, organisation: OrganisationId, id: CompanyId) -> Written<Company> {
    let row = store::companies::find(&api.conn(), organisation, id).await?;
    row.map(Into::into).ok_or_else(|| Problem::not_found("company").into())
}
