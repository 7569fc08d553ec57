//! The policy of MTA-STS (RFC 8461) that we serve for a sender domain: shown with what is to be known before it is
//! switched, switched, and answered to whoever asks the web for it.

use domain::sender_domain::{
    RecordKind, RecordVerdict, ServedSts, StsFile, StsRefusal, StsServing, StsWarning,
};
use domain::{Actor, OrganisationId, Problem, SenderDomainId, Timestamp};
use policy::sender_domain::served_sts::{self as policy_of, Facts};
use store::sender_domains::reports::figures::{self, Since};
use store::sender_domains::{self as domains, SenderDomainRow};
use store::{Conn, StoreError};

use super::not_found;
use crate::office::Office;
use crate::problem;
use crate::users::Refused;

/// The label below a domain at which its policy is asked for (RFC 8461 3.3).
const LABEL: &str = "mta-sts.";
/// How far back reports on TLS are looked at, days.
const REPORTED_DAYS: i64 = 30;
/// A day, milliseconds.
const DAY_MS: i64 = 24 * 3_600_000;

/// A domain's policy as it is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StsView {
    /// What is served.
    pub served: ServedSts,
    /// The name that is to lead to us.
    pub name: String,
    /// The host that it is to lead to: where people open the application.
    pub host: String,
    /// The text of the file and the record's value; `None` where nothing is served.
    pub file: Option<(String, String)>,
    /// What was found of the file.
    pub found: Option<StsFile>,
    /// Whether the record in DNS carries the policy's id.
    pub record_is_live: bool,
    /// Whether other hosts take mail for the domain by now than the policy names.
    pub exchangers_differ: bool,
    /// What it can be switched to, with what is to be known before.
    pub choices: Vec<(StsServing, Vec<StsWarning>)>,
    /// When no server remembers any more what it was asked, while it ends.
    pub forgotten_at: Option<Timestamp>,
}

/// Where a domain's policy file lies, and what it is to say: what we serve, or, for a web site of the domain's owner, what
/// he could begin with. `None` while nobody takes mail for the domain.
#[must_use]
pub fn sts_policy(row: &SenderDomainRow, exchangers: &[String]) -> Option<(String, String)> {
    let (address, text) = policy::sender_domain::sts_policy(&row.name, exchangers)?;
    Some((address, policy_of::document(&row.sts).unwrap_or(text)))
}

/// A domain's policy.
///
/// # Errors
/// 404 when there is no such domain.
pub async fn served_sts(
    office: &Office,
    organisation: OrganisationId,
    id: SenderDomainId,
) -> Result<StsView, Problem> {
    let conn = office.store().read();
    let row = domains::find(&conn, organisation, id).await.map_err(problem::from_store)?;
    let row = row.ok_or_else(not_found)?;
    let connections =
        connections(&conn, organisation, id, office.now()).await.map_err(problem::from_store)?;
    Ok(view(office, &row, connections))
}

fn view(office: &Office, row: &SenderDomainRow, connections: (u64, u64)) -> StsView {
    let facts = facts(row, connections, office.now());
    let choices = StsServing::ALL.into_iter().filter(|wanted| *wanted != StsServing::Ending);
    let choices = choices.filter_map(|wanted| {
        let (next, warnings) = policy_of::switched(&facts, wanted).ok()?;
        (next != row.sts).then_some((wanted, warnings))
    });
    StsView {
        name: format!("{LABEL}{}", row.name),
        host: web_host(&office.settings().base_url).to_owned(),
        file: policy_of::document(&row.sts).map(|text| {
            let record = format!("v=STSv1; id={}", policy_of::id(&text));
            (text, record)
        }),
        found: row.findings.sts_file.clone().filter(|_| facts.file.is_some()),
        record_is_live: facts.record_is_live,
        exchangers_differ: row.sts.serving != StsServing::Off
            && !facts.exchangers.is_empty()
            && facts.exchangers != row.sts.exchangers,
        choices: choices.collect(),
        forgotten_at: policy_of::forgotten_at(&row.sts),
        served: row.sts.clone(),
    }
}

/// The host of an address, without scheme, port and path.
fn web_host(base_url: &str) -> &str {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    let place = rest.split('/').next().unwrap_or_default();
    match place.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|octet| octet.is_ascii_digit()) => host,
        Some(_) | None => place,
    }
}

fn facts(row: &SenderDomainRow, connections: (u64, u64), now: Timestamp) -> Facts<'_> {
    // What was found of older wishes says nothing of this policy's record.
    let is_fresh = row.findings.version == row.version;
    let mut records = row.findings.records.iter();
    let record_is_live =
        is_fresh && records.any(|it| it.kind == RecordKind::MtaSts && it.verdict == RecordVerdict::Live);
    Facts {
        present: &row.sts,
        is_proved: row.state.signs(),
        exchangers: &row.findings.exchangers,
        record_is_live,
        file: row.findings.sts_file.as_ref().filter(|_| is_fresh).map(|file| file.state),
        connections,
        now,
    }
}

