//! The places that a group takes on its way, from the narrow to the wide, so that nobody holds what mail for others could
//! use: what its organisation may have at this server, what it may have at all, the server's, those of the node.

use std::sync::Arc;
use std::time::Duration;

use domain::OrganisationId;
use domain::outbox::{ParkReason, Stream};
use store::parked::{self, Parked};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

use super::batch::Dispatch;
use super::places::Own;
use super::shares::AtServer;
use super::slots::Slot;
use super::target::{self, Target};
use super::worker::Group;
use crate::office::Office;

/// Of its patience, how much a group has until its server takes no more than it may, or is known to be well: mail that
/// goes elsewhere is not claimed meanwhile.
const OF_PATIENCE: u32 = 15;
/// When mail that its server takes too much of is claimed again, seconds: soon, since what is before it may be quick.
const TOO_MUCH_S: i64 = 3;
/// When mail that found no place is, seconds.
const NO_PLACE_S: i64 = 15;
/// How long it is true that an organisation's mail waits for its share, seconds.
const SHARE_TOLD_S: i64 = 30;

/// What a group meets.
pub(super) struct Room<'a> {
    dispatch: &'a Dispatch,
    target: &'a Target,
    of: (Stream, OrganisationId),
    count: usize,
    at: Option<Arc<AtServer>>,
}

/// Places from intent to outcome; dropped, they are free.
pub(super) struct Begun {
    _at: (Option<OwnedSemaphorePermit>, Option<Slot>),
    _own: Own,
    _server: target::Held,
    _all: Slot,
}

/// Places of a transaction; dropped, they are free.
pub(super) struct UnderWay {
    _at: Option<Slot>,
    _own: Own,
    _server: target::Held,
    _all: Slot,
}

/// Why there is none.
pub(super) enum NoRoom {
    /// It waited long enough, and is claimed again in so many seconds.
    Later(i64),
    /// The process is to end.
    Ends,
}

impl<'a> Room<'a> {
    /// That of this group.
    pub(super) fn of(dispatch: &'a Dispatch, group: &Group, target: &'a Target) -> Self {
        let of = (group.stream(), group.organisation());
        let at = dispatch.places.at(of.1, target.server().name());
        Self { dispatch, target, of, count: group.deliveries.len(), at }
    }

    /// Places from intent to outcome.
    pub(super) async fn begin(&self) -> Result<Begun, NoRoom> {
        let Dispatch { office, places, stop, patience, .. } = self.dispatch;
        let stream = self.of.0;
        let waits = self.at.as_ref().is_some_and(|at| at.is_full(stream)) || places.is_at_share(self.of);
        if waits && places.is_news(self.of.1, office.now()) {
            tell_share(office, self.of.1).await;
        }
        let held = match &self.at {
            Some(at) => {
                let held = timeout(*patience / OF_PATIENCE, at.hold(stream, self.count)).await;
                Some(held.map_err(|_| NoRoom::Later(TOO_MUCH_S))?.ok_or(NoRoom::Ends)?)
            }
            None => None,
        };
        let at = match &self.at {
            Some(at) => Some(within(*patience, at.begin(stream, stop)).await?),
            None => None,
        };
        let own = places.own_begun(self.of, stop).await.ok_or(NoRoom::Ends)?;
        let server = within(self.patience_with_server(), self.target.ready(stream, stop)).await?;
        let all = places.begin(stream, stop).await.ok_or(NoRoom::Ends)?;
        Ok(Begun { _at: (held, at), _own: own, _server: server, _all: all })
    }

    /// How long it waits for its server. While one mail finds out whether that is well again, which may take as long as the
    /// server lets it, the others of a list make room for what goes elsewhere.
    fn patience_with_server(&self) -> Duration {
        let patience = self.dispatch.patience;
        match self.of.0 {
            Stream::Bulk if self.target.is_in_trouble(self.dispatch.office.now()) => patience / OF_PATIENCE,
            Stream::Bulk | Stream::Single => patience,
        }
    }

    /// Places of a transaction; `None` when the process is to end.
    pub(super) async fn connect(&self) -> Option<UnderWay> {
        let Dispatch { places, stop, .. } = self.dispatch;
        let stream = self.of.0;
        let at = match &self.at {
            Some(at) => Some(at.place(stream, stop).await?),
            None => None,
        };
        let own = places.own_under_way(self.of, stop).await?;
        let server = self.target.place(stream, stop).await?;
        let all = places.connect(stream, stop).await?;
        Some(UnderWay { _at: at, _own: own, _server: server, _all: all })
    }
}

async fn within<T>(patience: Duration, place: impl Future<Output = Option<T>>) -> Result<T, NoRoom> {
    timeout(patience, place).await.map_err(|_| NoRoom::Later(NO_PLACE_S))?.ok_or(NoRoom::Ends)
}

/// Writes down that an organisation's mail waits for its share of the places, for whoever asks why. Nothing depends on it.
pub(super) async fn tell_share(office: &Office, organisation: OrganisationId) {
    let told = Parked {
        destination: parked::share_of(organisation),
        until: office.now().plus_seconds(SHARE_TOLD_S),
        reason: ParkReason::Rate,
        words: String::new(),
        host: None,
        failures: 0,
        found_by: organisation,
    };
    let told = office
        .store()
        .write(move |tx| {
            let told = told.clone();
            Box::pin(async move { parked::put(tx, &told).await })
        })
        .await;
    if let Err(error) = told {
        tracing::warn!(organisation.id = %organisation, %error, "that mail waits for its share is not noted");
    }
}
