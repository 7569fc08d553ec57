//! Persons come in from a file: shown first, with what is wrong in each row and who is known already, then taken in
//! by a job. What became of each row stays for a week.

mod apply;

pub(crate) use apply::apply;

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use domain::person_import::{KnownPersons, RowOutcome};
use domain::{Actor, EmailAddress, Id, PersonId, PersonImportId, Problem};
use mail::contacts::{self, Contact, ContactFile, ContactRow, Field, Form, Reading};
use policy::contact::{self, Unreadable};
use serde::{Deserialize, Serialize};
use store::jobs::JobRow;
use store::person_imports::{self, ImportRow, NewPersonImport, PersonImport, RefusedRow};
use store::persons::{ADDRESSES_MAX, PersonRow};

use super::ImportLimits;
use crate::addresses::{self, Checked};
use crate::office::Office;
use crate::{jobs, problem};

/// Rows that a preview shows.
pub const SHOWN_MAX: usize = 20;
/// Rows that one transaction writes down: others must get their turn.
const WRITTEN_TOGETHER: usize = 2_000;
/// Characters of a file's name that are kept.
const FILE_NAME_CHARS_MAX: usize = 150;

/// A file before it is taken in.
#[derive(Debug)]
pub struct Preview {
    /// What was found of it; of its rows the first.
    pub file: ContactFile,
    /// How many rows it has.
    pub rows: usize,
    /// Of how many nothing can be made.
    pub refused: usize,
    /// How many are about persons who are known already.
    pub known: usize,
    /// In how many an address is probably not what was meant, or nobody's own.
    pub doubtful: usize,
    /// The first rows.
    pub shown: Vec<ShownRow>,
}

/// One row of a preview.
#[derive(Debug)]
pub struct ShownRow {
    /// What the file says.
    pub row: ContactRow,
    /// Why nothing can be made of it.
    pub problem: Option<Unreadable>,
    /// What is to be thought of its addresses, DNS among it.
    pub checked: Vec<Checked>,
    /// Who has one of them already.
    pub known: Option<PersonRow>,
}

/// What a row says, as it is kept until its turn comes.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Said {
    name: String,
    addresses: Vec<String>,
    phone: String,
    company: String,
    language: Option<domain::org::Language>,
    former: Option<bool>,
}

impl From<Contact> for Said {
    fn from(contact: Contact) -> Self {
        let Contact { name, addresses, phone, company, language, former } = contact;
        Self { name, addresses, phone, company, language, former }
    }
}

impl From<Said> for Contact {
    fn from(said: Said) -> Self {
        let Said { name, addresses, phone, company, language, former } = said;
        Self { name, addresses, phone, company, language, former }
    }
}

/// What a job of an import is to do.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Wish {
    /// What happens to persons who are known already.
    pub(crate) known: KnownPersons,
}

/// Reads a file and says what would become of it. Nothing is written.
///
/// # Errors
/// 422 for what is no such file; 503 when the store does not answer.
pub async fn preview(
    office: &Office,
    actor: &Actor,
    (octets, reading): (Bytes, Reading),
) -> Result<Preview, Problem> {
    let limits = super::import_limits(office, actor).await?;
    let mut file = read(octets, (reading, limits)).await?;
    let rows = file.rows.len();
    let (mut refused, mut doubtful, mut keys) = (0, 0, Vec::with_capacity(rows));
    for row in &file.rows {
        match contact::judge(&row.contact, ADDRESSES_MAX) {
            Ok((ready, doubts)) => {
                doubtful += usize::from(!doubts.is_empty());
                keys.push(ready.addresses.iter().map(EmailAddress::key).collect::<Vec<_>>());
            }
            Err(_) => refused += 1,
        }
    }
    let conn = office.store().read();
    let all: Vec<String> = keys.iter().flatten().cloned().collect();
    let people = store::persons::find_among(&conn, actor.organisation, &all).await;
    let people = people.map_err(problem::from_store)?;
    let known = keys.iter().filter(|keys| keys.iter().any(|key| people.contains_key(key))).count();
    file.rows.truncate(SHOWN_MAX);
    let shown = shown(office, actor, (std::mem::take(&mut file.rows), &people)).await?;
    Ok(Preview { file, rows, refused, known, doubtful, shown })
}

