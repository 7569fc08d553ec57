//! Distribution lists among the recipients of a mail: each is read when its author sends it, also where it is planned for
//! later, so that whoever joined or left it since the mail was begun is counted as he stands.

use std::collections::{BTreeSet, HashSet};

use domain::distribution_list;
use domain::timeline::{LeftOutOfList, Step, ThroughList};
use domain::{Actor, DistributionListId, EmailAddress, Problem, limits};

use super::names;
use super::recipients::{Person, Recipients};
use super::request::NewReply;
use crate::distribution_lists::{Reach, reach_of, reader};
use crate::office::Office;
use crate::problem;

/// The lists that a mail goes to, by the field that names them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NamedLists {
    /// Among the recipients.
    pub to: Vec<DistributionListId>,
    /// Among the copies.
    pub cc: Vec<DistributionListId>,
    /// Among the copies that the others do not see.
    pub bcc: Vec<DistributionListId>,
}

impl NamedLists {
    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.to.is_empty() && self.cc.is_empty() && self.bcc.is_empty()
    }

    fn by_field(&self) -> Vec<(Field, DistributionListId)> {
        let of =
            |field, ids: &[DistributionListId]| ids.iter().map(move |id| (field, *id)).collect::<Vec<_>>();
        [of(Field::To, &self.to), of(Field::Cc, &self.cc), of(Field::Bcc, &self.bcc)].concat()
    }

    /// As its author typed them, in each field.
    pub(super) fn typed(&self) -> [Vec<String>; 3] {
        [&self.to, &self.cc, &self.bcc].map(|ids| ids.iter().copied().map(distribution_list::typed).collect())
    }
}

/// What a list adds to a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Through {
    /// Its name at that time.
    list: String,
    field: Field,
    people: Vec<Person>,
    left_out: Vec<LeftOutOfList>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    To,
    Cc,
    Bcc,
}

impl Through {
    /// What the timeline of the mail says of it.
    pub(super) fn step(&self) -> Step {
        Step::ThroughList(ThroughList {
            list: self.list.clone(),
            recipients: self.people.iter().map(|(_, address)| address.to_string()).collect(),
            left_out: self.left_out.clone(),
        })
    }
}

/// Reads the lists of a mail. Nobody is added who is a recipient without them, or through one before.
///
/// # Errors
/// 422 for a list that is gone or is another's, and for more recipients than the organisation lets a mail have.
pub(super) async fn read(
    office: &Office,
    actor: &Actor,
    reply: &NewReply,
    direct: &Recipients,
) -> Result<Vec<Through>, Problem> {
    let lists = &reply.lists;
    if lists.is_empty() {
        return Ok(Vec::new());
    }
    let conn = office.store().read();
    let mut seen: HashSet<String> = direct.envelope().iter().map(EmailAddress::key).collect();
    let (mut all, mut at_least) = (Vec::new(), 0);
    for (field, id) in lists.by_field() {
        let found = store::distribution_lists::find(&conn, actor.organisation, reader(actor), id).await;
        let list = found.map_err(problem::from_store)?.ok_or_else(gone)?;
        let reach = reach_of(&conn, actor.organisation, id).await.map_err(problem::from_store)?;
        let Reach { mut people, left_out, cut } = reach;
        if cut {
            // Whoever was not read would be left out without a word.
            at_least = people.len() + left_out.len();
        }
        people.retain(|(_, address)| seen.insert(address.key()));
        let left_out = left_out
            .into_iter()
            .map(|one| LeftOutOfList { address: one.address.to_string(), because: one.because.to_owned() })
            .collect();
        all.push(Through { list: list.settings.name, field, people, left_out });
    }
    within_limit(names::rules(office, actor).await?.list_recipients_max, seen.len().max(at_least))?;
    if seen.is_empty() {
        let detail = "nobody in the distribution list can be written to; add an address, or look at the list";
        return Err(Problem::invalid("to", "distribution_list.nobody", detail));
    }
    Ok(all)
}

/// The first whom the lists among the recipients reach: the customer of a case that begins with a mail to a list.
///
/// # Errors
/// 422 for a list that is gone or is another's.
pub(super) async fn first(
    office: &Office,
    actor: &Actor,
    lists: &NamedLists,
) -> Result<Option<EmailAddress>, Problem> {
    let conn = office.store().read();
    for id in &lists.to {
        let found = store::distribution_lists::find(&conn, actor.organisation, reader(actor), *id).await;
        found.map_err(problem::from_store)?.ok_or_else(gone)?;
        let reach = reach_of(&conn, actor.organisation, *id).await.map_err(problem::from_store)?;
        if let Some((_, address)) = reach.people.into_iter().next() {
            return Ok(Some(address));
        }
    }
    Ok(None)
}

fn gone() -> Problem {
    let detail = "the distribution list is not there any more, or is its owner's alone; take it out";
    Problem::invalid("to", "distribution_list.gone", detail)
}

fn within_limit(max: u32, recipients: usize) -> Result<(), Problem> {
    if recipients <= max.min(limits::LIST_RECIPIENTS_MAX) as usize {
        return Ok(());
    }
    let detail = format!(
        "the mail would go to {recipients} recipients, and your organisation allows {max} through distribution lists; \
         take some out, or send a mailing"
    );
    Err(Problem::invalid("to", "distribution_list.too_many_recipients", detail)
        .with("count", recipients.to_string())
        .with("max", max.to_string()))
}

/// The keys of the addresses that lists add: a mail to a list is one to many, which who wants no mailings gets none of, and which
/// no answer stands behind.
pub(super) fn keys(through: &[Through]) -> BTreeSet<String> {
    through.iter().flat_map(|through| &through.people).map(|(_, address)| address.key()).collect()
}

/// The recipients with those whom the lists add.
pub(super) fn joined(mut direct: Recipients, through: &[Through]) -> Recipients {
    for Through { field, people, .. } in through {
        match field {
            Field::To => direct.to.extend(people.iter().cloned()),
            Field::Cc => direct.cc.extend(people.iter().cloned()),
            Field::Bcc => direct.bcc.extend(people.iter().map(|(_, address)| address.clone())),
        }
    }
    direct
}
