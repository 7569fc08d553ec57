//! The domains that an organisation signs and sends for: added, shown with the records that they are to have,
//! changed, given new keys, archived.
//!
//! That somebody rules over a domain is proved by our key in its DNS: nobody else can put it there. Until it is seen
//! nothing is signed. [`DomainWatcher`] looks at DNS, often while somebody waits, and daily after.

mod above;
mod checking;
mod delegating;
mod making;
mod refusals;
mod reports;
mod ring;
mod serving;
mod worker;

pub(crate) use above::signs_above;
pub use checking::check_now;
pub use delegating::{KeyRecord, Meanwhile, key_records};
pub use policy::sender_domain::{is_removable, slot_of};
pub(crate) use reports::kept_days;
pub use reports::{
    DomainReports, ReportFigures, ReportSettings, SHOWN_DAYS, put_report_settings, report_settings, reports,
};
pub(crate) use ring::{KeyRing, Keys};
pub use serving::{StsView, policy_at, serve_sts, served_sts, sts_policy};
pub use worker::DomainWatcher;

use domain::limits::DKIM_KEYS_MAX;
use domain::sender_domain::{DkimKeyState, DmarcPolicy, DomainAlarm, Findings};
use domain::{Actor, EmailAddress, OrganisationId, Problem, ProblemKind, SenderDomainId};
use policy::sender_domain::{self as policy_of, SpfOfWay, Wish, WishedKey};
use store::sender_domains::keys::{self, DkimKeyRow};
use store::sender_domains::{self as domains, NewSenderDomain, SenderDomainRow};
use store::{StoreError, Tx};

use crate::office::Office;
use crate::outbox;
use crate::problem;
use crate::users::Refused;
use making::beginning;
use refusals::{is_served, not_found, refused, taken, too_many, waits};

/// A sender domain as it is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SenderDomainView {
    /// What is kept of it.
    pub row: SenderDomainRow,
    /// Its keys, the oldest pair first.
    pub keys: Vec<DkimKeyRow>,
    /// The records that it is to have, with what was found of each.
    pub findings: Findings,
}

/// What to change; `None` leaves it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SenderDomainChange {
    /// What receivers are asked to do with mail that nothing vouches for.
    pub dmarc_policy: Option<DmarcPolicy>,
    /// Where reports go; an empty text for nowhere.
    pub reports_to: Option<String>,
}

/// All sender domains by their names.
///
/// # Errors
/// When the store fails.
pub async fn list(office: &Office, organisation: OrganisationId) -> Result<Vec<SenderDomainView>, Problem> {
    let conn = office.store().read();
    let rows = domains::list(&conn, organisation).await.map_err(problem::from_store)?;
    let all = keys::list(&conn, organisation).await.map_err(problem::from_store)?;
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        let own = all.iter().filter(|key| key.domain_id == row.id).cloned().collect();
        let way = our_way(office, organisation, &row).await.map_err(problem::from_store)?;
        views.push(view(row, own, &way));
    }
    Ok(views)
}

/// One of them.
///
/// # Errors
/// 404 when there is none.
pub async fn find(
    office: &Office,
    organisation: OrganisationId,
    id: SenderDomainId,
) -> Result<SenderDomainView, Problem> {
    let conn = office.store().read();
    let row = domains::find(&conn, organisation, id).await.map_err(problem::from_store)?;
    let row = row.ok_or_else(not_found)?;
    let own = keys::list_of(&conn, organisation, id).await.map_err(problem::from_store)?;
    let way = our_way(office, organisation, &row).await.map_err(problem::from_store)?;
    Ok(view(row, own, &way))
}

/// What is wrong with domains that were in order, each thing once, the gravest of each domain first.
///
/// # Errors
/// When the store fails.
pub async fn alarms(
    office: &Office,
    organisation: OrganisationId,
) -> Result<Vec<(SenderDomainRow, DomainAlarm)>, Problem> {
    let rows = domains::list(&office.store().read(), organisation).await.map_err(problem::from_store)?;
    let now = office.now();
    let of_row = |row: &SenderDomainRow| {
        let standing = (row.state, row.switched_off_at.is_some());
        policy_of::alarms(standing, (&row.sts, &row.findings), now)
    };
    let mut found: Vec<(SenderDomainRow, DomainAlarm)> = rows
        .into_iter()
        .flat_map(|row| of_row(&row).into_iter().map(move |alarm| (row.clone(), alarm)))
        .collect();
    found.sort_by_key(|(_, alarm)| *alarm);
    Ok(found)
}

