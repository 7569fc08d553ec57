//! Texts with variables that answers are made of: made, changed, put into the bin, filled in.

mod begin;
mod check;
mod entered;
mod fill;
mod place;
mod values;
mod whole;

pub use begin::{Begun, begin};
pub(crate) use check::{folder, readable};
pub(crate) use entered::{OF_SIGNATURE, entered, template_of};
pub(crate) use fill::language_of;
pub use fill::{Draft, Filled, Preview, fill, preview};
pub(crate) use fill::{fill_text, of_row, written};
pub use place::{First, Place};
pub(crate) use values::{CaseFacts, language_of_customer, of_case};

use std::collections::{BTreeMap, BTreeSet};

use domain::audit::{AuditKind, Record};
use domain::compose::{Formatted, TypedRecipients};
use domain::kept_file::KeptBy;
use domain::org::Language;
use domain::{Actor, IdentityId, KeptFileId, Problem, TemplateId, UploadId};
use store::kept_files::KeptFile;
use store::templates::{TemplateFilter, TemplateRow, TemplateVersion};
use store::{StoreError, events};

use crate::kept_files::{Gathered, pictures_in};
use crate::office::Office;
use crate::users::Refused;
use crate::{auto_reply, organisation, problem, seen};

/// Templates of one organisation: a list is shown whole.
const TEMPLATES_MAX: u64 = 1_000;

/// What a person enters of a template; `None` leaves a field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TemplateInput {
    /// The name.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Where it lies, its levels parted by `/`.
    pub folder: Option<String>,
    /// Whether it is offered.
    pub active: Option<bool>,
    /// The version for everybody whose language has none.
    pub default_language: Option<Language>,
    /// The shared sender that mails begun with it are from; an inner `None` for none.
    pub identity_id: Option<Option<IdentityId>>,
    /// All its texts. A picture in one is `cid:` and the id of one of its files or of the uploads.
    pub versions: Option<Vec<TemplateVersion>>,
    /// Whom its mails go to beside those whom their authors name.
    pub recipients: Option<TypedRecipients>,
    /// Those of its files that stay, in their order; of another template's it gets its own.
    pub files: Option<Vec<KeptFileId>>,
    /// Uploads of whoever enters it that become its files, behind the others.
    pub uploads: Vec<UploadId>,
    /// The version that whoever changes it saw; one that was changed since is not written over.
    pub seen_version: Option<i64>,
}

/// Templates by folder and name.
///
/// # Errors
/// When the store fails.
pub async fn list(
    office: &Office,
    actor: &Actor,
    filter: &TemplateFilter,
) -> Result<Vec<TemplateRow>, Problem> {
    let conn = office.store().read();
    store::templates::list(&conn, actor.organisation, filter).await.map_err(problem::from_store)
}

/// How many files go with mails that begin with each of these templates, the pictures that their texts show left out; a
/// template without any is not named.
///
/// # Errors
/// When the store fails.
pub async fn attached(
    office: &Office,
    actor: &Actor,
    templates: &[TemplateRow],
) -> Result<BTreeMap<TemplateId, usize>, Problem> {
    let ids: Vec<_> = templates.iter().map(|row| row.id).collect();
    let conn = office.store().read();
    let kept = store::kept_files::list_of_templates(&conn, actor.organisation, &ids).await;
    let mut kept = kept.map_err(problem::from_store)?;
    let of = |row: &TemplateRow| {
        let files = kept.remove(&row.id)?;
        let shown = pictures_of(row);
        let attached = files.iter().filter(|id| !shown.contains(id)).count();
        (attached > 0).then_some((row.id, attached))
    };
    Ok(templates.iter().filter_map(of).collect())
}

/// The pictures that the texts of a template show, whatever their languages.
fn pictures_of(row: &TemplateRow) -> BTreeSet<KeptFileId> {
    row.settings.versions.iter().flat_map(|version| pictures_in(version.html.as_deref())).collect()
}

