//! What each setting is, and what it is by default.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::org::Language;
use domain::outbox::TransportKind;
use domain::transport::TransportOwner;
use domain::{Actor, OrganisationId};
use net::dns::Signatures;
use policy::deadline::OfficeHours;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use store::{Conn, StoreError};

use super::catalogue::{Entry, Place};
use crate::auto_reply::AutoReplySettings;
use crate::compose::SendingRules;
use crate::faq::FaqRules;
use crate::file_links::FileLinkRules;
use crate::notify::NotifySettings;
use crate::office::Office;
use crate::outbox::{OwnRate, RefusalRules};
use crate::people::{Acquaintance, ImportLimits};
use crate::sender_domains::ReportSettings;
use crate::sent_mail::SentMailRules;

/// Values and defaults of all settings, by the first part of their names.
pub(super) struct Values(BTreeMap<&'static str, (Value, Value)>);

impl Values {
    /// What a setting is, and what it is by default.
    pub(super) fn of(&self, one: &Entry) -> (Value, Value) {
        let (section, rest) = one.name.split_once('.').unwrap_or((one.name, ""));
        let Some((value, default)) = self.0.get(section) else { return (Value::Null, Value::Null) };
        let path = if rest.is_empty() { String::new() } else { format!("/{}", rest.replace('.', "/")) };
        let at = |values: &Value| values.pointer(&path).cloned().unwrap_or(Value::Null);
        let value = at(value);
        // What the operator set has no other value.
        let default = if matches!(one.place, Place::Configuration(_)) { value.clone() } else { at(default) };
        (value, default)
    }
}

/// All values of an organisation.
pub(super) async fn of_organisation(office: &Office, actor: &Actor) -> Result<Values, StoreError> {
    let (conn, org) = (office.store().read(), actor.organisation);
    let (language, language_default) = kept::<Language>(&conn, org, "organisation.language").await?;
    let found = store::organisations::find(&conn, org).await?;
    let name = found.map(|row| row.name).unwrap_or_default();
    let organisation = json!({ "name": name, "language": language });
    let organisation_default = json!({ "name": null, "language": language_default });
    let bins = store::bins::find(&conn, org).await?;
    let bins = json!({ "cases": bins.cases, "spam": bins.spam, "queues": bins.queues });
    let returns = json!({
        "accepted_returns": store::standings::accepted_returns(&conn, org).await?,
        "trial_days": store::standings::trial_days(&conn, org).await?,
        "mail_lifts_blocks": store::standings::mail_lifts_blocks(&conn, org).await?,
    });
    let audit = json!({ "days": store::audit::days(&conn, org).await? });
    // These stand in the columns of the organisation's table, with their defaults.
    let returns_default = json!({ "accepted_returns": 5, "trial_days": 3, "mail_lifts_blocks": true });
    let bins_default = json!({ "cases": 14, "spam": 14, "queues": 30 });
    Ok(Values(BTreeMap::from([
        ("organisation", (organisation, organisation_default)),
        ("office_hours", kept::<OfficeHours>(&conn, org, "office_hours").await?),
        ("acquaintance", kept::<Acquaintance>(&conn, org, "acquaintance").await?),
        ("person_import", kept::<ImportLimits>(&conn, org, "person_import").await?),
        ("filter_order", (filter_order(&conn, org).await?, json!([]))),
        ("notify", notify(&conn, org).await?),
        ("auto_reply", auto_reply(&conn, org).await?),
        ("faq", kept::<FaqRules>(&conn, org, "faq").await?),
        ("outgoing_server", (outgoing_server(&conn, org).await?, json!(SHARED))),
        ("sender_domains", (sender_domains(&conn, org).await?, Value::Null)),
        ("sending", sending(office, &conn, org).await?),
        ("file_links", kept::<FileLinkRules>(&conn, org, "file_links").await?),
        ("send_rates", kept::<OwnRate>(&conn, org, crate::outbox::RATES_KEY).await?),
        ("refusals", kept::<RefusalRules>(&conn, org, crate::outbox::REFUSALS_KEY).await?),
        ("bins", (bins, bins_default)),
        ("returns", (returns, returns_default)),
        ("sent_mail", kept::<SentMailRules>(&conn, org, crate::sent_mail::KEY).await?),
        ("domain_reports", kept::<ReportSettings>(&conn, org, "domain_reports").await?),
        ("audit", (audit, json!({ "days": 730 }))),
        ("installation", (installation(office).await, Value::Null)),
    ])))
}

/// A value that is kept under its name, or its default.
async fn kept<T: Default + Serialize + DeserializeOwned>(
    conn: &Conn,
    org: OrganisationId,
    key: &str,
) -> Result<(Value, Value), StoreError> {
    let value = store::settings::find::<T>(conn, Some(org), key).await?.unwrap_or_default();
    Ok((as_json(&value), as_json(&T::default())))
}

fn as_json<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

async fn filter_order(conn: &Conn, org: OrganisationId) -> Result<Value, StoreError> {
    let filters = store::filters::list(conn, org).await?;
    Ok(filters.into_iter().map(|filter| Value::from(filter.settings.name)).collect())
}

/// Instead of the mailbox's id, its address.
async fn notify(conn: &Conn, org: OrganisationId) -> Result<(Value, Value), StoreError> {
    let (mut value, default) = kept::<NotifySettings>(conn, org, "notify").await?;
    let id = value["mailbox_id"].as_str().and_then(|id| id.parse().ok());
    if let Some(id) = id {
        let found = store::mailboxes::find(conn, org, id).await?;
        value["mailbox_id"] = found.map_or(Value::Null, |row| row.settings.address.to_string().into());
    }
    Ok((value, default))
}

/// Instead of the template's id, its name.
async fn auto_reply(conn: &Conn, org: OrganisationId) -> Result<(Value, Value), StoreError> {
    let (mut value, default) = kept::<AutoReplySettings>(conn, org, "auto_reply").await?;
    let id = value["template_id"].as_str().and_then(|id| id.parse().ok());
    if let Some(id) = id {
        let found = store::templates::find(conn, org, id).await?;
        value["template_id"] = found.map_or(Value::Null, |row| row.settings.name.into());
    }
    Ok((value, default))
}

/// Instead of the sender's id, its address.
async fn sending(office: &Office, conn: &Conn, org: OrganisationId) -> Result<(Value, Value), StoreError> {
    let least = office.settings().unverified;
    let rules = crate::compose::rules_of(conn, org).await?;
    let default = SendingRules::default();
    let default = SendingRules { unverified: default.unverified.at_least(least), ..default };
    let rules = SendingRules { unverified: rules.unverified.at_least(least), ..rules };
    let (mut value, default) = (as_json(&rules), as_json(&default));
    let id = value["identity_id"].as_str().and_then(|id| id.parse().ok());
    if let Some(id) = id {
        // Nobody writes from one that is archived: mail is from the case's mailbox.
        let found = store::identities::find(conn, org, id).await?.filter(|row| row.archived_at.is_none());
        value["identity_id"] = found.map_or(Value::Null, |row| row.settings.address.to_string().into());
    }
    Ok((value, default))
}

/// The word for the way of the installation, where an organisation uses no server of its own.
const SHARED: &str = "shared";

/// The relay's name, or the word for how mail leaves without one.
async fn outgoing_server(conn: &Conn, org: OrganisationId) -> Result<Value, StoreError> {
    let found = store::transports::find(conn, org, &TransportOwner::Organisation).await?;
    let used = found.map(|row| row.settings).filter(|settings| settings.in_use);
    Ok(used.map_or_else(
        || json!(SHARED),
        |settings| match settings.kind {
            TransportKind::Direct => json!(settings.kind.as_str()),
            TransportKind::Relay => json!(settings.host),
        },
    ))
}

/// Their names.
async fn sender_domains(conn: &Conn, org: OrganisationId) -> Result<Value, StoreError> {
    let names: Vec<String> =
        store::sender_domains::list(conn, org).await?.into_iter().map(|row| row.name).collect();
    Ok(names.join(", ").into())
}

async fn installation(office: &Office) -> Value {
    let settings = office.settings();
    // A name server that is silent keeps nobody from seeing the rest.
    let asked = tokio::time::timeout(SIGNATURES_WITHIN, office.net().network.resolver().signatures()).await;
    let gateways: Vec<String> = settings.trusted_gateways.iter().map(ToString::to_string).collect();
    let named: Vec<String> =
        settings.rates.to_named.iter().map(|(name, figure)| format!("{name}={figure}")).collect();
    json!({
        "base_url": settings.base_url,
        "mail_octets": settings.mail_octets_max,
        "check_senders": settings.check_senders,
        "trusted_gateways": gateways.join(", "),
        "per_minute_of_organisation": settings.rates.per_organisation,
        "per_minute_to_destination": settings.rates.per_destination,
        "per_minute_to_named": named.join(", "),
        "lifetime_hours": settings.schedule.lifetime_ms / 3_600_000,
        "signatures": asked.map_or(Value::Null, |signatures| of_signatures(&signatures).into()),
        "host_name": settings.host_name,
        "unverified": settings.unverified.as_str(),
        "rewrite_from": settings.rewrite_from.as_ref().map(ToString::to_string),
        "outgoing_kind": settings.outgoing.kind.as_str(),
    })
}

/// How long the page waits to hear who checks signatures.
const SIGNATURES_WITHIN: Duration = Duration::from_secs(2);

const fn of_signatures(signatures: &Signatures) -> &'static str {
    match signatures {
        Signatures::Own => "own",
        Signatures::OfMachine => "machine",
        Signatures::LeftOut(_) => "left_out",
        Signatures::Unchecked => "unchecked",
    }
}
