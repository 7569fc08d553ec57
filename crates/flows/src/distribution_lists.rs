//! Named sets of recipients: made and changed by those who write to them, and whom each reaches.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::distribution_list::ListMember;
use domain::org::Right;
use domain::{Actor, DistributionListId, EmailAddress, OrganisationId, Problem, limits};
use policy::address_check::{self, Form, MailHosts};
use store::distribution_lists::{
    self, DistributionListRow, DistributionListSettings, MemberRow, Reached, Reader,
};
use store::standings::StandingRow;
use store::{Conn, StoreError, Tx};
use tokio::time::timeout;

use crate::office::Office;
use crate::users::{Refused, readable_name};
use crate::{addresses, problem};

/// How long DNS may take for all new addresses of a list: whoever saves it waits for that.
const DNS_PATIENCE: Duration = Duration::from_secs(6);

/// Longest description, characters.
const DESCRIPTION_CHARS_MAX: usize = 500;

/// What a list shall be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListInput {
    /// The name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Whether everybody may write to it, or its owner alone.
    pub shared: bool,
    /// Who is in it.
    pub members: Vec<ListMember>,
    /// The version that this goes on from; `None` where whoever saves does not care what others did.
    pub seen_version: Option<i64>,
}

/// Whom a list reaches.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reach {
    /// Them, each once.
    pub people: Vec<(Option<String>, EmailAddress)>,
    /// Those who are in it and are not written to, and why.
    pub left_out: Vec<LeftOut>,
    /// Whether it reaches so many that not all of them were read: nothing is sent to it.
    pub cut: bool,
}

/// Somebody in a list who is not written to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeftOut {
    /// The address.
    pub address: EmailAddress,
    /// Why, as a stable name: `blocked`, `former`.
    pub because: &'static str,
}

/// Which lists an actor is shown: those who keep the users also those of users who are not active any more.
pub(crate) fn reader(actor: &Actor) -> Reader {
    Reader { user: actor.user, of_inactive: actor.may(Right::Users) }
}

/// The lists that the actor may write to, by name.
///
/// # Errors
/// When the store fails.
pub async fn list(office: &Office, actor: &Actor) -> Result<Vec<DistributionListRow>, Problem> {
    let conn = office.store().read();
    let found = distribution_lists::list(&conn, actor.organisation, reader(actor)).await;
    found.map_err(problem::from_store)
}

/// One of them, with who is in it.
///
/// # Errors
/// 404 when there is none that he may write to.
pub async fn find(
    office: &Office,
    actor: &Actor,
    id: DistributionListId,
) -> Result<(DistributionListRow, Vec<MemberRow>), Problem> {
    let conn = office.store().read();
    let list = open(&conn, actor, id).await?;
    let members = distribution_lists::list_members(&conn, actor.organisation, id).await;
    Ok((list, members.map_err(problem::from_store)?))
}

async fn open(conn: &Conn, actor: &Actor, id: DistributionListId) -> Result<DistributionListRow, Problem> {
    let found = distribution_lists::find(conn, actor.organisation, reader(actor), id).await;
    found.map_err(problem::from_store)?.ok_or_else(|| Problem::not_found("distribution list"))
}

/// Whether the actor may change a list: it is his, it is everybody's and he keeps the templates, or its owner is not
/// active any more and he keeps the users.
#[must_use]
pub fn may_change(actor: &Actor, list: &DistributionListRow) -> bool {
    list.settings.owner == actor.user
        || (list.settings.shared && actor.may(Right::Templates))
        || (!list.owner_active && actor.may(Right::Users))
}

/// Makes a list, which is the actor's.
///
/// # Errors
/// 422 for a name, a description or too many members; 409 when another has the name, or there are too many.
pub async fn create(office: &Office, actor: &Actor, input: ListInput) -> Result<DistributionListId, Problem> {
    let settings = settings(&input, actor.user)?;
    entered(office, (&input.members, &[])).await?;
    let (organisation, at) = (actor.organisation, office.now());
    let written = office.store().write(move |tx| {
        let (settings, members) = (settings.clone(), input.members.clone());
        Box::pin(async move {
            let max = limits::DISTRIBUTION_LISTS_MAX;
            if distribution_lists::count(tx, organisation).await? >= max {
                let detail = format!("there are {max} distribution lists already; delete one first");
                return Err(Refused::from(Problem::conflict("distribution_list.too_many", detail)));
            }
            distribution_lists::insert(tx, organisation, &settings, &members, at).await.map_err(taken)
        })
    });
    written.await.map_err(Refused::into_problem)
}

