//! Mail from files: an mbox (RFC 4155) or one mail, stored as history of a mailbox. Nobody is answered by a program for
//! it, each stands in its case at its own date, and a file that is imported twice changes nothing the
//! second time.
//!
//! A file is larger than memory, so that [`Import`] is fed piece by piece and stores batch by batch;
//! what was stored before a failure stays, and the same file goes on from there.

use bytes::{Bytes, BytesMut};
use domain::{Actor, MailboxId, OrganisationId, Problem};
use mail::mbox::{Mbox, Piece, is_mbox};
use store::intake::Inserted;

use crate::arrivals::{self, Batch, NewMail};
use crate::office::Office;
use crate::problem;

/// Mails of one commit.
const BATCH_MAILS: usize = 100;
/// Octets of one commit.
const BATCH_OCTETS: usize = 16 * 1024 * 1024;
/// Mails that the report tells of one by one.
const REFUSALS_MAX: usize = 100;
/// Characters of a file's name that the timeline keeps.
const NAME_CHARS_MAX: usize = 200;

/// What became of a file's mails.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// Mails that are new.
    pub stored: u64,
    /// Mails that the mailbox has already.
    pub known: u64,
    /// Mails that were not taken.
    pub refused: u64,
    /// The first of them.
    pub refusals: Vec<Refusal>,
}

/// A mail that was not taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// Which mail of the file, from 1.
    pub number: u64,
    /// Why.
    pub because: Because,
}

/// Why a mail was not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Because {
    /// There is nothing in it.
    Empty,
    /// It has neither sender, date, subject nor Message-ID: something else than a mail.
    NotAMail,
    /// It is larger than is taken in.
    TooLarge {
        /// How large it is, or at least is.
        octets: u64,
    },
}

impl Because {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotAMail => "not_a_mail",
            Self::TooLarge { .. } => "too_large",
        }
    }
}

/// A file on its way in.
pub struct Import {
    office: Office,
    organisation: OrganisationId,
    mailbox: MailboxId,
    name: String,
    shape: Shape,
    batch: Vec<NewMail>,
    batch_octets: usize,
    /// Mails of the file so far.
    number: u64,
    report: Report,
}

/// What the file is.
enum Shape {
    /// Too little of it came to tell.
    Unknown(BytesMut),
    /// One mail; what came of it, no more than one octet above the limit.
    One { raw: BytesMut, octets: u64 },
    /// Many.
    Many(Mbox),
}

/// Octets that tell what a file is.
const TELLING_OCTETS: usize = 5;

impl Import {
    /// Begins with a file of this name for a mailbox of the actor's organisation.
    ///
    /// # Errors
    /// 404 for the mailbox.
    pub async fn begin(
        office: &Office,
        actor: &Actor,
        mailbox: MailboxId,
        name: &str,
    ) -> Result<Self, Problem> {
        crate::mailboxes::find(office, actor, mailbox).await?;
        let name = name.chars().filter(|character| !character.is_control()).take(NAME_CHARS_MAX).collect();
        Ok(Self {
            office: office.clone(),
            organisation: actor.organisation,
            mailbox,
            name,
            shape: Shape::Unknown(BytesMut::new()),
            batch: Vec::new(),
            batch_octets: 0,
            number: 0,
            report: Report::default(),
        })
    }

    /// Reads on in the file; whole mails are stored as soon as they fill a batch.
    ///
    /// # Errors
    /// When the store fails; what was stored before stays.
    pub async fn push(&mut self, octets: &[u8]) -> Result<(), Problem> {
        let octets_max = self.octets_max();
        let pieces = match &mut self.shape {
            Shape::Unknown(beginning) => {
                beginning.extend_from_slice(octets);
                if beginning.len() < TELLING_OCTETS {
                    return Ok(());
                }
                let beginning = beginning.split();
                self.shape = shape(&beginning, octets_max);
                return Box::pin(self.push(&beginning)).await;
            }
            Shape::One { raw, octets: all } => {
                let room = octets_max.saturating_add(1).saturating_sub(raw.len());
                raw.extend_from_slice(&octets[..octets.len().min(room)]);
                *all += octets.len() as u64;
                return Ok(());
            }
            Shape::Many(mbox) => mbox.push(octets),
        };
        for piece in pieces {
            self.take(piece).await?;
        }
        Ok(())
    }

