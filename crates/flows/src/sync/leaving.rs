//! Mails that stay on their server: their beginning and the reason are stored as a failed intake,
//! so that a person sees them, and they are not asked for again until somebody wants that.

use domain::intake::LeftBecause;
use net::SourceError;
use net::source::Beginning;
use store::intake::Left;

use super::round::{Round, Stopped};
use super::server::{Server, Waiting};
use super::{Visit, taking};
use crate::arrivals::{self, NewMail};

/// A mail over the limit.
pub(super) fn too_large(octets: u64, visit: &Visit<'_>) -> Left {
    let max = visit.octets_max();
    let error = format!(
        "the mail has {octets} octets, more than the {max} that are taken in; it stays on the server. Raise \
         `intake.mail_octets_max` and import it again, or fetch it with a mail program"
    );
    taking::left(LeftBecause::TooLarge, octets, error)
}

/// A mail that the server cannot hand out.
pub(super) fn unreadable(octets: u64, words: &str) -> Left {
    let error = format!(
        "the server cannot hand out this mail ({words}); it stays there. Import it again later, or look at it \
         with a mail program"
    );
    taking::left(LeftBecause::Unreadable, octets, error)
}

/// A mail at which the connection breaks each time.
pub(super) fn breaks_connection(octets: u64) -> Left {
    let error = "the connection breaks whenever the server is asked for this mail; it stays there. Import it \
                 again later, or look at it with a mail program";
    taking::left(LeftBecause::BreaksConnection, octets, error.to_owned())
}

/// As much as was wanted, or else the header.
async fn beginning(
    server: &mut Server,
    mail: &Waiting,
    much: Beginning,
) -> Result<Option<Vec<u8>>, SourceError> {
    let found = server.beginnings(&[mail.id], much).await?.pop().flatten();
    match (found, much) {
        (None, Beginning::Text) => {
            Ok(server.beginnings(&[mail.id], Beginning::Header).await?.pop().flatten())
        }
        (found, Beginning::Text | Beginning::Header) => Ok(found),
    }
}

/// Stores the beginning of a mail and why the rest is not here.
pub(super) async fn leave(
    round: &mut Round<'_>,
    server: &mut Server,
    mail: &Waiting,
    left: Left,
) -> Result<(), Stopped> {
    let much = match left.because {
        LeftBecause::TooLarge => Beginning::Text,
        LeftBecause::Unreadable | LeftBecause::BreaksConnection => Beginning::Header,
    };
    let (beginning, broke) = match beginning(server, mail, much).await {
        Ok(found) => (found.unwrap_or_default(), None),
        Err(error) => (Vec::new(), Some(error)),
    };
    let mail = taking::whole(round.visit, mail, beginning);
    let batch = round.visit.batch(vec![NewMail { left: Some(left), ..mail }]);
    arrivals::store_batch_held(round.visit.office, batch, &round.visit.lease.owner).await?;
    round.brought.left += 1;
    broke.map_or(Ok(()), |error| Err(error.into()))
}