async fn shown(
    office: &Office,
    actor: &Actor,
    (rows, people): (Vec<ContactRow>, &BTreeMap<String, PersonId>),
) -> Result<Vec<ShownRow>, Problem> {
    let texts: BTreeSet<String> = rows.iter().flat_map(|row| row.contact.addresses.clone()).collect();
    let texts = texts.into_iter().take(addresses::ADDRESSES_MAX).collect();
    let checked = addresses::check(office, actor, texts).await?;
    let conn = office.store().read();
    let mut shown = Vec::with_capacity(rows.len());
    for row in rows {
        let judged = contact::judge(&row.contact, ADDRESSES_MAX);
        let ready = judged.as_ref().ok().map(|(ready, _)| ready.addresses.as_slice()).unwrap_or_default();
        let known = match ready.iter().find_map(|address| people.get(&address.key())) {
            Some(id) => {
                store::persons::find(&conn, actor.organisation, *id).await.map_err(problem::from_store)?
            }
            None => None,
        };
        let of_row = checked.iter().filter(|one| row.contact.addresses.contains(&one.input)).cloned();
        shown.push(ShownRow { checked: of_row.collect(), problem: judged.err(), known, row });
    }
    Ok(shown)
}

/// Writes the rows of a file down and begins the job that takes them in. What was stopped before the job is there
/// takes nothing in, and is swept.
///
/// # Errors
/// 422 for what is no such file; 429 for too many jobs; 503 when the store does not answer.
pub async fn start(
    office: &Office,
    actor: &Actor,
    file: (String, Bytes, Reading),
    known: KnownPersons,
) -> Result<PersonImportId, Problem> {
    jobs::room(office, actor).await?;
    let (name, octets, reading) = file;
    let limits = super::import_limits(office, actor).await?;
    let file = read(octets, (reading, limits)).await?;
    let organisation = actor.organisation;
    let new = NewPersonImport {
        user: actor.user,
        file_name: name.trim().chars().take(FILE_NAME_CHARS_MAX).collect(),
        headings: headings(&file),
        at: office.now(),
    };
    let written = office
        .store()
        .write(move |tx| Box::pin(async move { person_imports::insert(tx, organisation, &new).await }));
    let import = written.await.map_err(problem::from_store)?;
    let mut rows = jobs::Rows::default();
    let mut left = file.rows.into_iter();
    loop {
        let some = left.by_ref().take(WRITTEN_TOGETHER).map(written_row).collect::<Result<Vec<_>, _>>()?;
        if some.is_empty() {
            break;
        }
        let written = office.store().write(move |tx| {
            let some = some.clone();
            Box::pin(async move { person_imports::insert_rows(tx, organisation, import, &some).await })
        });
        rows.add(written.await.map_err(problem::from_store)?.into_iter().map(Id::get));
    }
    let job = jobs::start_import(office, actor, Wish { known }, rows).await?;
    let noted = office.store().write(move |tx| {
        Box::pin(async move { person_imports::set_job(tx, organisation, import, job.id).await })
    });
    noted.await.map_err(problem::from_store)?;
    Ok(import)
}

/// What the columns are called in the file of refused rows, so that they are known again when that comes in: where the
/// file does not say, what they were taken for.
fn headings(file: &ContactFile) -> Vec<String> {
    if file.has_heading || file.form != Form::Csv {
        return file.headings.clone();
    }
    let heading = |field: &Option<Field>| field.map(Field::heading).unwrap_or_default().to_owned();
    file.columns.iter().map(heading).collect()
}