/// Changes a list and who is in it; it stays its owner's.
///
/// # Errors
/// 404 when there is none, 409 where it is somebody else's to change or was changed since it was seen, and as [`create`].
pub async fn change(
    office: &Office,
    actor: &Actor,
    id: DistributionListId,
    input: ListInput,
) -> Result<(), Problem> {
    let list = changeable(office, actor, id).await?;
    if !input.shared && list.settings.owner != actor.user {
        let detail = "only its owner can keep a list to himself";
        return Err(Problem::conflict("distribution_list.not_yours", detail));
    }
    let settings = settings(&input, list.settings.owner)?;
    let known = distribution_lists::list_members(&office.store().read(), actor.organisation, id).await;
    entered(office, (&input.members, &known.map_err(problem::from_store)?)).await?;
    let (actor, at) = (actor.clone(), office.now());
    let written = office.store().write(move |tx| {
        let (settings, members, actor) = (settings.clone(), input.members.clone(), actor.clone());
        Box::pin(async move {
            unchanged(tx, &actor, (id, input.seen_version)).await?;
            let (organisation, changed) = (actor.organisation, (&settings, members.as_slice()));
            let is_there =
                distribution_lists::update(tx, organisation, id, changed, at).await.map_err(taken)?;
            distribution_lists::set_updated_by(tx, organisation, (id, actor.user)).await?;
            Ok::<_, Refused>(is_there)
        })
    });
    let is_there = written.await.map_err(Refused::into_problem)?;
    if is_there { Ok(()) } else { Err(Problem::not_found("distribution list")) }
}

/// Refuses typed addresses that were not in the list before and whose domain says that it takes no mail.
async fn entered(office: &Office, (members, known): (&[ListMember], &[MemberRow])) -> Result<(), Problem> {
    let known: BTreeSet<String> = known.iter().map(|one| one.member.key()).collect();
    let typed = members.iter().filter(|member| !known.contains(&member.key()));
    let new: Vec<String> = typed
        .filter_map(|member| match member {
            ListMember::Address { address, .. } => Some(address.to_string()),
            ListMember::Person { .. } | ListMember::Company { .. } | ListMember::Selection { .. } => None,
        })
        .collect();
    let asked = async {
        for some in new.chunks(addresses::ADDRESSES_MAX) {
            let forms: Vec<_> = some.iter().map(|input| address_check::read(input)).collect();
            let hosts = addresses::hosts_of(office, &forms).await;
            let is_deaf = |form: &Form| {
                let domain = form.address.as_ref().ok().map(EmailAddress::domain);
                domain.and_then(|domain| hosts.get(domain)) == Some(&MailHosts::NullMx)
            };
            if let Some((input, _)) = some.iter().zip(&forms).find(|(_, form)| is_deaf(form)) {
                return Err(addresses::takes_no_mail(input, "members"));
            }
        }
        Ok(())
    };
    // Silence makes none bad: what DNS has not said by then is taken as it is.
    timeout(DNS_PATIENCE, asked).await.unwrap_or(Ok(()))
}

/// Refuses what was seen before somebody else changed it.
async fn unchanged(
    tx: &Tx,
    actor: &Actor,
    (id, seen): (DistributionListId, Option<i64>),
) -> Result<(), Refused> {
    let Some(seen) = seen else { return Ok(()) };
    if !distribution_lists::open(tx, actor.organisation, id).await? {
        return Ok(());
    }
    let Some(list) = distribution_lists::find(tx, actor.organisation, reader(actor), id).await? else {
        return Ok(());
    };
    if list.version == seen {
        return Ok(());
    }
    let changed = (list.version, list.updated_by_name);
    Err(problem::changed_meanwhile("distribution_list.changed_meanwhile", changed).into())
}

