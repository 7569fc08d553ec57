//! The hosts that a report on a sender domain names, looked at before any transaction: what they are called, and
//! whether the organisation knows them, by its SPF record or as servers that it uses.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use domain::domain_report::KnownBy;
use domain::limits::DOMAIN_TRANSPORTS_MAX;
use domain::outbox::TransportKind;
use domain::transport::TransportOwner;
use domain::{EmailAddress, OrganisationId};
use futures_util::future::join_all;
use mail::domain_report::DmarcRow;
use net::Resolver;
use policy::auth::dns::Answers;
use policy::auth::spf::{self, Client, Identity, SpfResult};
use policy::sender_domain::sources;
use store::{Conn, StoreError};
use tokio::time::timeout;

use crate::authenticity::decided;
use crate::office::Office;

/// How long DNS may take for the hosts of a report.
const WITHIN: Duration = Duration::from_secs(3);
/// Hosts of one report that are looked at: those that sent most.
const HOSTS_MAX: usize = 20;

/// What is found of a host.
#[derive(Clone, Default)]
pub(super) struct Host {
    /// Its name, where it leads back to its address.
    pub(super) name: Option<String>,
    /// By what it is known; `None` where nobody could tell.
    pub(super) known_by: Option<KnownBy>,
}

/// Looks at the sources that sent most.
pub(super) async fn look(
    office: &Office,
    organisation: OrganisationId,
    (domain, rows): (&str, &[DmarcRow]),
) -> Result<BTreeMap<IpAddr, Host>, StoreError> {
    let resolver = office.net().network.resolver();
    let servers = servers(&office.store().read(), office, organisation).await?;
    let asked = asked(rows);
    let names = join_all(asked.iter().map(|address| name(resolver, *address))).await;
    let listed = listed(resolver, domain, &unproved(&asked, rows)).await;
    let hosts = asked.into_iter().zip(names).map(|(address, name)| {
        let known_by = sources::known_by(listed.get(&address).copied(), name.as_deref(), &servers);
        (address, Host { name, known_by })
    });
    Ok(hosts.collect())
}

fn asked(rows: &[DmarcRow]) -> Vec<IpAddr> {
    let mut asked: Vec<IpAddr> = Vec::new();
    for row in rows {
        if asked.len() < HOSTS_MAX && !row.source.is_unspecified() && !asked.contains(&row.source) {
            asked.push(row.source);
        }
    }
    asked
}

/// Those of which some mail is not proved: who proves all of his is known by that.
fn unproved(asked: &[IpAddr], rows: &[DmarcRow]) -> Vec<IpAddr> {
    let is_unproved =
        |address: &&IpAddr| rows.iter().any(|row| row.source == **address && !row.dkim && !row.spf);
    asked.iter().filter(is_unproved).copied().collect()
}

/// A name is whatever the owner of the address writes, and so one counts that leads back to the address.
async fn name(resolver: &dyn Resolver, address: IpAddr) -> Option<String> {
    let named = async {
        let name = resolver.names(address).await.ok()?.into_iter().next()?;
        let addresses = resolver.addresses_of_kind(&name, address.is_ipv6()).await.ok()?;
        addresses.contains(&address).then(|| name.trim_end_matches('.').to_ascii_lowercase())
    };
    timeout(WITHIN, named).await.ok().flatten()
}

/// Whether the domain's SPF record lets each of them send; those of which DNS does not tell are left out.
async fn listed(resolver: &dyn Resolver, domain: &str, asked: &[IpAddr]) -> BTreeMap<IpAddr, bool> {
    let mut answers = Answers::default();
    let mut listed = BTreeMap::new();
    let looked = async {
        for address in asked {
            let mail_from = format!("postmaster@{domain}");
            let client = Client { address: *address, helo: domain.to_owned(), mail_from };
            let check = |answers: &Answers| spf::check(&client, Identity::MailFrom, answers);
            match decided(resolver, &mut answers, check).await.result {
                SpfResult::Pass => listed.insert(*address, true),
                SpfResult::None | SpfResult::Neutral | SpfResult::Fail | SpfResult::SoftFail => {
                    listed.insert(*address, false)
                }
                SpfResult::TempError | SpfResult::PermError => None,
            };
        }
    };
    // What was found out until then holds.
    let _late = timeout(WITHIN, looked).await;
    listed
}

/// The names of the servers that the organisation sends and fetches through, and of our own host.
async fn servers(
    conn: &Conn,
    office: &Office,
    organisation: OrganisationId,
) -> Result<Vec<String>, StoreError> {
    let settings = office.settings();
    let mut names = vec![settings.host_name.clone()];
    names.extend(settings.return_host.clone());
    names.extend(settings.rewrite_from.as_ref().map(EmailAddress::domain).map(str::to_owned));
    if settings.outgoing.kind == TransportKind::Relay {
        names.push(settings.outgoing.host.clone());
    }
    let own = store::transports::find(conn, organisation, &TransportOwner::Organisation).await?;
    let of_domains = store::transports::list_of_domains(conn, organisation, DOMAIN_TRANSPORTS_MAX).await?;
    let ways = own.into_iter().chain(of_domains.into_iter().map(|(_, row)| row));
    names.extend(ways.flat_map(|row| [row.settings.host, row.settings.helo_name]));
    let fetched = store::mailboxes::list_fetched(conn, organisation).await?;
    names.extend(fetched.into_iter().map(|row| row.settings.host));
    names.retain(|name| name.contains('.') && name.parse::<IpAddr>().is_err());
    Ok(names)
}
