//! Tags of cases: made as they are used.

use std::collections::BTreeMap;

use domain::limits::{TAG_CHARS_MAX, TAGS_OF_CASE_MAX};
use domain::palette::Colour;
use domain::{Actor, CaseId, OrganisationId, Problem};
use serde::{Deserialize, Serialize};
use store::cases::By;
use store::tags::TagRow;
use store::{StoreError, Tx};

use super::open_living;
use crate::office::Office;
use crate::users::Refused;

/// Which tags to add and to take away, by name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TagChange {
    /// To add.
    pub add: Vec<String>,
    /// To take away.
    pub remove: Vec<String>,
}

impl TagChange {
    pub(super) fn checked(self) -> Result<Self, Problem> {
        Ok(Self { add: names(self.add)?, remove: names(self.remove)? })
    }
}

/// Gives a case exactly these tags; those that are not there yet are made.
///
/// # Errors
/// 404 for the case, 422 for too many or overlong tags.
pub async fn set_tags(
    office: &Office,
    actor: &Actor,
    id: CaseId,
    wanted: Vec<String>,
) -> Result<(), Problem> {
    let case = open_living(office, actor, id).await?;
    let wanted = names(wanted)?;
    let has = |name: &String| case.tags.iter().any(|tag| same(&tag.name, name));
    let gone = case.tags.iter().filter(|tag| !wanted.iter().any(|name| same(&tag.name, name)));
    let change = TagChange {
        remove: gone.map(|tag| tag.name.clone()).collect(),
        add: wanted.iter().filter(|name| !has(name)).cloned().collect(),
    };
    let (organisation, by) = (actor.organisation, By { user: Some(actor.user), at: office.now() });
    let written = office.store().write(move |tx| {
        Box::pin(async move { apply(tx, organisation, id, (&change, by)).await?.map_err(Refused::from) })
    });
    written.await.map_err(Refused::into_problem)
}

/// Adds and takes away; the refusal is for a case that would have too many.
pub(crate) async fn apply(
    tx: &Tx,
    organisation: OrganisationId,
    case: CaseId,
    (change, by): (&TagChange, By),
) -> Result<Result<(), Problem>, StoreError> {
    if change.add.is_empty() && change.remove.is_empty() {
        return Ok(Ok(()));
    }
    let mut tags = store::tags::of_cases(tx, organisation, &[case]).await?.remove(&case).unwrap_or_default();
    for name in &change.remove {
        let Some(at) = tags.iter().position(|tag| same(&tag.name, name)) else { continue };
        let tag = tags.remove(at);
        store::tags::unmark(tx, organisation, case, tag.id).await?;
        store::cases::insert_log(tx, organisation, case, by, ("untagged", named(&tag.name))).await?;
    }
    for name in &change.add {
        if tags.iter().any(|tag| same(&tag.name, name)) {
            continue;
        }
        if tags.len() >= TAGS_OF_CASE_MAX {
            return Ok(Err(too_many()));
        }
        let Some(id) = store::tags::find_or_insert(tx, organisation, name, by.at).await? else {
            let detail = "the organisation has too many tags; delete some that are not used";
            return Ok(Err(Problem::conflict("tag.too_many", detail)));
        };
        store::tags::mark(tx, organisation, case, id).await?;
        store::cases::insert_log(tx, organisation, case, by, ("tagged", named(name))).await?;
        store::events::insert(tx, organisation, store::events::Change::settings());
        tags.push(TagRow { id, name: name.clone(), colour: Colour::default() });
    }
    Ok(Ok(()))
}

fn named(tag: &str) -> BTreeMap<String, String> {
    BTreeMap::from([("tag".to_owned(), tag.to_owned())])
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// Tags on one line each, none twice.
fn names(texts: Vec<String>) -> Result<Vec<String>, Problem> {
    let mut names: Vec<String> = Vec::new();
    for text in texts {
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = name.trim_start_matches('#').to_owned();
        if name.is_empty() || name.chars().count() > TAG_CHARS_MAX || name.contains(',') {
            let detail = format!("a tag has 1 to {TAG_CHARS_MAX} characters and no comma");
            return Err(
                Problem::invalid("tags", "tag.invalid", detail).with("max", TAG_CHARS_MAX.to_string())
            );
        }
        if !names.iter().any(|known| same(known, &name)) {
            names.push(name);
        }
    }
    if names.len() > TAGS_OF_CASE_MAX { Err(too_many()) } else { Ok(names) }
}

fn too_many() -> Problem {
    let detail = format!("a case has at most {TAGS_OF_CASE_MAX} tags; take one away first");
    Problem::invalid("tags", "case.too_many_tags", detail).with("max", TAGS_OF_CASE_MAX.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_short_words_and_none_is_said_twice() {
        let of = |texts: &[&str]| names(texts.iter().map(|text| (*text).to_owned()).collect());
        assert_eq!(of(&["  Faktura  ", "#haster", "FAKTURA"]).unwrap(), ["Faktura", "haster"]);
        assert_eq!(of(&["  "]).unwrap_err().code, "tag.invalid");
        assert_eq!(of(&["a,b"]).unwrap_err().code, "tag.invalid");
        assert_eq!(of(&[&"x".repeat(41)]).unwrap_err().code, "tag.invalid");
        let many: Vec<String> = (0..31).map(|number| number.to_string()).collect();
        assert_eq!(names(many).unwrap_err().code, "case.too_many_tags");
    }
}
