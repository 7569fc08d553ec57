//! The domains that an organisation signs and sends for.

mod alarms;
mod archive;
mod call_off;
mod check;
mod create;
mod get;
mod list;
mod mta_sts;
mod report_settings;
mod reports;
mod rotate;
mod update;

use domain::sender_domain::{
    DkimAlgorithm, DkimKeyState, DmarcPolicy, DnsRecord, Findings, Importance, RecordKind, RecordProblem,
    RecordVerdict, SenderDomainState, StsFileState,
};
use domain::{SenderDomainId, Timestamp};
use flows::sender_domains::SenderDomainView;
use serde::Serialize;
use store::sender_domains::SenderDomainRow;
use store::sender_domains::keys::DkimKeyRow;
use utoipa::ToSchema;

use crate::problem::Refusal;
use crate::routing::{ApiRouter, routes};
use crate::schema::{self, Moment, SenderDomainKey};
use crate::state::Api;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_sender_domains))
        .routes(routes!(alarms::list_sender_domain_alarms))
        .routes(routes!(reports::get_sender_domain_reports))
        .routes(routes!(reports::export::export_sender_domain_reports))
        .routes(routes!(mta_sts::get_served_mta_sts, mta_sts::put_served_mta_sts))
        .routes(routes!(call_off::delete_waiting_keys))
        .routes(routes!(report_settings::get_report_settings, report_settings::put_report_settings))
        .routes(routes!(get::get_sender_domain, update::update_sender_domain, archive::archive_sender_domain))
}

/// Those that make keys or ask DNS.
pub(crate) fn long_routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(create::create_sender_domain))
        .routes(routes!(check::check_sender_domain))
        .routes(routes!(rotate::rotate_sender_domain_keys))
}

/// A domain that the organisation signs and sends for.
#[derive(Serialize, ToSchema)]
pub(crate) struct SenderDomain {
    /// The id.
    id: SenderDomainKey,
    /// Its name, in the letters of DNS.
    name: String,
    /// Where it stands. Mail from it is signed while it is `live` or `warning`.
    #[schema(value_type = schema::SenderDomainState)]
    state: SenderDomainState,
    /// What receivers are asked to do with mail that nothing vouches for.
    #[schema(value_type = schema::DmarcPolicy)]
    dmarc_policy: DmarcPolicy,
    /// Where reports of other servers go; null for nowhere.
    reports_to: Option<String>,
    /// Whether DNS says that there is no such domain: it is mistyped, or nobody has registered it.
    is_absent: bool,
    /// The records that it is to have in DNS, with what was found of each.
    records: Vec<SenderDomainRecord>,
    /// Its keys, the oldest pair first.
    keys: Vec<SenderDomainSigningKey>,
    /// How many terms of its SPF record ask DNS; receivers follow ten. Null while nobody looked, and without one.
    spf_lookups: Option<u32>,
    /// The file that belongs to the record of MTA-STS; null while nobody takes mail for the domain.
    mta_sts_policy: Option<MtaStsPolicy>,
    /// Since when it is live.
    live_since: Option<Moment>,
    /// Since when its key is missing, while it is warned of.
    failing_since: Option<Moment>,
    /// When its mail stopped being signed since the key was gone, until it is live again.
    switched_off_at: Option<Moment>,
    /// When DNS was last looked at.
    checked_at: Option<Moment>,
    /// When it is looked at next.
    check_at: Option<Moment>,
}

/// A record of a sender domain.
#[derive(Serialize, ToSchema)]
pub(crate) struct SenderDomainRecord {
    /// What it is for.
    #[schema(value_type = schema::RecordKind)]
    kind: RecordKind,
    /// How much hangs on it.
    #[schema(value_type = schema::Importance)]
    importance: Importance,
    /// Its full name.
    name: String,
    /// `TXT` or `CNAME`.
    record_type: String,
    /// What it is to say; where something is there already, this with ours brought into it.
    value: String,
    /// What was found of it.
    #[schema(value_type = schema::RecordVerdict)]
    verdict: RecordVerdict,
    /// What is there.
    found: Vec<String>,
    /// What is wrong, or worth knowing.
    #[schema(value_type = Option<schema::RecordProblem>)]
    problem: Option<RecordProblem>,
    /// The problem's particulars: a name, a number, a part of the record.
    detail: String,
}