/// Adds a domain with a pair of keys, or puts an archived one back with those that it has.
///
/// # Errors
/// 409 for one that is there, 422 for what is no domain of one's own, 429 when there are too many.
pub async fn add(office: &Office, actor: &Actor, typed: &str) -> Result<SenderDomainId, Problem> {
    let name = policy_of::may_be_added(typed).map_err(|refusal| refused(refusal, typed))?;
    let (organisation, now) = (actor.organisation, office.now());
    let known = domains::find_by_name(&office.store().read(), organisation, &name).await;
    // Keys take a while to make; an archived domain has its own.
    let pair = match known.map_err(problem::from_store)? {
        Some(_) => Vec::new(),
        None => {
            let slot = delegating::slot(office, &[], Meanwhile::Wait)?;
            making::pair(organisation, (1, slot), DkimKeyState::Active).await?
        }
    };
    let reports_to = reports::reports_address(&office.store().read(), organisation, &name).await;
    let reports_to = reports_to.map_err(problem::from_store)?;
    let new = NewSenderDomain { name, added_by: actor.user, reports_to, at: now };
    let added = office.store().write(move |tx| {
        let (new, pair) = (new.clone(), pair.clone());
        Box::pin(async move { add_in(tx, organisation, (&new, &pair)).await })
    });
    let id = added.await.map_err(Refused::into_problem)?;
    office.signals().domains.notify_one();
    Ok(id)
}

async fn add_in(
    tx: &Tx,
    organisation: OrganisationId,
    (new, pair): (&NewSenderDomain, &[keys::NewDkimKey]),
) -> Result<SenderDomainId, Refused> {
    if let Some(known) = domains::find_by_name(tx, organisation, &new.name).await? {
        if known.archived_at.is_none() {
            return Err(taken().into());
        }
        store::organisations::lock(tx, organisation).await?;
        if !domains::has_room(tx, organisation).await? {
            return Err(too_many().into());
        }
        domains::restore(tx, organisation, known.id, new.at).await?;
        return Ok(known.id);
    }
    let added = domains::insert(tx, organisation, new).await;
    let added =
        added.map_err(|error| if error.is_duplicate() { taken().into() } else { Refused::from(error) })?;
    let id = added.ok_or_else(too_many)?;
    keys::insert(tx, organisation, id, (pair, new.at)).await?;
    Ok(id)
}

/// Changes what its DMARC record is to say.
///
/// # Errors
/// 404 for the domain, 422 for an address that is none.
pub async fn change(
    office: &Office,
    actor: &Actor,
    id: SenderDomainId,
    change: SenderDomainChange,
) -> Result<(), Problem> {
    let reports_to = change.reports_to.as_deref().map(reports_to).transpose()?;
    let (organisation, now) = (actor.organisation, office.now());
    let changed = office.store().write(move |tx| {
        let reports_to = reports_to.clone();
        Box::pin(async move {
            // Two who change one thing each keep each other's.
            store::organisations::lock(tx, organisation).await?;
            let row = domains::find(tx, organisation, id).await?.ok_or_else(not_found)?;
            let policy = change.dmarc_policy.unwrap_or(row.dmarc_policy);
            let reports_to = reports_to.unwrap_or(row.reports_to);
            domains::set_dmarc(tx, organisation, id, (policy, reports_to.as_ref(), now)).await?;
            Ok::<_, Refused>(())
        })
    });
    changed.await.map_err(Refused::into_problem)?;
    office.signals().domains.notify_one();
    Ok(())
}

/// Makes a new pair of keys, which takes over when the record of the RSA key is seen in DNS; where no key is left that could sign
/// it is the domain's own at once.
///
/// # Errors
/// 404 for the domain, 409 while it is not live, another pair waits or its names are all needed, 429 while too many old keys are
/// published.
pub async fn rotate(office: &Office, actor: &Actor, id: SenderDomainId) -> Result<(), Problem> {
    rotate_by(office, actor, id, Meanwhile::Wait).await
}