/// Connections towards the domain that reports of the last weeks count, and those that failed: of those alone whose authors are
/// proved, since anybody can write that all went well.
async fn connections(
    conn: &Conn,
    organisation: OrganisationId,
    domain: SenderDomainId,
    now: Timestamp,
) -> Result<(u64, u64), StoreError> {
    let day = now.as_millis().div_euclid(DAY_MS) - REPORTED_DAYS;
    let days = figures::tls_days(conn, organisation, Since { domain, day, vouched: true }).await?;
    let sum = |of: fn(&figures::DayCount) -> u64| days.iter().map(of).sum::<u64>();
    let (all, good) = (sum(|day| day.counted), sum(|day| day.good));
    Ok((all, all.saturating_sub(good)))
}

/// Switches it. The hosts that take mail for the domain are taken as DNS told them last.
///
/// # Errors
/// 404 for the domain, 409 where it cannot be, or where what is to be known before was not seen by whoever switches.
pub async fn serve_sts(
    office: &Office,
    actor: &Actor,
    id: SenderDomainId,
    (wanted, is_warned): (StsServing, bool),
) -> Result<(), Problem> {
    let (organisation, now) = (actor.organisation, office.now());
    let switched = office.store().write(move |tx| {
        Box::pin(async move {
            store::organisations::lock(tx, organisation).await?;
            let row = domains::find(tx, organisation, id).await?.ok_or_else(not_found)?;
            let connections = connections(tx, organisation, id, now).await?;
            let (next, warnings) =
                policy_of::switched(&facts(&row, connections, now), wanted).map_err(refused)?;
            if !warnings.is_empty() && !is_warned {
                return Err(warned(&warnings).into());
            }
            if next != row.sts {
                domains::served_sts::set(tx, organisation, id, (&next, now)).await?;
            }
            Ok::<_, Refused>(())
        })
    });
    switched.await.map_err(Refused::into_problem)?;
    office.signals().domains.notify_one();
    Ok(())
}

/// The policy file that is asked for at a host; `None` where none is served there.
///
/// # Errors
/// When the store fails.
pub async fn policy_at(office: &Office, host: &str) -> Result<Option<String>, Problem> {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let Some(name) = host.strip_prefix(LABEL) else { return Ok(None) };
    let served = domains::served_sts::find_served(&office.store().read(), name).await;
    Ok(served.map_err(problem::from_store)?.as_ref().and_then(policy_of::document))
}

/// Whether servers may heed a policy that is served for this domain, or remember one that is being taken back.
pub(super) fn is_heeded(row: &SenderDomainRow, now: Timestamp) -> bool {
    match row.sts.serving {
        StsServing::Off => false,
        // Of a domain that is somebody else's by now nothing is served.
        StsServing::Testing | StsServing::Enforce => row.state.signs(),
        StsServing::Ending => policy_of::forgotten_at(&row.sts).is_some_and(|until| now < until),
    }
}

fn refused(refusal: StsRefusal) -> Refused {
    let (code, detail) = match refusal {
        StsRefusal::NotProved => (
            "mta_sts.not_proved",
            "a policy is served for domains that are live alone; publish the keys of this one first"
                .to_owned(),
        ),
        StsRefusal::NoExchangers => (
            "mta_sts.no_exchangers",
            "no server takes mail for this domain; publish its MX records, and check the domain again"
                .to_owned(),
        ),
        StsRefusal::TestFirst => {
            ("mta_sts.test_first", "a policy is tested before it is enforced; begin with testing".to_owned())
        }
        StsRefusal::StillRemembered(until) => {
            let until = until.to_rfc3339();
            let detail = format!("servers may remember the policy until {until}; serve its end until then");
            return Problem::conflict("mta_sts.still_remembered", detail).with("until", until).into();
        }
    };
    Problem::conflict(code, detail).into()
}

fn warned(warnings: &[StsWarning]) -> Problem {
    let names: Vec<&str> = warnings.iter().map(|warning| warning.as_str()).collect();
    let names = names.join(", ");
    let detail = format!(
        "mail to the domain may be lost: {names}; look into that, or say in `warned` that it is known"
    );
    Problem::conflict("mta_sts.warned", detail).with("warnings", names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_read_out_of_the_address() {
        for (address, host) in [
            ("https://post.example.org", "post.example.org"),
            ("http://localhost:8080", "localhost"),
            ("https://post.example.org:8443/x", "post.example.org"),
            ("post.example.org", "post.example.org"),
        ] {
            assert_eq!(web_host(address), host);
        }
    }
}
