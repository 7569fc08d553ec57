//! Files larger than a mail takes: they go as links, and come in piece by piece.

use domain::Problem;
use domain::limits::UPLOADS_OF_USER_MAILS;
use domain::org::Actor;
use domain::problem::ProblemKind;
use store::raw::IncomingRaw;
use store::uploads::UploadRow;

use super::{above, keep, too_large};
use crate::office::Office;
use crate::{file_links, problem};

/// A large file on its way in. One that is dropped before its end leaves nothing behind.
pub struct Large<'a> {
    office: &'a Office,
    actor: &'a Actor,
    named: (String, String),
    incoming: IncomingRaw,
    octets_max: u64,
}

impl<'a> Large<'a> {
    /// Begins to take in a file that is said to have so many octets, with its name and its media type.
    ///
    /// # Errors
    /// 413 when it is too large, also where files cannot go as links; 413 too when the actor has too much here that no
    /// mail took; 503 when the store does not answer.
    pub async fn begin(
        office: &'a Office,
        actor: &'a Actor,
        named: (String, String),
        octets: u64,
    ) -> Result<Self, Problem> {
        let octets_max = Self::check(office, actor, octets).await?;
        let incoming = IncomingRaw::begin(office.store(), actor.organisation).await;
        let incoming = incoming.map_err(problem::from_store)?;
        Ok(Self { office, actor, named, incoming, octets_max })
    }

    /// Whether a file of so many octets may come in; how many one may have.
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub async fn check(office: &Office, actor: &Actor, octets: u64) -> Result<u64, Problem> {
        let offer = file_links::offer(office, actor).await?;
        if offer.refused.is_some() {
            return Err(too_large());
        }
        if octets > offer.octets_max {
            return Err(above(offer.octets_max));
        }
        let conn = office.store().read();
        let here = store::uploads::octets_of_user(&conn, actor.organisation, actor.user).await;
        let here = here.map_err(problem::from_store)?;
        if here + octets > offer.octets_max * UPLOADS_OF_USER_MAILS {
            return Err(too_much());
        }
        Ok(offer.octets_max)
    }

    /// Takes the next piece.
    ///
    /// # Errors
    /// 413 when it is larger than it was said to be, and too large; 503 when the store does not answer.
    pub async fn push(&mut self, piece: &[u8]) -> Result<(), Problem> {
        if self.incoming.size_octets() + piece.len() as u64 > self.octets_max {
            return Err(above(self.octets_max));
        }
        self.incoming.push(piece).await.map_err(problem::from_store)
    }

    /// Its octets so far.
    #[must_use]
    pub const fn size_octets(&self) -> u64 {
        self.incoming.size_octets()
    }

    /// Keeps the whole file as an upload.
    ///
    /// # Errors
    /// 503 when the store does not answer.
    pub async fn finish(self) -> Result<UploadRow, Problem> {
        let raw = self.incoming.finish().await.map_err(problem::from_store)?;
        keep(self.office, self.actor, self.named, raw).await
    }
}

fn too_much() -> Problem {
    let detail =
        "too many large files of yours wait for a mail; send them or take them off, or wait two days";
    Problem::new(ProblemKind::Limit, "upload.too_many_octets", detail)
}
