//! What other servers report on a sender domain, as it is shown: who sends as it, how TLS towards it goes, and what
//! to do.

use std::collections::BTreeSet;

use domain::domain_report::{ReportAdvice, SourceStanding};
use domain::limits::{DOMAIN_REPORTS_DAYS, DOMAIN_REPORTS_DAYS_RANGE};
use domain::{Actor, EmailAddress, OrganisationId, Problem, SenderDomainId};
use policy::sender_domain::reporters::{self, Decisive, Told};
use policy::sender_domain::sources::{self, Seen, SourceFacts};
use serde::{Deserialize, Serialize};
use store::events::{self, Change};
use store::sender_domains::reports::figures::{
    self, DayCount, OutcomeCount, ReportRow, Since, SourceCount, ToldSource,
};
use store::sender_domains::{self as domains, SenderDomainRow};
use store::{Conn, StoreError};

use super::not_found;
use crate::office::Office;
use crate::problem;

/// The name under which the settings are stored.
const KEY: &str = "domain_reports";
/// A day, milliseconds.
const DAY_MS: i64 = 24 * 3600 * 1000;
/// The newest reports that are shown.
const NEWEST_MAX: u64 = 30;
/// The shortest and the longest time that is looked at, days.
const SHOWN_DAYS_RANGE: (u32, u32) = (7, 400);
/// The time that is looked at when nobody says, days.
pub const SHOWN_DAYS: u32 = 30;

/// The reports on a domain over some days.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DomainReports {
    /// The domain.
    pub row: SenderDomainRow,
    /// The first day, days since 1970.
    pub first_day: i64,
    /// The present day.
    pub last_day: i64,
    /// Whether the address that reports are sent to is one of ours.
    pub reach_us: bool,
    /// What to do.
    pub advice: ReportAdvice,
    /// What reports say whose authors are proved to be whom they claim, and large receivers or written to from here.
    pub proved: ReportFigures,
    /// What the others say. Anybody can write those.
    pub unproved: ReportFigures,
    /// Who sends as the domain: as reports say whose authors are proved, and what the others alone tell of.
    pub sources: Vec<(SourceCount, SourceStanding)>,
    /// The networks that only reports tell of whose authors nobody vouches for.
    pub hearsay: BTreeSet<String>,
    /// The newest reports.
    pub newest: Vec<ReportRow>,
}

/// What reports count over some days.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportFigures {
    /// How many reports came of each kind: on mail, and on TLS.
    pub counts: (u64, u64),
    /// Mails by day.
    pub days: Vec<DayCount>,
    /// Connections by day.
    pub tls_days: Vec<DayCount>,
    /// What came of them.
    pub outcomes: Vec<OutcomeCount>,
}

impl ReportFigures {
    async fn of(conn: &Conn, organisation: OrganisationId, since: Since) -> Result<Self, StoreError> {
        Ok(Self {
            counts: figures::count(conn, organisation, since).await?,
            days: figures::days(conn, organisation, since).await?,
            tls_days: figures::tls_days(conn, organisation, since).await?,
            outcomes: figures::outcomes(conn, organisation, since).await?,
        })
    }
}

/// What an organisation chooses about reports.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportSettings {
    /// How many days they are kept.
    pub kept_days: u32,
}

impl Default for ReportSettings {
    fn default() -> Self {
        Self { kept_days: DOMAIN_REPORTS_DAYS }
    }
}

/// The reports on a domain over the last days.
///
/// # Errors
/// 404 for the domain, 422 for a number of days out of range.
pub async fn reports(
    office: &Office,
    organisation: OrganisationId,
    id: SenderDomainId,
    days: u32,
) -> Result<DomainReports, Problem> {
    let (least, most) = SHOWN_DAYS_RANGE;
    if !(least..=most).contains(&days) {
        let detail = format!("reports are shown over {least} to {most} days");
        return Err(Problem::invalid("days", "domain_reports.days", detail));
    }
    let conn = office.store().read();
    let row = domains::find(&conn, organisation, id).await.map_err(problem::from_store)?;
    let row = row.ok_or_else(not_found)?;
    let last_day = office.now().as_millis().div_euclid(DAY_MS);
    let span = (last_day - i64::from(days) + 1, last_day);
    gathered(&conn, organisation, row, span).await.map_err(problem::from_store)
}

