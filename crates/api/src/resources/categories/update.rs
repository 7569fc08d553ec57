//! Changes a category.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use domain::case::Assignment;
use domain::limits::{NOTIFY_ADDRESSES_MAX, TOGETHER_MINUTES_MAX, WEIGHT_MAX};
use domain::{CategoryId, EmailAddress, OrganisationId, Problem, UserId};
use serde::Deserialize;
use store::Tx;
use store::categories::CategoryChange;
use utoipa::ToSchema;

use super::super::addresses::Remarked;
use super::super::shared::write::{self, Written, found, taken, tell};
use super::{Category, find};
use crate::extract::{ById, Ids, Input};
use crate::problem::{Answer, Refusal};
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::{self, CategoryKey, PriorityKey, StatusKey, UserKey, nullable};
use crate::state::Api;

/// What to change; what is left out stays.
#[derive(Deserialize, ToSchema)]
pub(crate) struct CategoryInput {
    /// The name.
    name: Option<String>,
    /// What belongs into it, for colleagues.
    description: Option<String>,
    /// How its new cases find an owner.
    #[schema(value_type = Option<schema::Assignment>)]
    assignment: Option<Assignment>,
    /// Who gets them when no member can, or null for nobody.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<UserKey>)]
    administrator_id: Option<Option<UserKey>>,
    /// The priority of its new cases, or null for none.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<PriorityKey>)]
    priority_id: Option<Option<PriorityKey>>,
    /// The status that an answer gives its cases when its author chose none, or null for none.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<StatusKey>)]
    reply_status_id: Option<Option<StatusKey>>,
    /// All members: those whose queue it is in, and who are given its cases.
    member_ids: Option<Vec<UserKey>>,
    /// Its place in the list, from 1; the others make room, and a place behind the last is the last.
    position: Option<u32>,
    /// Whether its members are told of its new cases.
    notify_members: Option<bool>,
    /// All addresses that are sent a mail for each new case, at most 10; none may be a mailbox of ours.
    notify_addresses: Option<Vec<String>>,
    /// The weights of members, 1 to 100, by their ids; those who are not named have 1.
    weights: Option<BTreeMap<String, u32>>,
    /// Whether a case of nobody becomes his who answers it.
    take_when_replying: Option<bool>,
    /// Minutes within which a customer's new cases go to the same member, at most a week; 0 is none.
    together_minutes: Option<u32>,
    /// Whether a customer's answer gives a case of somebody who is away to another.
    give_when_absent: Option<bool>,
}

/// Characters of a category's description.
const DESCRIPTION_CHARS_MAX: usize = 500;

impl CategoryInput {
    fn change(self) -> Written<CategoryChange> {
        let description = self.description.map(|text| text.trim().to_owned());
        if description.as_ref().is_some_and(|text| text.chars().count() > DESCRIPTION_CHARS_MAX) {
            let detail = format!("a description has at most {DESCRIPTION_CHARS_MAX} characters");
            return Err(Problem::invalid("description", "category.description_too_long", detail).into());
        }
        Ok(CategoryChange {
            name: self.name.as_deref().map(write::name).transpose()?,
            description,
            assignment: self.assignment,
            administrator_id: self.administrator_id.map(|id| id.map(Into::into)),
            priority_id: self.priority_id.map(|id| id.map(Into::into)),
            reply_status_id: self.reply_status_id.map(|id| id.map(Into::into)),
            member_ids: self.member_ids.map(|ids| ids.into_iter().map(Into::into).collect()),
            position: self.position,
            notify_members: self.notify_members,
            weights: self.weights.map(weights).transpose()?,
            take_when_replying: self.take_when_replying,
            give_when_absent: self.give_when_absent,
            together_minutes: self.together_minutes.map(together).transpose()?,
            notify_addresses: self.notify_addresses.map(addresses).transpose()?,
        })
    }
}

fn weights(given: BTreeMap<String, u32>) -> Written<BTreeMap<UserId, u32>> {
    let mut weights = BTreeMap::new();
    for (user, weight) in given {
        let user = user.parse::<UserId>().ok().filter(|_| (1..=WEIGHT_MAX).contains(&weight));
        let Some(user) = user else {
            let detail = format!("a weight is between 1 and {WEIGHT_MAX}, by the id of its user");
            return Err(Problem::invalid("weights", "category.weight", detail).into());
        };
        weights.insert(user, weight);
    }
    Ok(weights)
}

