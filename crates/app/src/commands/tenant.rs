//! Which organisation a command is about.

use anyhow::{Result, bail};
use domain::org::{Actor, Right};
use domain::{EmailAddress, OrganisationId, UserId};
use flows::Office;
use store::organisations::OrganisationRow;

use crate::cli::Tenant;

/// The organisation that was named, or the only one.
pub(super) async fn choose(office: &Office, tenant: &Tenant) -> Result<OrganisationRow> {
    let mut all = store::organisations::list(&office.store().read()).await?;
    let Some(wanted) = &tenant.organisation else {
        return match all.len() {
            1 => Ok(all.remove(0)),
            0 => bail!("there is no organisation; make one with `posthus init`"),
            _ => bail!("there are several organisations; name one with --organisation: {}", names(&all)),
        };
    };
    let named = |row: &OrganisationRow| row.name == *wanted || row.id.to_string() == *wanted;
    let names = names(&all);
    match all.into_iter().find(named) {
        Some(row) => Ok(row),
        None => bail!("there is no organisation `{wanted}`; there are: {names}"),
    }
}

fn names(all: &[OrganisationRow]) -> String {
    all.iter().map(|row| row.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// Whoever has the machine has every right; what he does is logged as the system's doing.
pub(super) fn operator(organisation: OrganisationId) -> Actor {
    Actor { organisation, user: UserId::new(0), rights: Right::ALL.into_iter().collect() }
}

/// The mailbox with this address.
pub(super) async fn mailbox(
    office: &Office,
    organisation: OrganisationId,
    address: &str,
) -> Result<domain::MailboxId> {
    let wanted: EmailAddress = address.parse()?;
    let all = store::mailboxes::list_names(&office.store().read(), organisation).await?;
    let found = all.iter().find(|(_, known)| known.key() == wanted.key());
    let Some((id, _)) = found else { bail!("there is no mailbox `{wanted}`") };
    Ok(*id)
}
