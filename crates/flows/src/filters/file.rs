//! Filters as a file: taken out, and taken in whole or not at all.
//!
//! The file names categories, priorities, request types, owners and mailboxes as people do, so that it
//! fits another organisation that has the same. What it names and we do not have is reported.

use std::collections::BTreeMap;

use domain::filter::{Combine, FilterAction, FilterCapture, FilterCondition, FilterField, FilterRules};
use domain::{Actor, FilterId, MailboxId, Problem, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::events::{self, Change};
use store::filters::{FilterRow, FilterSettings};
use store::templates::TemplateFilter;
use store::{Conn, StoreError};

use super::{FILTERS_MAX, check, room_for};
use crate::addresses::deaf;
use crate::office::Office;
use crate::problem;

/// What the file says it is.
const FORMAT: &str = "posthus.filters";
/// The version that is written; the only one there is.
const VERSION: u32 = 1;

/// The file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FilterFile {
    /// `posthus.filters`.
    pub format: String,
    /// 1.
    pub version: u32,
    /// The filters in their order.
    pub filters: Vec<FiledFilter>,
}

/// One filter of the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FiledFilter {
    /// Its name.
    pub name: String,
    /// Whether it is applied.
    pub active: bool,
    /// The addresses of its mailboxes; none for all.
    #[serde(default)]
    pub mailboxes: Vec<String>,
    /// How its conditions are joined.
    #[serde(default)]
    pub combine: Combine,
    /// Its conditions.
    #[serde(default)]
    pub conditions: Vec<FilterCondition>,
    /// What it reads out of a mail.
    #[serde(default)]
    pub captures: Vec<FilterCapture>,
    /// What it does: as in the API, with names in the place of ids.
    pub actions: Vec<Map<String, Value>>,
    /// Whether later filters are left out.
    pub stop: bool,
}

/// What is done with a filter whose name is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SameName {
    /// Nothing is taken in, and the conflict is reported.
    #[default]
    Report,
    /// The one in the file takes its place.
    Replace,
    /// It is left out.
    Skip,
}

/// Why a filter of the file cannot be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The filter's name.
    pub filter: String,
    /// What is wrong.
    pub problem: Problem,
}

/// What was taken in; nothing where there are conflicts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TakenIn {
    /// New filters.
    pub made: usize,
    /// Filters that took the place of one with the same name.
    pub replaced: usize,
    /// Filters that were left out, as asked.
    pub skipped: usize,
    /// Why nothing was taken in.
    pub conflicts: Vec<Conflict>,
    /// The addresses that what was taken in names.
    pub addresses: Vec<String>,
}

/// Writes all filters.
///
/// # Errors
/// When the store fails.
pub async fn export(office: &Office, actor: &Actor) -> Result<FilterFile, Problem> {
    let conn = office.store().read();
    let names = Names::read(&conn, actor, office.now()).await.map_err(problem::from_store)?;
    let rows = store::filters::list(&conn, actor.organisation).await.map_err(problem::from_store)?;
    let filters = rows.into_iter().map(|row| filed(row, &names)).collect();
    Ok(FilterFile { format: FORMAT.to_owned(), version: VERSION, filters })
}

/// Takes a file in, behind the filters there are: all of it, or nothing where anything is wrong.
///
/// # Errors
/// 422 when it is no such file, 409 when there would be too many.
pub async fn import(
    office: &Office,
    actor: &Actor,
    file: FilterFile,
    same_name: SameName,
) -> Result<TakenIn, Problem> {
    if file.format != FORMAT || file.version != VERSION {
        let detail = format!("this is no file of filters that can be read: `{FORMAT}`, version {VERSION}");
        return Err(Problem::invalid("format", "filter.file_unknown", detail));
    }
    room_for(file.filters.len().min(FILTERS_MAX + 1), 0)?;
    let conn = office.store().read();
    let names = Names::read(&conn, actor, office.now()).await.map_err(problem::from_store)?;
    let present = store::filters::list(&conn, actor.organisation).await.map_err(problem::from_store)?;
    let mut taken = TakenIn::default();
    let mut writes: Vec<(Option<FilterId>, FilterSettings)> = Vec::new();
    for filter in file.filters {
        let name = filter.name.clone();
        let same = present.iter().find(|row| row.settings.name == name.trim()).map(|row| row.id);
        match (same, same_name) {
            (Some(_), SameName::Skip) => {
                taken.skipped += 1;
                continue;
            }
            (Some(_), SameName::Report) => {
                let detail = "there is a filter with this name; replace it, or leave it out";
                let problem = Problem::conflict("filter.same_name", detail);
                taken.conflicts.push(Conflict { filter: name, problem });
                continue;
            }
            (Some(_), SameName::Replace) | (None, _) => {}
        }
        match settings(office, actor, filter, &names).await {
            Ok(settings) => writes.push((same, settings)),
            Err(problem) => taken.conflicts.push(Conflict { filter: name, problem }),
        }
    }
    taken.conflicts.extend(unreached(office, &present, &writes).await);
    if !taken.conflicts.is_empty() {
        return Ok(TakenIn { conflicts: taken.conflicts, ..TakenIn::default() });
    }
    taken.replaced = writes.iter().filter(|(same, _)| same.is_some()).count();
    taken.made = writes.len() - taken.replaced;
    let actions = writes.iter().map(|(_, settings)| &settings.rules.actions);
    taken.addresses = actions.flat_map(|actions| check::addresses_of(actions)).collect();
    room_for(taken.made, present.len())?;
    write(office, actor, writes).await.map_err(problem::from_store)?;
    Ok(taken)
}

