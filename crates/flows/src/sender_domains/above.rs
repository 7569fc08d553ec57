//! Mail from a name below a domain that the organisation proved: it is signed for that domain, whose keys vouch for it
//! under relaxed alignment (RFC 9989 4.10.2), unless somebody has said something of the name itself.

use domain::OrganisationId;
use policy::sender_domain as policy_of;
use store::sender_domains::{self as domains, SenderDomainRow};
use store::{Conn, StoreError};

/// The domain above that mail from this one is signed for. `None` where the name is among the organisation's domains
/// itself, archived or not: what is known of it decides. Nor where another organisation proved the name, or one between
/// the two, nor where the nearest domain above does not sign or vouches for itself alone.
///
/// # Errors
/// When the store fails.
pub(crate) async fn signs_above(
    conn: &Conn,
    organisation: OrganisationId,
    domain: &str,
) -> Result<Option<SenderDomainRow>, StoreError> {
    let names = policy_of::names_above(domain);
    if names.is_empty() {
        return Ok(None);
    }
    let rows = domains::list_ever(conn, organisation).await?;
    let find = |name: &str| rows.iter().find(|row| row.name == name);
    if find(domain).is_some() {
        return Ok(None);
    }
    let (mut unsaid, mut nearest) = (vec![domain], None);
    for name in names {
        nearest = find(name);
        if nearest.is_some() {
            break;
        }
        unsaid.push(name);
    }
    let Some(row) = nearest.filter(|row| signs_below(row)) else { return Ok(None) };
    let is_anothers = domains::is_anothers(conn, organisation, &unsaid).await?;
    Ok((!is_anothers).then(|| row.clone()))
}

fn signs_below(row: &SenderDomainRow) -> bool {
    row.archived_at.is_none() && row.state.signs() && !policy_of::vouches_for_itself_alone(&row.findings)
}