/// The same, where keys may have names of their own while those that the domain leads are all needed.
///
/// # Errors
/// As [`rotate`].
pub async fn rotate_by(
    office: &Office,
    actor: &Actor,
    id: SenderDomainId,
    meanwhile: Meanwhile,
) -> Result<(), Problem> {
    let (organisation, now) = (actor.organisation, office.now());
    // Keys take a while to make: first whether they may be.
    let shown = find(office, organisation, id).await?;
    may_rotate(&shown.row, &shown.keys)?;
    let generation = keys::next_generation(&office.store().read(), organisation, id).await;
    let generation = generation.map_err(problem::from_store)?;
    let slot = delegating::slot(office, &shown.keys, meanwhile)?;
    let pair = making::pair(organisation, (generation, slot), beginning(&shown.keys)).await?;
    let within = office.clone();
    let rotated = office.store().write(move |tx| {
        let (within, pair) = (within.clone(), pair.clone());
        Box::pin(async move {
            store::organisations::lock(tx, organisation).await?;
            let row = domains::find(tx, organisation, id).await?.ok_or_else(not_found)?;
            let own = keys::list_of(tx, organisation, id).await?;
            may_rotate(&row, &own)?;
            let is_free = delegating::slot(&within, &own, meanwhile)? == slot;
            let stands = is_free && pair.iter().all(|key| key.state == beginning(&own));
            if keys::next_generation(tx, organisation, id).await? != generation || !stands {
                return Err(waits().into());
            }
            keys::delete_retired(tx, organisation, &delegating::replaced(&own, &pair)).await?;
            keys::insert(tx, organisation, id, (&pair, now)).await?;
            Ok::<_, Refused>(())
        })
    });
    rotated.await.map_err(Refused::into_problem)?;
    office.signals().domains.notify_one();
    Ok(())
}

/// Calls off keys that wait for their records: those that sign go on.
///
/// # Errors
/// 404 for the domain, 409 while none waits.
pub async fn call_off(office: &Office, actor: &Actor, id: SenderDomainId) -> Result<(), Problem> {
    let (organisation, now) = (actor.organisation, office.now());
    let called_off = office.store().write(move |tx| {
        Box::pin(async move {
            domains::find(tx, organisation, id).await?.ok_or_else(not_found)?;
            Ok::<_, Refused>(keys::delete_waiting(tx, organisation, id, now).await?)
        })
    });
    if called_off.await.map_err(Refused::into_problem)? {
        office.signals().domains.notify_one();
        return Ok(());
    }
    let detail = "no keys wait for their records; they have taken over, or were called off already";
    Err(Problem::conflict("sender_domain.not_rotating", detail))
}

fn may_rotate(row: &SenderDomainRow, own: &[DkimKeyRow]) -> Result<(), Problem> {
    if !row.state.signs() && beginning(own) == DkimKeyState::Next {
        let detail = "the domain is not live yet; publish the keys that it has first";
        return Err(Problem::conflict("sender_domain.not_live", detail));
    }
    if own.iter().any(|key| key.state == DkimKeyState::Next) {
        return Err(waits());
    }
    if own.len() + 2 > DKIM_KEYS_MAX {
        let detail = "too many records of old keys are still in DNS; remove those that are no longer needed";
        return Err(Problem::new(ProblemKind::Limit, "sender_domain.too_many_keys", detail));
    }
    Ok(())
}

