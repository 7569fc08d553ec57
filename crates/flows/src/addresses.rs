//! Whether mail can be sent to addresses that somebody enters: their form, what DNS says of their domains, and
//! whether mail to them came back.

pub(crate) mod deaf;
mod hostless;
mod remarks;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::{Actor, EmailAddress, Problem, Recipient};
use futures_util::future::join_all;
use net::{DnsError, MxAnswer, Reach, Resolver, smtp_out};
use policy::address_check::{self, Form, Judgement, MailHosts};
use store::standings::StandingRow;
use tokio::time::timeout;

pub(crate) use hostless::Hostless;
pub use remarks::remarks;

use crate::office::Office;
use crate::problem;

/// Addresses of one question.
pub const ADDRESSES_MAX: usize = 100;
/// How long DNS may take: whoever types waits for it.
const WITHIN: Duration = Duration::from_secs(3);

/// What is to be thought of one address.
#[derive(Clone, Debug)]
pub struct Checked {
    /// As it was entered.
    pub input: String,
    /// What it says by itself.
    pub form: Form,
    /// What DNS says of its domain.
    pub hosts: MailHosts,
    /// Both together.
    pub judgement: Judgement,
    /// What is known of it, where it is blocked.
    pub blocked: Option<StandingRow>,
}

impl Checked {
    fn of((input, form): (String, Form), hosts: MailHosts, blocked: &BTreeMap<String, StandingRow>) -> Self {
        let judgement = address_check::judge(&form, &hosts);
        let blocked = form.address.as_ref().ok().and_then(|address| blocked.get(&address.key()).cloned());
        Self { input, form, hosts, judgement, blocked }
    }

    /// Whether there is more to say of it than that mail can be sent to it.
    #[must_use]
    pub fn is_remarkable(&self) -> bool {
        let form = &self.form;
        self.judgement != Judgement::Good || form.is_role || form.is_disposable || self.blocked.is_some()
    }
}

/// Checks addresses. Each domain is asked for once, all at the same time; what DNS does not say in time is unknown,
/// and never bad.
///
/// # Errors
/// 422 for too many; 503 when the store does not answer.
pub async fn check(office: &Office, actor: &Actor, inputs: Vec<String>) -> Result<Vec<Checked>, Problem> {
    if inputs.len() > ADDRESSES_MAX {
        let detail =
            format!("at most {ADDRESSES_MAX} addresses can be checked at a time; send them in parts");
        return Err(Problem::invalid("addresses", "addresses.too_many", detail)
            .with("max", ADDRESSES_MAX.to_string()));
    }
    let forms: Vec<Form> = inputs.iter().map(|input| form_of(input)).collect();
    let hosts = hosts_of(office, &forms).await;
    let keys: Vec<String> =
        forms.iter().filter_map(|form| form.address.as_ref().ok()).map(EmailAddress::key).collect();
    let conn = office.store().read();
    let blocked = store::standings::blocked_among(&conn, actor.organisation, &keys)
        .await
        .map_err(problem::from_store)?;
    let checked = inputs.into_iter().zip(forms).map(|(input, form)| {
        let hosts = form.address.as_ref().ok().and_then(|address| hosts.get(address.domain())).cloned();
        Checked::of((input, form), hosts.unwrap_or(MailHosts::NotAsked), &blocked)
    });
    Ok(checked.collect())
}

/// What an address says by itself; a name that stands before it says nothing of it.
fn form_of(input: &str) -> Form {
    match input.parse::<Recipient>() {
        Ok(Recipient { name: Some(_), address }) => address_check::read(&address.to_string()),
        Ok(Recipient { name: None, .. }) | Err(_) => address_check::read(input),
    }
}

/// Refuses those of the addresses that were not there before of which one's domain says that it takes no mail (RFC 7505): for
/// settings that name whom mail is written to.
///
/// # Errors
/// 422 at `field`, with the address.
pub async fn refuse_new(
    office: &Office,
    field: &'static str,
    (entered, before): (&[EmailAddress], &[EmailAddress]),
) -> Result<(), Problem> {
    let known: BTreeSet<String> = before.iter().map(EmailAddress::key).collect();
    deaf::refuse(office, field, entered.iter().filter(|address| !known.contains(&address.key()))).await
}

