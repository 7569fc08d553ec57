//! What a template is beside its texts: whom its mails go to, and the files that go with them.

use domain::compose::TypedRecipients;
use domain::kept_file::KeptBy;
use domain::recipient::address_of;
use domain::{Actor, OrganisationId, Problem, TemplateId, distribution_list, limits};
use store::Tx;
use store::kept_files::KeptFile;
use store::templates::TemplateVersion;

use super::TemplateInput;
use crate::compose::FILES_MAX;
use crate::kept_files::{self, Gathered};
use crate::office::Office;
use crate::users::Refused;
use crate::{distribution_lists, problem};

/// The files that a template shall keep.
///
/// # Errors
/// 422 when one is not there any more, or there are too many or too large ones.
pub(super) async fn files(
    office: &Office,
    actor: &Actor,
    template: Option<TemplateId>,
    input: &TemplateInput,
) -> Result<Gathered, Problem> {
    let by = template.map(KeptBy::Template);
    let mut ids: Vec<i64> = match (&input.files, by) {
        (Some(files), _) => files.iter().map(|id| id.get()).collect(),
        (None, Some(by)) => {
            let conn = office.store().read();
            let present = store::kept_files::list(&conn, actor.organisation, by).await;
            present.map_err(problem::from_store)?.iter().map(|file| file.id.get()).collect()
        }
        (None, None) => Vec::new(),
    };
    ids.extend(input.uploads.iter().map(|id| id.get()));
    may_be_as_many(ids.len())?;
    let gathered = kept_files::gather(office, actor, (by, "files"), &ids).await?;
    within_limit(&gathered.files)?;
    Ok(gathered)
}

/// What the input says of the files that a template shall keep: all of them, or those that come to the ones that are there.
pub(super) fn said(gathered: &Gathered, input: &TemplateInput) -> Vec<KeptFile> {
    if input.files.is_some() {
        return gathered.files.clone();
    }
    let added = input.uploads.iter().filter_map(|id| gathered.named.get(&id.get().to_string()));
    let added: Vec<_> = added.collect();
    gathered.files.iter().filter(|file| added.contains(&&file.id)).cloned().collect()
}

/// The files that a template keeps at this moment, and these behind them. The caller has locked it: another may have added some since
/// these were gathered.
///
/// # Errors
/// As [`files`].
pub(super) async fn with_present(
    tx: &Tx,
    organisation: OrganisationId,
    template: TemplateId,
    added: Vec<KeptFile>,
) -> Result<Vec<KeptFile>, Refused> {
    let mut kept = store::kept_files::list(tx, organisation, KeptBy::Template(template)).await?;
    let present: Vec<_> = kept.iter().map(|file| file.id).collect();
    kept.extend(added.into_iter().filter(|file| !present.contains(&file.id)));
    if kept.len() > present.len() {
        may_be_as_many(kept.len())?;
        within_limit(&kept)?;
    }
    Ok(kept)
}

fn may_be_as_many(files: usize) -> Result<(), Problem> {
    if files <= FILES_MAX {
        return Ok(());
    }
    let detail = format!("a mail takes at most {FILES_MAX} files; put them into an archive");
    Err(Problem::invalid("files", "too_many_files", detail).with("max", FILES_MAX.to_string()))
}

/// RFC 2045 6.8 makes files a third larger in a mail; what is sent is looked at once more when it is.
fn within_limit(files: &[KeptFile]) -> Result<(), Problem> {
    let max = limits::OUTGOING_OCTETS_MAX;
    if files.iter().map(|file| file.size_octets).sum::<u64>() <= max as u64 {
        return Ok(());
    }
    let detail = format!("the files have more than {max} octets together, which no mail takes; remove some");
    Err(Problem::invalid("files", "mail_too_large", detail).with("max_octets", max.to_string()))
}

/// Refuses a text whose pictures cannot stand in it.
///
/// # Errors
/// 422 with the language.
pub(super) fn pictures(files: &Gathered, versions: &[TemplateVersion]) -> Result<(), Problem> {
    for version in versions {
        let shown = files.shown_in(version.html.as_deref());
        let octets = kept_files::octets_of_pictures("versions", &shown);
        let octets = octets.map_err(|problem| problem.with("language", version.language.as_str()))?;
        if octets > limits::WRITTEN_PICTURES_OCTETS_MAX {
            let megabytes = limits::WRITTEN_PICTURES_OCTETS_MAX / 1024 / 1024;
            let detail = format!(
                "the pictures in the text have more than {megabytes} MB together; attach some of them"
            );
            let problem = Problem::invalid("versions", "pictures_too_large", detail);
            let problem = problem.with("max_mb", megabytes.to_string());
            return Err(problem.with("language", version.language.as_str()));
        }
    }
    Ok(())
}

/// Refuses recipients that no mail goes to: half an address, or a list that is not everybody's as the template is.
///
/// # Errors
/// 422.
pub(super) async fn recipients(
    office: &Office,
    actor: &Actor,
    given: TypedRecipients,
) -> Result<TypedRecipients, Problem> {
    let tidied = |field: Vec<String>| {
        let mut seen = std::collections::BTreeSet::new();
        let trimmed = field.iter().map(|typed| typed.trim().to_owned());
        let key = |typed: &String| address_of(typed).map_or_else(|| typed.to_lowercase(), |one| one.key());
        trimmed.filter(|typed| !typed.is_empty() && seen.insert(key(typed))).collect::<Vec<_>>()
    };
    let given = TypedRecipients { to: tidied(given.to), cc: tidied(given.cc), bcc: tidied(given.bcc) };
    let max = limits::RECIPIENTS_MAX;
    if given.all().count() > max {
        let detail = format!("a mail goes to at most {max} recipients; a distribution list takes more");
        let problem = Problem::invalid("recipients", "too_many_recipients", detail);
        return Err(problem.with("max", max.to_string()));
    }
    let names_list = given.all().any(|typed| distribution_list::named(typed).is_some());
    let lists = if names_list { distribution_lists::list(office, actor).await? } else { Vec::new() };
    for typed in given.all() {
        match distribution_list::named(typed) {
            Some(id) => {
                let list = lists.iter().find(|list| list.id == id).ok_or_else(no_list)?;
                if !list.settings.shared {
                    let detail = "this distribution list is its owner's alone, and the template is everybody's; \
                                  share the list first";
                    let problem = Problem::invalid("recipients", "template.list_not_shared", detail);
                    return Err(problem.with("name", list.settings.name.clone()));
                }
            }
            None => {
                address_of(typed).ok_or_else(|| {
                    let detail = format!("`{typed}` is no e-mail address; correct it or take it out");
                    Problem::invalid("recipients", "address.invalid", detail).with("address", typed.clone())
                })?;
            }
        }
    }
    Ok(given)
}

fn no_list() -> Problem {
    let detail = "the distribution list is not there any more, or is its owner's alone; take it out";
    Problem::invalid("recipients", "distribution_list.gone", detail)
}