/// Takes a domain out of use: its mail is signed no more. Its keys are kept for the day when it is added again.
///
/// # Errors
/// 404 when there is none, 409 while servers may remember a policy of MTA-STS that only we can take back.
pub async fn archive(office: &Office, actor: &Actor, id: SenderDomainId) -> Result<(), Problem> {
    let (organisation, now) = (actor.organisation, office.now());
    let shown = find(office, organisation, id).await?;
    let within = office.clone();
    let archived = office.store().write(move |tx| {
        Box::pin(async move {
            store::organisations::lock(tx, organisation).await?;
            let row = domains::find(tx, organisation, id).await?.ok_or_else(not_found)?;
            if serving::is_heeded(&row, now) {
                return Err(is_served(&row).into());
            }
            domains::archive(tx, organisation, id, now).await?;
            // Mail of others from it was stopped for the proof that is gone.
            let frees = row.state.signs() && outbox::begin_to_free_others(tx, &within, organisation).await?;
            Ok::<_, Refused>(frees)
        })
    });
    let frees = archived.await.map_err(Refused::into_problem)?;
    office.keys().forget(organisation, &shown.row.name);
    if frees && let Err(error) = Box::pin(outbox::free_others(office, organisation)).await {
        // The domain is archived all the same, and housekeeping goes on with it.
        tracing::warn!(organisation.id = %organisation, %error, "stopped mail of others is not looked at yet");
    }
    Ok(())
}

/// What of our side a domain's records name.
struct OurWay {
    /// What the domain's SPF record says of the way out of its mail.
    spf: SpfOfWay,
    /// The host that takes reports of failures.
    return_host: Option<String>,
    /// The name in the operator's zone below which its keys lie.
    keys_below: Option<String>,
}

async fn our_way(
    office: &Office,
    organisation: OrganisationId,
    row: &SenderDomainRow,
) -> Result<OurWay, StoreError> {
    let way = outbox::way(office, &outbox::Asked::of_domain(organisation, &row.name)).await?;
    // Of a relay that puts its own return path on each mail, no report would come to ours.
    let replaces = way.relay.as_ref().is_some_and(|hop| policy_of::replaces_return_path(&hop.host));
    let keeps_ours = way.takes_return_paths() && !replaces;
    let return_host = office.settings().return_host.clone().filter(|_| keeps_ours);
    let keys_zone = office.settings().keys_zone.as_deref();
    let keys_below = keys_zone.map(|zone| policy_of::keys_below((organisation, row.id), zone));
    Ok(OurWay { spf: way.spf(office).in_record_of(&row.name), return_host, keys_below })
}

fn view(row: SenderDomainRow, keys: Vec<DkimKeyRow>, way: &OurWay) -> SenderDomainView {
    let wish = wish(&row, &keys, way);
    let findings =
        if is_of(&row, &wish) { row.findings.clone() } else { policy_of::carried_over(&row.findings, &wish) };
    SenderDomainView { row, keys, findings }
}

/// Whether what was found is of these wishes. Our side of them changes without the domain.
fn is_of(row: &SenderDomainRow, wish: &Wish) -> bool {
    row.findings.version == row.version && policy_of::is_of_our_side(&row.findings, wish)
}

/// Whether what was found of a domain's records is of the domain, and of our way out, as they are.
///
/// # Errors
/// When the store fails.
pub(crate) async fn is_current(
    office: &Office,
    organisation: OrganisationId,
    row: &SenderDomainRow,
) -> Result<bool, StoreError> {
    let way = our_way(office, organisation, row).await?;
    // Its keys are of the domain's version.
    Ok(is_of(row, &wish(row, &[], &way)))
}

fn wish(row: &SenderDomainRow, keys: &[DkimKeyRow], way: &OurWay) -> Wish {
    Wish {
        domain: row.name.clone(),
        keys: keys.iter().filter(|key| key.state != DkimKeyState::Retired).map(wished).collect(),
        dmarc: row.dmarc_policy,
        reports_to: row.reports_to.clone(),
        return_host: way.return_host.clone(),
        spf: way.spf.clone(),
        sts_id: policy_of::served_sts::document(&row.sts).map(|text| policy_of::served_sts::id(&text)),
        keys_below: way.keys_below.clone(),
    }
}

fn wished(key: &DkimKeyRow) -> WishedKey {
    WishedKey {
        selector: key.selector.clone(),
        algorithm: key.algorithm,
        public_key: key.public_key.clone(),
        state: key.state,
    }
}

fn reports_to(text: &str) -> Result<Option<EmailAddress>, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let refuse = |error: domain::AddressError| {
        Problem::invalid("reports_to", "address.invalid", error.to_string()).with("address", text)
    };
    text.parse().map(Some).map_err(refuse)
}
