//! What is known of a person's addresses, and where he takes part.

use axum::Json;
use axum::extract::State;
use domain::blocks::{AddressDeed, BlockReason, BlockScope};
use serde::Serialize;
use store::address_changes::{self, AddressChange, ToldChange};
use utoipa::ToSchema;

use super::split::JoinedPerson;
use crate::extract::{ById, Ids};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::resources::blocked_addresses::{AddressTrial, BlockedAddress, ReturnedMail};
use crate::resources::people_lists::PeopleList;
use crate::rights::{self, May};
use crate::schema::{self, Moment, OutboxKey, PersonKey, UserKey};
use crate::state::Api;

/// Returns and decisions that are shown of one address: a person has up to 20 of them.
const SHOWN_MAX: u64 = 20;

/// A person's addresses with all that came back from them, and the sets that he stands in.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonCard {
    /// Mails that may come back from an address before the next one blocks it.
    accepted_returns: u32,
    /// His addresses, the usual one first.
    addresses: Vec<PersonAddress>,
    /// The selections and projects that he stands in.
    lists: Vec<PeopleList>,
    /// Who was joined with him and can be split off again, the last one first.
    joined: Vec<JoinedPerson>,
}

/// One address of a person.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonAddress {
    /// The address.
    address: String,
    /// What is known of it; null where no mail came back from there and nobody ever blocked it.
    standing: Option<BlockedAddress>,
    /// Its trial; null where it is not on trial.
    trial: Option<AddressTrial>,
    /// The newest mails that came back, at most 20.
    history: Vec<ReturnedMail>,
    /// The newest decisions about it, at most 20.
    changes: Vec<AddressDecision>,
}

/// What was decided about an address.
#[derive(Serialize, ToSchema)]
pub(crate) struct AddressDecision {
    /// When.
    at: Moment,
    /// Who decided; null where a return or a mail from the address did, or a trial ended.
    by: Option<UserKey>,
    /// His name, also of one who is not active any more.
    by_name: Option<String>,
    /// What: `blocked`, `cleared`, `wrote` where a mail that is proved to be from it lifted the block, `rolled_back` with
    /// all blocks of one provider's mistake, `deleted` with all that was known of it, `on_trial`, or how a trial ended: `trial_kept`, so that the block was lifted, `trial_returned`,
    /// `trial_unused` or, by a person, `trial_ended`.
    #[schema(value_type = String)]
    deed: AddressDeed,
    /// Which mail a block stops.
    #[schema(value_type = Option<schema::BlockScope>)]
    scope: Option<BlockScope>,
    /// Why it is there.
    #[schema(value_type = Option<schema::BlockReason>)]
    reason: Option<BlockReason>,
    /// Why, in the person's own words; empty where he said nothing.
    note: String,
    /// The mail of a trial that ended, in the outbox, or that one began with; with `cleared` the one whose return a person took back,
    /// so that nobody let the address itself go.
    outbox_id: Option<OutboxKey>,
}

impl From<ToldChange> for AddressDecision {
    fn from(ToldChange { change, by_name }: ToldChange) -> Self {
        let AddressChange { at, by, deed, scope, reason, note, mail } = change;
        let (by, outbox_id) = (by.map(Into::into), mail.map(Into::into));
        Self { at: at.into(), by, by_name, deed, scope, reason, note, outbox_id }
    }
}

/// Get a person's card
///
/// What came back from each of his addresses and what was decided about it, and the selections and projects
/// that he stands in.
#[utoipa::path(get, path = "/persons/{id}/card", tag = "persons", params(ById),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = PersonCard, description = "The card."), OfOne))]
pub(crate) async fn get_person_card(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<PersonKey>,
) -> Answer<PersonCard> {
    let person = flows::people::find_person(api.office(), &actor, id.into()).await?;
    let (conn, organisation) = (api.conn(), actor.organisation);
    let keys: Vec<String> = person.addresses.iter().map(domain::EmailAddress::key).collect();
    let mut standings = store::standings::known_among(&conn, organisation, &keys).await?;
    let tried: Vec<_> = standings.values().filter_map(|row| row.trial).map(|trial| trial.by).collect();
    let names = store::users::names(&conn, organisation, &tried).await?;
    let now = api.office().now();
    let mut addresses = Vec::with_capacity(person.addresses.len());
    for address in &person.addresses {
        let history = store::returns::list_of_address(&conn, organisation, address, SHOWN_MAX).await?;
        let changes = address_changes::list_of_address(&conn, organisation, address, SHOWN_MAX).await?;
        let standing = standings.remove(&address.key());
        let trial = standing.as_ref().and_then(|row| row.trial).map(|trial| AddressTrial::of(trial, &names));
        addresses.push(PersonAddress {
            address: address.to_string(),
            standing: standing.map(|row| BlockedAddress::of(row, now)),
            trial,
            history: history.into_iter().map(Into::into).collect(),
            changes: changes.into_iter().map(Into::into).collect(),
        });
    }
    let lists = store::people_lists::list_of_person(&conn, organisation, person.id).await?;
    let accepted_returns = store::standings::accepted_returns(&conn, organisation).await?;
    let joined = store::persons::list_joined(&conn, organisation, &person).await?;
    Ok(Json(PersonCard {
        accepted_returns,
        addresses,
        lists: lists.into_iter().map(Into::into).collect(),
        joined: joined.into_iter().map(Into::into).collect(),
    }))
}