fn written_row(row: ContactRow) -> Result<ImportRow, Problem> {
    let said =
        serde_json::to_string(&Said::from(row.contact)).map_err(|_| problem::internal("import.row"))?;
    Ok(ImportRow { number: row.number as u64, cells: row.cells, said })
}

async fn read(octets: Bytes, (reading, limits): (Reading, ImportLimits)) -> Result<ContactFile, Problem> {
    let read =
        tokio::task::spawn_blocking(move || contacts::read_within(&octets, &reading, limits.rows)).await;
    let file = read.map_err(|_| problem::internal("persons.import"))?;
    file.map_err(|error| Problem::invalid("file", "import.unreadable", error.to_string()))
}

/// How far an import is.
#[derive(Debug)]
pub struct Standing {
    /// The file.
    pub import: PersonImport,
    /// The job that takes its rows in.
    pub job: Option<JobRow>,
    /// How many rows became what.
    pub counts: BTreeMap<RowOutcome, u64>,
}

/// How far one's own newest imports are, the newest first.
///
/// # Errors
/// 503 when the store does not answer.
pub async fn list(office: &Office, actor: &Actor) -> Result<Vec<Standing>, Problem> {
    /// Imports that are told of: more than anybody begins in the week that they are kept.
    const TOLD_MAX: u64 = 20;
    let (conn, organisation) = (office.store().read(), actor.organisation);
    let imports = person_imports::list(&conn, organisation, actor.user, TOLD_MAX).await;
    standings(office, actor, imports.map_err(problem::from_store)?).await
}

/// How far one of one's own imports is.
///
/// # Errors
/// 404 when there is none; 503 when the store does not answer.
pub async fn find(office: &Office, actor: &Actor, id: PersonImportId) -> Result<Standing, Problem> {
    let (conn, organisation) = (office.store().read(), actor.organisation);
    let import = person_imports::find(&conn, organisation, (actor.user, id)).await;
    let import = import.map_err(problem::from_store)?.ok_or_else(|| Problem::not_found("import"))?;
    let standing = standings(office, actor, vec![import]).await?.pop();
    standing.ok_or_else(|| Problem::not_found("import"))
}

/// How far these are, with one look at their rows and one at their jobs, however many they are.
async fn standings(
    office: &Office,
    actor: &Actor,
    imports: Vec<PersonImport>,
) -> Result<Vec<Standing>, Problem> {
    let (conn, organisation) = (office.store().read(), actor.organisation);
    let ids: Vec<_> = imports.iter().map(|import| import.id).collect();
    let counts = person_imports::counts(&conn, organisation, &ids).await;
    let mut counts = counts.map_err(problem::from_store)?;
    let ids: Vec<_> = imports.iter().filter_map(|import| import.job_id).collect();
    let jobs = store::jobs::list_among(&conn, organisation, actor.user, &ids).await;
    let mut jobs: BTreeMap<_, _> =
        jobs.map_err(problem::from_store)?.into_iter().map(|job| (job.id, job)).collect();
    let standing = |import: PersonImport| Standing {
        job: import.job_id.and_then(|job| jobs.remove(&job)),
        counts: counts.remove(&import.id).unwrap_or_default(),
        import,
    };
    Ok(imports.into_iter().map(standing).collect())
}

/// The refused rows of one of one's own imports behind one, in their order.
///
/// # Errors
/// 503 when the store does not answer.
pub async fn list_refused(
    office: &Office,
    actor: &Actor,
    (import, behind): (PersonImportId, Option<domain::PersonImportRowId>),
) -> Result<Vec<RefusedRow>, Problem> {
    /// Rows of one page.
    const PAGE: u64 = 1_000;
    let conn = office.store().read();
    let rows = person_imports::list_refused(&conn, actor.organisation, (import, behind), PAGE).await;
    rows.map_err(problem::from_store)
}