/// The filters with addresses whose domains take no mail, where the filters that they replace did not have them. All
/// domains of the file are asked for together.
async fn unreached(
    office: &Office,
    present: &[FilterRow],
    writes: &[(Option<FilterId>, FilterSettings)],
) -> Vec<Conflict> {
    let before = |same: Option<FilterId>| {
        let row = present.iter().find(|row| Some(row.id) == same);
        row.map(|row| &row.settings.rules)
    };
    let new = writes.iter().map(|(same, settings)| check::new_addresses(&settings.rules, before(*same)));
    let new: Vec<_> = new.collect();
    let asked = new.iter().flatten().map(|(_, address)| address).collect();
    let deaf = deaf::domains(office, asked).await;
    let refused = writes.iter().zip(&new).filter_map(|((_, settings), new)| {
        let problem = check::reached(new, &deaf).err()?;
        Some(Conflict { filter: settings.name.clone(), problem })
    });
    refused.collect()
}

async fn write(
    office: &Office,
    actor: &Actor,
    writes: Vec<(Option<FilterId>, FilterSettings)>,
) -> Result<(), StoreError> {
    let organisation = actor.organisation;
    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                for (same, settings) in writes {
                    match same {
                        Some(id) => {
                            store::filters::update(tx, organisation, id, &settings).await?;
                        }
                        None => {
                            store::filters::insert(tx, organisation, &settings).await?;
                        }
                    }
                }
                events::insert(tx, organisation, Change::settings());
                Ok(())
            })
        })
        .await
}

/// The actions that refer to something: the id's name in the API, and the name's in the file.
const REFERENCES: [(&str, &str, &str); 7] = [
    ("category", "category_id", "category"),
    ("priority", "priority_id", "priority"),
    ("request_type", "request_type_id", "request_type"),
    ("owner", "user_id", "owner"),
    // Beside the kind, which every organisation has.
    ("status", "status_id", "own_status"),
    ("reply", "template_id", "template"),
    ("reply_to", "template_id", "template"),
];

fn filed(row: FilterRow, names: &Names) -> FiledFilter {
    let FilterSettings { name, active, mailbox_ids, rules } = row.settings;
    let address =
        |id: &MailboxId| names.mailboxes.iter().find(|(_, known)| *known == id).map(|(name, _)| name.clone());
    let action = |action: &FilterAction| {
        let Ok(Value::Object(mut written)) = serde_json::to_value(action) else { return Map::new() };
        for (kind, id, name) in REFERENCES {
            if action.as_str() == kind
                && let Some(id) = written.remove(id)
            {
                let known = names.of(kind).iter().find(|(_, known)| Some(known.as_str()) == id.as_str());
                written.insert(
                    name.to_owned(),
                    known.map_or(Value::Null, |(name, _)| Value::String(name.clone())),
                );
            }
        }
        written
    };
    FiledFilter {
        name,
        active,
        mailboxes: mailbox_ids.iter().filter_map(address).collect(),
        combine: rules.combine,
        conditions: rules.conditions.into_iter().map(|condition| names.filed(condition)).collect(),
        captures: rules.captures,
        actions: rules.actions.iter().map(action).collect(),
        stop: rules.stop,
    }
}

