//! The outgoing servers of sender domains: what is from such a domain leaves through its own.

use domain::mailbox::SignIn;
use domain::oauth::GrantOwner;
use domain::transport::TransportOwner;
use domain::{Actor, EmailAddress, OrganisationId, Problem, TransportId, limits};
use store::oauth::grants;

use super::{TransportView, end_grant, go_on, see_to_waiting, shared, view};
use crate::office::Office;
use crate::problem;

/// A sender domain with the server that it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainTransport {
    /// The id.
    pub id: TransportId,
    /// The domain, as it stands in DNS.
    pub domain: String,
    /// Its server.
    pub view: TransportView,
}

/// The domains that have a server of their own, by name: at most [`limits::DOMAIN_TRANSPORTS_MAX`].
///
/// # Errors
/// When the store fails.
pub async fn list_of_domains(
    office: &Office,
    organisation: OrganisationId,
) -> Result<Vec<DomainTransport>, Problem> {
    let conn = office.store().read();
    let found = store::transports::list_of_domains(&conn, organisation, limits::DOMAIN_TRANSPORTS_MAX).await;
    let found = found.map_err(problem::from_store)?;
    let shared = shared(office, &conn, organisation, &TransportOwner::Domain(String::new())).await?;
    let mut shown = Vec::with_capacity(found.len());
    for (domain, row) in found {
        let grant = match row.settings.sign_in {
            SignIn::OAuth(_) => {
                let grant = grants::find_glance(&conn, organisation, GrantOwner::Domain(row.id)).await;
                grant.map_err(problem::from_store)?
            }
            SignIn::Password => None,
        };
        shown.push(DomainTransport { id: row.id, domain, view: view(office, Some(row), grant, shared) });
    }
    Ok(shown)
}

/// Removes a domain's server with its password: its mail takes the organisation's way, or is stopped where it may not.
///
/// # Errors
/// 404 where no domain has it.
pub async fn delete_of_domain(office: &Office, actor: &Actor, id: TransportId) -> Result<(), Problem> {
    let (organisation, within, at) = (actor.organisation, office.clone(), office.now());
    let removed = office.store().write(move |tx| {
        Box::pin(async move {
            store::organisations::lock(tx, organisation).await?;
            let Some(domain) = store::transports::find_domain(tx, organisation, id).await? else {
                return Ok(None);
            };
            let owner = TransportOwner::Domain(domain);
            end_grant(tx, organisation, &owner).await?;
            store::transports::delete(tx, organisation, &owner).await?;
            let is_all = see_to_waiting(tx, &within, (organisation, &owner), at).await?;
            Ok(Some((owner, is_all)))
        })
    });
    let removed: Option<(TransportOwner, bool)> = removed.await.map_err(problem::from_store)?;
    let Some((owner, is_all)) = removed else { return Err(Problem::not_found("transport")) };
    if !is_all {
        go_on(office, organisation, owner).await.map_err(problem::from_store)?;
    }
    office.signals().outbox.notify_one();
    office.signals().domains.notify_one();
    Ok(())
}

/// A domain that somebody typed, as it stands in DNS: lower case, with A-labels.
///
/// # Errors
/// 422 for what is no domain.
pub fn domain_name(text: &str) -> Result<String, Problem> {
    let bare = text.trim().trim_start_matches('@').trim_end_matches('.');
    let address: Result<EmailAddress, _> = format!("postmaster@{bare}").parse();
    match address {
        Ok(address) if address.domain().contains('.') && !address.domain().starts_with('[') => {
            Ok(address.domain().to_owned())
        }
        Ok(_) | Err(_) => {
            let detail =
                "this is no domain; write it as it stands behind the @ of an address, as in `nord.no`";
            Err(Problem::invalid("domain", "domain.malformed", detail).with("domain", text.trim()))
        }
    }
}

/// Refuses one domain more than an organisation may have with servers of their own.
pub(super) async fn has_room(
    office: &Office,
    organisation: OrganisationId,
    owner: &TransportOwner,
    present: &TransportView,
) -> Result<(), Problem> {
    if !matches!(owner, TransportOwner::Domain(_)) || present.updated_at.is_some() {
        return Ok(());
    }
    let max = limits::DOMAIN_TRANSPORTS_MAX;
    let conn = office.store().read();
    let found = store::transports::list_of_domains(&conn, organisation, max).await;
    if found.map_err(problem::from_store)?.len() < max as usize {
        return Ok(());
    }
    let detail =
        format!("at most {max} domains can have a server of their own; remove one that is not needed");
    Err(Problem::conflict("transport.too_many", detail).with("max", max.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_kept_as_it_stands_in_dns() {
        assert_eq!(domain_name(" @Ødegård.NO. ").unwrap(), "xn--degrd-ora3k.no");
        assert_eq!(domain_name("nord.example").unwrap(), "nord.example");
        for bad in ["", "localhost", "two words.no", "[192.0.2.1]", "a@b.no@c"] {
            assert_eq!(domain_name(bad).unwrap_err().field, Some("domain"), "{bad}");
        }
    }
}