async fn gathered(
    conn: &Conn,
    organisation: OrganisationId,
    row: SenderDomainRow,
    (first_day, last_day): (i64, i64),
) -> Result<DomainReports, StoreError> {
    let reach_us = match &row.reports_to {
        Some(address) => store::mailboxes::is_own(conn, organisation, address).await?,
        None => false,
    };
    let of = |vouched| Since { domain: row.id, day: first_day, vouched };
    let proved = ReportFigures::of(conn, organisation, of(true)).await?;
    let unproved = ReportFigures::of(conn, organisation, of(false)).await?;
    // Anybody can write a report; what to do follows from those alone whose authors are known, and from none alone whom
    // we merely write to.
    let proved_sources = standing(figures::sources(conn, organisation, of(true)).await?);
    let known: BTreeSet<&str> = proved_sources.iter().map(|(source, _)| source.network.as_str()).collect();
    let mut others = figures::sources(conn, organisation, of(false)).await?;
    others.retain(|source| !known.contains(source.network.as_str()));
    let hearsay = others.iter().map(|source| source.network.clone()).collect();
    let reports = proved.counts.0 + unproved.counts.0;
    let told = figures::told(conn, organisation, of(true)).await?.into_iter().map(told).collect::<Vec<_>>();
    let decisive = reporters::decisive(&told, &figures::days_told(conn, organisation, of(true)).await?);
    let Decisive { days, mails, proved: good, lacking } = decisive;
    let advice =
        sources::advice(&Seen { reports, days, mails, proved: good, lacking, policy: row.dmarc_policy });
    let mut sources = proved_sources;
    sources.extend(standing(others));
    sources.sort_by_key(|(source, _)| std::cmp::Reverse(source.mails));
    Ok(DomainReports {
        first_day,
        last_day,
        reach_us,
        advice,
        proved,
        unproved,
        sources,
        hearsay,
        newest: figures::newest(conn, organisation, row.id, NEWEST_MAX).await?,
        row,
    })
}

fn standing(found: Vec<SourceCount>) -> Vec<(SourceCount, SourceStanding)> {
    let of = |source| {
        let standing = sources::standing(&facts(&source));
        (source, standing)
    };
    found.into_iter().map(of).collect()
}

const fn facts(source: &SourceCount) -> SourceFacts {
    let SourceCount { mails, proved, dkim, spf, ours, known_by, .. } = source;
    let (mails, proved, dkim, spf) = (*mails, *proved, *dkim, *spf);
    SourceFacts { mails, proved, dkim, spf, ours: *ours, known_by: *known_by }
}

fn told(found: ToldSource) -> Told {
    let facts = facts(&found.source);
    Told { reporter: found.reporter, network: found.source.network, facts }
}

/// The settings, and the addresses of mailboxes that reports can be sent to.
///
/// # Errors
/// When the store fails.
pub async fn report_settings(
    office: &Office,
    actor: &Actor,
) -> Result<(ReportSettings, Vec<EmailAddress>), Problem> {
    let conn = office.store().read();
    let settings = of_organisation(&conn, actor.organisation).await.map_err(problem::from_store)?;
    let names = store::mailboxes::list_names(&conn, actor.organisation).await.map_err(problem::from_store)?;
    Ok((settings, names.into_iter().map(|(_, address)| address).collect()))
}

/// Sets them: reports that are here already are kept as long as well.
///
/// # Errors
/// 422 for a number of days out of range.
pub async fn put_report_settings(
    office: &Office,
    actor: &Actor,
    settings: ReportSettings,
) -> Result<(), Problem> {
    let (least, most) = DOMAIN_REPORTS_DAYS_RANGE;
    if !(least..=most).contains(&settings.kept_days) {
        let detail = format!("reports are kept {least} to {most} days");
        return Err(Problem::invalid("kept_days", "domain_reports.kept_days", detail)
            .with("min", least.to_string())
            .with("max", most.to_string()));
    }
    let organisation = actor.organisation;
    let put = office.store().write(move |tx| {
        Box::pin(async move {
            store::settings::put(tx, Some(organisation), KEY, &settings).await?;
            domains::reports::keep_for(tx, organisation, settings.kept_days).await?;
            events::insert(tx, organisation, Change::settings());
            Ok(())
        })
    });
    put.await.map_err(problem::from_store)
}

/// How many days reports are kept.
pub(crate) async fn kept_days(conn: &Conn, organisation: OrganisationId) -> Result<u32, StoreError> {
    Ok(of_organisation(conn, organisation).await?.kept_days)
}

async fn of_organisation(conn: &Conn, organisation: OrganisationId) -> Result<ReportSettings, StoreError> {
    Ok(store::settings::find(conn, Some(organisation), KEY).await?.unwrap_or_default())
}

/// The mailbox of ours in the domain that reports can be sent to without anybody's consent; the first by its address.
pub(super) async fn reports_address(
    conn: &Conn,
    organisation: OrganisationId,
    domain: &str,
) -> Result<Option<EmailAddress>, StoreError> {
    let names = store::mailboxes::list_names(conn, organisation).await?;
    Ok(names.into_iter().map(|(_, address)| address).find(|address| address.domain() == domain))
}