/// The settings of a filter of the file, with our ids in the place of its names.
async fn settings(
    office: &Office,
    actor: &Actor,
    filter: FiledFilter,
    names: &Names,
) -> Result<FilterSettings, Problem> {
    let mut mailbox_ids = Vec::new();
    for address in &filter.mailboxes {
        let found = names.mailboxes.get(address);
        mailbox_ids.push(*found.ok_or_else(|| unknown("mailbox", address))?);
    }
    let mut actions = Vec::new();
    for mut written in filter.actions {
        for (kind, id, name) in REFERENCES {
            if written.get("kind").and_then(Value::as_str) == Some(kind) {
                let named = written.remove(name);
                if kind == "status" && named.as_ref().is_none_or(Value::is_null) {
                    continue;
                }
                let named = named.as_ref().and_then(Value::as_str).unwrap_or_default();
                let found = names.of(kind).get(named).ok_or_else(|| unknown(kind, named))?;
                written.insert(id.to_owned(), Value::String(found.clone()));
            }
        }
        let action = serde_json::from_value(Value::Object(written)).map_err(|error| {
            let detail = format!("an action cannot be read: {error}");
            Problem::invalid("actions", "filter.file_action", detail).with("said", error.to_string())
        })?;
        actions.push(action);
    }
    let conditions = filter.conditions.into_iter().map(|condition| names.ours(condition));
    let rules = FilterRules {
        combine: filter.combine,
        conditions: conditions.collect::<Result<_, _>>()?,
        captures: filter.captures,
        actions,
        stop: filter.stop,
    };
    let name = filter.name.trim().to_owned();
    let settings = FilterSettings { name, active: filter.active, mailbox_ids, rules };
    check::usable(office, actor, settings).await
}

fn unknown(kind: &'static str, name: &str) -> Problem {
    let kind = if kind.starts_with("reply") { "template" } else { kind };
    let detail = format!("there is no {kind} `{name}` here; make it first, or change the file");
    Problem::invalid("actions", "filter.file_reference", detail).with("kind", kind).with("name", name)
}

/// Whether a condition compares with a request type.
fn asks_for_type(condition: &FilterCondition) -> bool {
    condition.field == FilterField::RequestType && condition.operator.needs_value()
}

/// What filters refer to, by the names that people know.
struct Names {
    mailboxes: BTreeMap<String, MailboxId>,
    categories: BTreeMap<String, String>,
    priorities: BTreeMap<String, String>,
    statuses: BTreeMap<String, String>,
    request_types: BTreeMap<String, String>,
    owners: BTreeMap<String, String>,
    templates: BTreeMap<String, String>,
}

impl Names {
    async fn read(conn: &Conn, actor: &Actor, now: Timestamp) -> Result<Self, StoreError> {
        let org = actor.organisation;
        let mailboxes = store::mailboxes::list_names(conn, org).await?;
        let categories = store::categories::list(conn, org).await?;
        let priorities = store::priorities::list(conn, org).await?;
        let statuses = store::statuses::list(conn, org).await?;
        let statuses = statuses.into_iter().filter(|row| row.archived_at.is_none());
        let request_types = store::request_types::list(conn, org).await?;
        let request_types = request_types.into_iter().filter(|row| row.archived_at.is_none());
        let people = store::users::list_people(conn, org, now).await?;
        let templates = store::templates::list(conn, org, &TemplateFilter::default()).await?;
        Ok(Self {
            mailboxes: mailboxes.into_iter().map(|(id, address)| (address.to_string(), id)).collect(),
            categories: categories.into_iter().map(|row| (row.name, row.id.to_string())).collect(),
            priorities: priorities.into_iter().map(|row| (row.name, row.id.to_string())).collect(),
            statuses: statuses.filter_map(|row| Some((row.name?, row.id.to_string()))).collect(),
            request_types: request_types.map(|row| (row.name, row.id.to_string())).collect(),
            templates: templates.into_iter().map(|row| (row.settings.name, row.id.to_string())).collect(),
            owners: people.into_iter().map(|one| (one.name, one.id.to_string())).collect(),
        })
    }

    /// A condition with the name of what it asks for.
    fn filed(&self, condition: FilterCondition) -> FilterCondition {
        let mut known = self.request_types.iter();
        match known.find(|(_, id)| asks_for_type(&condition) && **id == condition.value) {
            Some((name, _)) => FilterCondition { value: name.clone(), ..condition },
            None => condition,
        }
    }

    /// A condition of the file with our id in the place of the name.
    fn ours(&self, condition: FilterCondition) -> Result<FilterCondition, Problem> {
        if !asks_for_type(&condition) {
            return Ok(condition);
        }
        let named = condition.value.trim();
        let found = self.request_types.get(named).ok_or_else(|| unknown("request_type", named))?;
        Ok(FilterCondition { value: found.clone(), ..condition })
    }

    fn of(&self, kind: &str) -> &BTreeMap<String, String> {
        match kind {
            "category" => &self.categories,
            "priority" => &self.priorities,
            "status" => &self.statuses,
            "request_type" => &self.request_types,
            "reply" | "reply_to" => &self.templates,
            _ => &self.owners,
        }
    }
}