/// A key that mail is signed with.
#[derive(Serialize, ToSchema)]
pub(crate) struct SenderDomainSigningKey {
    /// Which of the domain's keys.
    selector: String,
    /// How it signs.
    #[schema(value_type = schema::DkimAlgorithm)]
    algorithm: DkimAlgorithm,
    /// Where it stands.
    #[schema(value_type = schema::DkimKeyState)]
    state: DkimKeyState,
    /// When its record was first seen in DNS; null before, and again once an Ed25519 record is missed.
    seen_at: Option<Moment>,
    /// When it was made.
    created_at: Moment,
    /// When it stopped signing.
    retired_at: Option<Moment>,
    /// Whether its record may be taken out of DNS.
    removable: bool,
}

/// A file of MTA-STS.
#[derive(Serialize, ToSchema)]
pub(crate) struct MtaStsPolicy {
    /// Where it lies.
    address: String,
    /// What it is to say.
    text: String,
    /// What was found of it; null while its record is not there.
    #[schema(value_type = Option<schema::StsFileState>)]
    state: Option<StsFileState>,
    /// The particulars: a line, a host, the server's words.
    detail: String,
}

impl SenderDomain {
    /// The domain as it is shown now.
    fn of(view: SenderDomainView, now: Timestamp) -> Self {
        let SenderDomainView { row, keys, findings } = view;
        let policy = policy_of(&row, &findings);
        Self {
            id: row.id.into(),
            name: row.name,
            state: row.state,
            dmarc_policy: row.dmarc_policy,
            reports_to: row.reports_to.map(|address| address.to_string()),
            is_absent: findings.is_absent,
            records: findings.records.into_iter().map(Into::into).collect(),
            keys: keys.into_iter().map(|key| SenderDomainSigningKey::of(key, now)).collect(),
            spf_lookups: findings.spf_lookups,
            mta_sts_policy: policy,
            live_since: row.live_since.map(Into::into),
            failing_since: row.failing_since.map(Into::into),
            switched_off_at: row.switched_off_at.map(Into::into),
            checked_at: row.checked_at.map(Into::into),
            check_at: row.check_at.map(Into::into),
        }
    }
}

fn policy_of(row: &SenderDomainRow, findings: &Findings) -> Option<MtaStsPolicy> {
    let (address, text) = flows::sender_domains::sts_policy(row, &findings.exchangers)?;
    let found = findings.sts_file.as_ref();
    let detail = found.map(|file| file.detail.clone()).unwrap_or_default();
    Some(MtaStsPolicy { address, text, state: found.map(|file| file.state), detail })
}

impl SenderDomainSigningKey {
    fn of(key: DkimKeyRow, now: Timestamp) -> Self {
        // A name that leads to the operator's zone stays for the key that comes after.
        let stays = flows::sender_domains::slot_of(&key.selector).is_some();
        let removable =
            !stays && key.retired_at.is_some_and(|at| flows::sender_domains::is_removable(at, now));
        Self {
            selector: key.selector,
            algorithm: key.algorithm,
            state: key.state,
            seen_at: key.seen_at.map(Into::into),
            created_at: key.created_at.into(),
            retired_at: key.retired_at.map(Into::into),
            removable,
        }
    }
}

impl From<DnsRecord> for SenderDomainRecord {
    fn from(record: DnsRecord) -> Self {
        let DnsRecord { kind, importance, name, record_type, value, verdict, found, problem, detail, .. } =
            record;
        Self { kind, importance, name, record_type, value, verdict, found, problem, detail }
    }
}

/// One domain as it is now.
async fn shown(
    api: &Api,
    organisation: domain::OrganisationId,
    id: SenderDomainId,
) -> Result<SenderDomain, Refusal> {
    let view = flows::sender_domains::find(api.office(), organisation, id).await?;
    Ok(SenderDomain::of(view, api.office().now()))
}