fn together(minutes: u32) -> Written<u32> {
    if minutes <= TOGETHER_MINUTES_MAX {
        return Ok(minutes);
    }
    let detail = format!("a customer's cases stay together for at most {TOGETHER_MINUTES_MAX} minutes");
    Err(Problem::invalid("together_minutes", "category.together", detail).into())
}

/// Addresses that can be written to, each once.
fn addresses(texts: Vec<String>) -> Written<Vec<EmailAddress>> {
    const FIELD: &str = "notify_addresses";
    let mut addresses = Vec::<EmailAddress>::new();
    for text in texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        let address: EmailAddress = text.parse().map_err(|error| {
            let detail = format!("`{text}` is no address that mail can be sent to: {error}");
            Problem::invalid(FIELD, "category.notify_address", detail).with("address", text.to_owned())
        })?;
        if addresses.iter().all(|known| known.key() != address.key()) {
            addresses.push(address);
        }
    }
    if addresses.len() > NOTIFY_ADDRESSES_MAX {
        let detail =
            format!("at most {NOTIFY_ADDRESSES_MAX} addresses are told; make a list at your mail server");
        return Err(Problem::invalid(FIELD, "category.notify_addresses", detail).into());
    }
    Ok(addresses)
}

/// A domain that says that it takes no mail is asked for before the transaction, and of new addresses alone.
async fn takes_mail(
    api: &Api,
    organisation: OrganisationId,
    id: CategoryId,
    change: &CategoryChange,
) -> Written<()> {
    let Some(entered) = &change.notify_addresses else { return Ok(()) };
    let present = store::categories::find(&api.conn(), organisation, id).await?;
    let before = present.map(|row| row.notify_addresses).unwrap_or_default();
    flows::addresses::refuse_new(api.office(), "notify_addresses", (entered, &before)).await?;
    Ok(())
}

/// Members, administrator and priority must be the organisation's own.
async fn check(tx: &Tx, organisation: OrganisationId, change: &CategoryChange) -> Written<()> {
    let members = change.member_ids.iter().flatten().map(|id| ("member_ids", *id));
    let administrator = change.administrator_id.flatten().map(|id| ("administrator_id", id));
    for (field, id) in members.chain(administrator) {
        if store::users::find(tx, organisation, id).await?.is_none() {
            return Err(Problem::invalid(field, "category.unknown_user", "there is no such user").into());
        }
    }
    for address in change.notify_addresses.iter().flatten() {
        if store::mailboxes::is_own(tx, organisation, address).await? {
            let detail = format!("`{address}` is a mailbox of yours: each notice would make another case");
            let problem = Problem::invalid("notify_addresses", "category.notify_own", detail);
            return Err(problem.with("address", address.to_string()).into());
        }
    }
    if let Some(Some(priority)) = change.priority_id
        && store::priorities::find(tx, organisation, priority).await?.is_none()
    {
        let detail = "there is no such priority";
        return Err(Problem::invalid("priority_id", "no_such_priority", detail).into());
    }
    // An archived one means the one that stands for it.
    if let Some(Some(status)) = change.reply_status_id
        && store::statuses::find(tx, organisation, status).await?.is_none()
    {
        let detail = "there is no such status; choose another one";
        return Err(Problem::invalid("reply_status_id", "no_such_status", detail).into());
    }
    Ok(())
}

/// Change a category
#[utoipa::path(patch, path = "/categories/{id}", tag = "categories", params(ById), request_body = CategoryInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Remarked<Category>, description = "The category as it is now."), OfOneInput))]
pub(crate) async fn update_category(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<CategoryKey>,
    Input(input): Input<CategoryInput>,
) -> Answer<Remarked<Category>> {
    let entered: Vec<String> = input.notify_addresses.iter().flatten().cloned().collect();
    let organisation = actor.organisation;
    let change = input.change()?;
    takes_mail(&api, organisation, id.into(), &change).await?;
    let written = api.office().store().write(move |tx| {
        Box::pin(async move {
            check(tx, organisation, &change).await?;
            let changed = store::categories::update(tx, organisation, id.into(), &change).await;
            found(changed.map_err(|error| taken(error, "category.name_taken"))?, "category")?;
            tell(tx, organisation);
            Ok::<_, Refusal>(())
        })
    });
    written.await?;
    let changed = (find(&api, organisation, id.into()).await?, entered);
    Ok(Json(Remarked::of(&api, &actor, changed).await))
}