/// Refuses addresses of which one's domain says that it takes no mail (RFC 7505).
pub(crate) fn refuse_deaf(checked: &[Checked], field: &'static str) -> Result<(), Problem> {
    let Some(deaf) = checked.iter().find(|one| one.hosts == MailHosts::NullMx) else { return Ok(()) };
    Err(takes_no_mail(&deaf.input, field))
}

/// The refusal of an address whose domain says that it takes no mail (RFC 7505).
pub(crate) fn takes_no_mail(input: &str, field: &'static str) -> Problem {
    let detail = format!("the domain of `{input}` says that it takes no mail at all; correct the address");
    Problem::invalid(field, "address.takes_no_mail", detail).with("address", input.to_owned())
}

/// Who takes mail for the domains of these addresses; each is asked for once, all at the same time.
pub(crate) async fn hosts_of(office: &Office, forms: &[Form]) -> BTreeMap<String, MailHosts> {
    let (resolver, reach) = (office.net().network.resolver(), office.sender().direct_reach());
    let named = forms.iter().filter_map(|form| form.address.as_ref().ok());
    let mut domains: Vec<&str> = named.map(EmailAddress::domain).collect();
    domains.sort_unstable();
    domains.dedup();
    let each = domains.into_iter().map(|domain| async move {
        let hosts = timeout(WITHIN, hosts_for(resolver, domain, reach)).await;
        let silent = |_| MailHosts::Unknown("the name servers took too long".to_owned());
        (domain.to_owned(), hosts.unwrap_or_else(silent))
    });
    join_all(each).await.into_iter().collect()
}

/// Whether DNS says that a domain is not there, has no host that could take mail, or takes none (RFC 7505). Silence says
/// nothing.
pub(crate) async fn is_gone(office: &Office, domain: &str) -> bool {
    let (resolver, reach) = (office.net().network.resolver(), office.sender().direct_reach());
    let hosts = timeout(WITHIN, hosts_for(resolver, domain, reach)).await;
    match hosts {
        Ok(MailHosts::NoDomain | MailHosts::NoHost | MailHosts::NullMx) => true,
        Ok(MailHosts::Exchangers(_) | MailHosts::Implicit | MailHosts::Unknown(_) | MailHosts::NotAsked)
        | Err(_) => false,
    }
}

/// Who takes mail for what stands behind the @ of an address. Of an address in brackets DNS knows nothing: what counts is
/// whether mail is sent there, as the direct way decides it.
pub async fn hosts_for(resolver: &dyn Resolver, domain: &str, reach: Reach) -> MailHosts {
    match smtp_out::reaches_literal(domain, reach) {
        Some(true) => MailHosts::NotAsked,
        Some(false) => MailHosts::NoHost,
        None => mail_hosts(resolver, domain).await,
    }
}

/// Who takes mail for a domain (RFC 5321 5.1): its exchangers, else its own address.
pub async fn mail_hosts(resolver: &dyn Resolver, domain: &str) -> MailHosts {
    match resolver.mx(domain).await {
        Ok(MxAnswer::Hosts(hosts)) => {
            MailHosts::Exchangers(hosts.into_iter().map(|host| host.name).collect())
        }
        Ok(MxAnswer::Null) => MailHosts::NullMx,
        Ok(MxAnswer::Absent) => match resolver.addresses(domain).await {
            Ok(_) => MailHosts::Implicit,
            Err(DnsError::NoAddress(_) | DnsError::NoSuchName(_)) => MailHosts::NoHost,
            Err(error @ (DnsError::Unavailable { .. } | DnsError::Bogus(_))) => {
                MailHosts::Unknown(error.to_string())
            }
        },
        Err(DnsError::NoSuchName(_)) => MailHosts::NoDomain,
        Err(DnsError::NoAddress(_)) => MailHosts::NoHost,
        Err(error @ (DnsError::Unavailable { .. } | DnsError::Bogus(_))) => {
            MailHosts::Unknown(error.to_string())
        }
    }
}