/// The template with this id.
///
/// # Errors
/// 404 when there is none, or it is in the bin.
pub async fn find(office: &Office, actor: &Actor, id: TemplateId) -> Result<TemplateRow, Problem> {
    let conn = office.store().read();
    let found = store::templates::find(&conn, actor.organisation, id).await.map_err(problem::from_store)?;
    found.ok_or_else(|| Problem::not_found("template"))
}

/// The files that a template keeps, in their order.
///
/// # Errors
/// When the store fails.
pub async fn files(office: &Office, actor: &Actor, id: TemplateId) -> Result<Vec<KeptFile>, Problem> {
    let conn = office.store().read();
    let found = store::kept_files::list(&conn, actor.organisation, KeptBy::Template(id)).await;
    found.map_err(problem::from_store)
}

/// Refuses a template that this organisation does not have.
pub(crate) async fn known(
    office: &Office,
    actor: &Actor,
    (field, id): (&'static str, TemplateId),
) -> Result<(), Problem> {
    let refusal = || Problem::invalid(field, "no_such_template", "there is no such template");
    let conn = office.store().read();
    let found = store::templates::find(&conn, actor.organisation, id).await.map_err(problem::from_store)?;
    found.map(|_| ()).ok_or_else(refusal)
}

/// Makes a template.
///
/// # Errors
/// 422 for a field that is wrong, with the line of a text that cannot be read; 409 when the name is taken
/// or there are too many.
pub async fn create(office: &Office, actor: &Actor, input: TemplateInput) -> Result<TemplateId, Problem> {
    let language = organisation::language(&office.store().read(), actor.organisation).await;
    let language = language.map_err(problem::from_store)?;
    let input = TemplateInput { default_language: input.default_language.or(Some(language)), ..input };
    known_identity(office, actor, input.identity_id).await?;
    let (input, files) = safe(office, actor, None, input).await?;
    let settings = check::merged(None, input)?;
    let (organisation, by) = (actor.organisation, (Some(actor.user), office.now()));
    let conn = office.store().read();
    let present = store::templates::count(&conn, organisation).await.map_err(problem::from_store)?;
    if present >= TEMPLATES_MAX {
        let detail = format!("there are {TEMPLATES_MAX} templates already; delete one that nobody uses");
        return Err(Problem::conflict("template.too_many", detail));
    }

    office
        .store()
        .write(move |tx| {
            let (settings, files) = (settings.clone(), files.clone());
            Box::pin(async move {
                let id = store::templates::insert(tx, organisation, &settings, by).await?;
                let kept = (files.as_slice(), by.0, by.1);
                store::kept_files::replace(tx, organisation, KeptBy::Template(id), kept).await?;
                Ok(id)
            })
        })
        .await
        .map_err(taken)
}

/// Changes a template; answers that were made of it stay as they are.
///
/// # Errors
/// As [`create`], 404, and 409 where it was changed since it was seen.
pub async fn change(
    office: &Office,
    actor: &Actor,
    id: TemplateId,
    input: TemplateInput,
) -> Result<(), Problem> {
    find(office, actor, id).await?;
    known_identity(office, actor, input.identity_id).await?;
    let (input, files) = safe(office, actor, Some(id), input).await?;
    let (organisation, author, now) = (actor.organisation, Some(actor.user), office.now());
    let changed = office.store().write(move |tx| {
        let (input, files) = (input.clone(), files.clone());
        Box::pin(async move {
            // What is entered goes on from what is there, as nobody else changes it meanwhile.
            store::organisations::lock(tx, organisation).await?;
            let present = store::templates::find(tx, organisation, id).await?;
            let present = present.ok_or_else(|| Refused::from(Problem::not_found("template")))?;
            let record = Record::of(AuditKind::Template, id);
            let seen = (input.seen_version, present.updated_at);
            seen::unchanged(tx, organisation, (&record, "template.changed_meanwhile"), seen).await?;
            let by = (author, seen::next(present.updated_at, now));
            let files = match input.files {
                Some(_) => files,
                None => whole::with_present(tx, organisation, id, files).await?,
            };
            let settings = check::merged(Some(present.settings), input)?;
            store::templates::update(tx, organisation, id, &settings, by).await.map_err(taken)?;
            let kept = (files.as_slice(), by.0, by.1);
            store::kept_files::replace(tx, organisation, KeptBy::Template(id), kept).await?;
            Ok::<_, Refused>(())
        })
    });
    changed.await.map_err(Refused::into_problem)
}

/// The input with its texts made safe, and the files that it says the template shall keep, or get beside those that it has.
async fn safe(
    office: &Office,
    actor: &Actor,
    id: Option<TemplateId>,
    mut input: TemplateInput,
) -> Result<(TemplateInput, Vec<KeptFile>), Problem> {
    let files: Gathered = whole::files(office, actor, id, &input).await?;
    for version in input.versions.iter_mut().flatten() {
        let given = Formatted { text: std::mem::take(&mut version.text), html: version.html.take() };
        let safe = entered::safe("versions", given, entered::OF_TEMPLATE, files.names()).await;
        let safe = safe.map_err(|problem| problem.with("language", version.language.as_str()))?;
        (version.text, version.html) = (safe.text, safe.html);
    }
    whole::pictures(&files, input.versions.as_deref().unwrap_or_default())?;
    if let Some(given) = input.recipients.take() {
        input.recipients = Some(whole::recipients(office, actor, given).await?);
    }
    let said = whole::said(&files, &input);
    Ok((input, said))
}

/// Refuses a shared sender that is not there.
async fn known_identity(
    office: &Office,
    actor: &Actor,
    identity: Option<Option<IdentityId>>,
) -> Result<(), Problem> {
    let Some(Some(id)) = identity else { return Ok(()) };
    let none =
        |_| Problem::invalid("identity_id", "no_such_identity", "there is no such sender; choose another");
    crate::identities::find(office, actor.organisation, id).await.map(|_| ()).map_err(none)
}

/// Puts a template into the bin, from where it can be restored for 30 days.
///
/// # Errors
/// 404; 409 while automatic replies or filters use it.
pub async fn delete(office: &Office, actor: &Actor, id: TemplateId) -> Result<(), Problem> {
    find(office, actor, id).await?;
    let conn = office.store().read();
    let is_used = auto_reply::template_is_used(&conn, actor.organisation, id).await;
    if is_used.map_err(problem::from_store)? {
        let detail = "automatic replies or filters use this template; choose another one for them first";
        return Err(Problem::conflict("template.in_use", detail));
    }
    let (organisation, at) = (actor.organisation, office.now());

    found(
        office
            .store()
            .write(move |tx| {
                Box::pin(async move { store::templates::delete(tx, organisation, id, at).await })
            })
            .await,
    )
}

/// Takes a template out of the bin.
///
/// # Errors
/// 404 when it is not there; 409 when another has its name.
pub async fn restore(office: &Office, actor: &Actor, id: TemplateId) -> Result<(), Problem> {
    let organisation = actor.organisation;

    found(
        office
            .store()
            .write(move |tx| {
                Box::pin(async move {
                    events::insert(tx, organisation, events::Change::settings());
                    store::templates::restore(tx, organisation, id).await
                })
            })
            .await,
    )
}

fn found(result: Result<bool, StoreError>) -> Result<(), Problem> {
    if result.map_err(taken)? { Ok(()) } else { Err(Problem::not_found("template")) }
}

fn taken(error: StoreError) -> Problem {
    if let StoreError::Duplicate(_) = error {
        let detail = "another template has this name; choose a different one";
        return Problem { field: Some("name"), ..Problem::conflict("template.name_taken", detail) };
    }
    problem::from_store(error)
}
