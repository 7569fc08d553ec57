//! A mail begun with a template: its text filled in, its files as uploads of whoever writes, and whom it goes to.

use std::collections::{BTreeSet, HashMap};

use domain::compose::TypedRecipients;
use domain::kept_file::KeptBy;
use domain::org::Language;
use domain::{Actor, Problem, TemplateId, distribution_list};
use store::kept_files::{self, KeptFile};
use store::templates::TemplateRow;
use store::uploads::UploadRow;

use super::fill::{Filled, fill_row};
use super::{Place, find, pictures_of};
use crate::kept_files::pictures_in;
use crate::office::Office;
use crate::{distribution_lists, problem};

/// What a template brings to a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// The text; a picture in it is `cid:` and the id of one of the uploads.
    pub filled: Filled,
    /// Whom it goes to beside those whom its author names.
    pub recipients: TypedRecipients,
    /// Distribution lists of the template that are gone, or that the author may not write to.
    pub lists_gone: usize,
    /// Its files, uploads of the author's.
    pub uploads: Vec<UploadRow>,
}

/// Begins a mail of the actor's with a template. Its files become uploads of his, which are swept like others when no
/// mail takes them; their bytes are not written again.
///
/// # Errors
/// As [`super::fill`].
pub async fn begin(
    office: &Office,
    actor: &Actor,
    id: TemplateId,
    place: (&Place<'_>, Option<Language>),
) -> Result<Begun, Problem> {
    let row = find(office, actor, id).await?;
    let mut filled = fill_row(office, actor, &row, place).await?;
    let conn = office.store().read();
    let kept = kept_files::list(&conn, actor.organisation, KeptBy::Template(id)).await;
    let files = going(&row, &filled, kept.map_err(problem::from_store)?);
    let uploads = taken(office, actor, &files).await?;
    let named: HashMap<String, String> = files
        .iter()
        .zip(&uploads)
        .map(|(file, upload)| (file.id.to_string(), upload.id.to_string()))
        .collect();
    filled.html = filled.html.map(|html| mail::written(&html, move |id| named.get(id).cloned()));
    let (recipients, lists_gone) = reachable(office, actor, row.settings.recipients).await?;
    Ok(Begun { filled, recipients, lists_gone, uploads })
}

/// The files that go with a text: its pictures, and all that are no picture of a text in another language.
fn going(row: &TemplateRow, filled: &Filled, kept: Vec<KeptFile>) -> Vec<KeptFile> {
    let of_some = pictures_of(row);
    let shown = pictures_in(filled.html.as_deref());
    kept.into_iter().filter(|file| shown.contains(&file.id) || !of_some.contains(&file.id)).collect()
}

/// Makes them uploads of the actor.
async fn taken(office: &Office, actor: &Actor, files: &[KeptFile]) -> Result<Vec<UploadRow>, Problem> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let (organisation, by, files) = (actor.organisation, (actor.user, office.now()), files.to_vec());
    let written = office.store().write(move |tx| {
        let files = files.clone();
        Box::pin(async move {
            let mut uploads = Vec::new();
            for file in &files {
                uploads.push(store::uploads::insert_kept(tx, organisation, by, file).await?);
            }
            Ok(uploads)
        })
    });
    written.await.map_err(problem::from_store)
}

/// The recipients without lists that the actor may not write to, and how many those are.
async fn reachable(
    office: &Office,
    actor: &Actor,
    recipients: TypedRecipients,
) -> Result<(TypedRecipients, usize), Problem> {
    if !recipients.all().any(|typed| distribution_list::named(typed).is_some()) {
        return Ok((recipients, 0));
    }
    let known: BTreeSet<_> =
        distribution_lists::list(office, actor).await?.into_iter().map(|list| list.id).collect();
    let before = recipients.all().count();
    let kept = recipients.only(|typed| distribution_list::named(typed).is_none_or(|id| known.contains(&id)));
    let gone = before - kept.all().count();
    Ok((kept, gone))
}