    /// The file is over: stores the rest and reports.
    ///
    /// # Errors
    /// As [`Self::push`].
    pub async fn finish(mut self) -> Result<Report, Problem> {
        let shape = std::mem::replace(&mut self.shape, Shape::Unknown(BytesMut::new()));
        let last = match shape {
            Shape::Unknown(raw) => Some(Piece::Mail(raw.to_vec())),
            Shape::One { raw, octets } if raw.len() > self.octets_max() => Some(Piece::TooLarge { octets }),
            Shape::One { raw, .. } => Some(Piece::Mail(raw.to_vec())),
            Shape::Many(mbox) => mbox.finish(),
        };
        if let Some(piece) = last {
            self.take(piece).await?;
        }
        self.store().await?;
        Ok(self.report)
    }

    fn octets_max(&self) -> usize {
        self.office.settings().mail_octets_max
    }

    async fn take(&mut self, piece: Piece) -> Result<(), Problem> {
        self.number += 1;
        let raw = match piece {
            Piece::TooLarge { octets } => {
                self.refuse(Because::TooLarge { octets });
                return Ok(());
            }
            Piece::Mail(raw) => Bytes::from(raw),
        };
        let historic_since = match looked_at(&raw) {
            Ok(came_at) => Some(came_at.unwrap_or_else(|| self.office.now())),
            Err(because) => {
                self.refuse(because);
                return Ok(());
            }
        };
        let source_id = arrivals::import_source_id(&raw);
        if self.batch.iter().any(|mail| mail.source_id == source_id) {
            self.report.known += 1;
            return Ok(());
        }
        self.batch_octets += raw.len();
        self.batch.push(NewMail { historic_since, ..NewMail::new(source_id, raw) });
        if self.batch.len() >= BATCH_MAILS || self.batch_octets >= BATCH_OCTETS {
            self.store().await?;
        }
        Ok(())
    }

    fn refuse(&mut self, because: Because) {
        self.report.refused += 1;
        if self.report.refusals.len() < REFUSALS_MAX {
            self.report.refusals.push(Refusal { number: self.number, because });
        }
    }

    async fn store(&mut self) -> Result<(), Problem> {
        self.batch_octets = 0;
        let mails = std::mem::take(&mut self.batch);
        if mails.is_empty() {
            return Ok(());
        }
        let batch = Batch {
            organisation: self.organisation,
            mailbox: self.mailbox,
            via: "import",
            peer: self.name.clone(),
            mails,
            skipped: Vec::new(),
            progress: None,
        };
        let stored = arrivals::store_batch(&self.office, batch).await.map_err(problem::from_store)?;
        let new = stored.iter().filter(|one| matches!(one, Inserted::New(_))).count() as u64;
        self.report.stored += new;
        self.report.known += stored.len() as u64 - new;
        Ok(())
    }
}

fn shape(beginning: &[u8], octets_max: usize) -> Shape {
    if is_mbox(beginning) {
        Shape::Many(Mbox::new(octets_max))
    } else {
        Shape::One { raw: BytesMut::new(), octets: 0 }
    }
}

/// When the mail arrived by its trace, else when it says that it was written; or why it is none.
fn looked_at(raw: &[u8]) -> Result<Option<domain::Timestamp>, Because> {
    if raw.iter().all(u8::is_ascii_whitespace) {
        return Err(Because::Empty);
    }
    let (header, _) = mail::parse(header_of(raw));
    let names_nothing = header.from.is_none() && header.message_id.is_none() && header.subject.is_empty();
    if names_nothing && header.date.is_none() {
        return Err(Because::NotAMail);
    }
    Ok(mail::arrival(header_of(raw)).or(header.date))
}

fn header_of(raw: &[u8]) -> &[u8] {
    /// A header with more is none that a person's program wrote.
    const HEADER_OCTETS_MAX: usize = 256 * 1024;
    let beginning = &raw[..raw.len().min(HEADER_OCTETS_MAX)];
    let end = |blank: &[u8]| {
        let at = beginning.windows(blank.len()).position(|window| window == blank)?;
        Some(at + blank.len())
    };
    let ends = end(b"\r\n\r\n").into_iter().chain(end(b"\n\n"));
    &beginning[..ends.min().unwrap_or(beginning.len())]
}