/// Deletes a list; who is in it stays where he is.
///
/// # Errors
/// 404 when there is none, 409 where it is somebody else's to delete.
pub async fn delete(office: &Office, actor: &Actor, id: DistributionListId) -> Result<(), Problem> {
    changeable(office, actor, id).await?;
    let organisation = actor.organisation;
    let written = office
        .store()
        .write(move |tx| Box::pin(async move { distribution_lists::delete(tx, organisation, id).await }));
    let is_there = written.await.map_err(problem::from_store)?;
    if is_there { Ok(()) } else { Err(Problem::not_found("distribution list")) }
}

async fn changeable(
    office: &Office,
    actor: &Actor,
    id: DistributionListId,
) -> Result<DistributionListRow, Problem> {
    let list = open(&office.store().read(), actor, id).await?;
    if may_change(actor, &list) {
        return Ok(list);
    }
    let owner = list.owner_name.unwrap_or_default();
    let detail = format!("only {owner}, or somebody who keeps the templates, changes this list");
    Err(Problem::conflict("distribution_list.not_yours", detail).with("owner", owner))
}

/// Whom a list reaches at this moment.
///
/// # Errors
/// 404 when there is none that the actor may write to.
pub async fn reach(office: &Office, actor: &Actor, id: DistributionListId) -> Result<Reach, Problem> {
    let conn = office.store().read();
    open(&conn, actor, id).await?;
    reach_of(&conn, actor.organisation, id).await.map_err(problem::from_store)
}

/// The same of a list that is there: each address once, without those who left and those that are blocked.
pub(crate) async fn reach_of(
    conn: &Conn,
    organisation: OrganisationId,
    id: DistributionListId,
) -> Result<Reach, StoreError> {
    // Twice as many as may be written to: some are left out.
    let limit = u64::from(limits::LIST_RECIPIENTS_MAX) * 2;
    let mut seen = BTreeSet::new();
    let (mut all, cut) = distribution_lists::reached(conn, organisation, id, limit).await?;
    // Whoever is in it twice has left if he has left under one of his places.
    let left: BTreeSet<String> = all.iter().filter(|one| one.former).map(|one| one.address.key()).collect();
    all.retain(|one| seen.insert(one.address.key()));
    let keys: Vec<String> = seen.into_iter().collect();
    // A list is mail to many: who wants no mailings is left out of it too.
    let blocked = store::standings::blocked_among(conn, organisation, &keys).await?;
    let mut reach = Reach { cut, ..Reach::default() };
    for Reached { address, name, .. } in all {
        // One on trial waits for its mail, which may be this one.
        let awaits_mail = |row: &StandingRow| row.trial.is_some_and(|trial| trial.awaits_mail());
        let is_blocked = blocked.get(&address.key()).is_some_and(|row| !awaits_mail(row));
        let because = match (left.contains(&address.key()), is_blocked) {
            (true, _) => Some("former"),
            (false, true) => Some("blocked"),
            (false, false) => None,
        };
        match because {
            Some(because) => reach.left_out.push(LeftOut { address, because }),
            None => reach.people.push((name, address)),
        }
    }
    Ok(reach)
}

fn settings(input: &ListInput, owner: domain::UserId) -> Result<DistributionListSettings, Problem> {
    let name = readable_name("name", &input.name)?;
    let description = input.description.trim().to_owned();
    if description.chars().count() > DESCRIPTION_CHARS_MAX {
        let detail = format!("the description has more than {DESCRIPTION_CHARS_MAX} characters; shorten it");
        return Err(Problem::invalid("description", "text_too_long", detail));
    }
    let max = limits::DISTRIBUTION_MEMBERS_MAX;
    if input.members.len() > max {
        let detail = format!("a list has at most {max} members; put persons into a selection and add that");
        return Err(Problem::invalid("members", "distribution_list.too_many_members", detail)
            .with("max", max.to_string()));
    }
    Ok(DistributionListSettings { name, description, owner, shared: input.shared })
}

fn taken(error: StoreError) -> Refused {
    if error.is_duplicate() {
        let detail = "another distribution list has this name; choose a new one";
        let problem = Problem::conflict("distribution_list.name_taken", detail);
        return Problem { field: Some("name"), ..problem }.into();
    }
    error.into()
}
