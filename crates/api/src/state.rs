//! What every handler shares.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use domain::problem::ProblemKind;
use domain::{Problem, UserId};
use flows::Office;
use store::Conn;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::config::ApiConfig;
use crate::events::Feed;
use crate::extract::Cookies;

/// The largest JSON body, octets: a long answer of an agent with every character escaped.
pub(crate) const BODY_OCTETS_MAX: usize = 2 * 1024 * 1024;

/// Uploads that lie in memory at a time.
const UPLOADS_MAX: usize = 16;
/// Uploads that come in piece by piece at a time; some 15 MB of each lie in memory.
const LARGE_UPLOADS_MAX: usize = 16;
/// Of which one user has at most so many: his must not take everybody else's places.
const LARGE_UPLOADS_OF_USER_MAX: usize = 3;
/// After how long somebody may ask again for a place for one, seconds.
const LARGE_UPLOAD_AGAIN_S: &str = "5";

/// The HTTP layer's state; cheap to clone.
#[derive(Clone)]
pub(crate) struct Api(Arc<Inner>);

struct Inner {
    office: Office,
    config: ApiConfig,
    feed: Feed,
    uploads: Arc<Semaphore>,
    large_uploads: Arc<Semaphore>,
    large_uploads_of: Mutex<HashMap<UserId, Weak<Semaphore>>>,
}

impl Api {
    /// The state over this office.
    #[must_use]
    pub(crate) fn new(office: Office, config: ApiConfig) -> Self {
        let feed = Feed::new();
        let uploads = Arc::new(Semaphore::new(UPLOADS_MAX));
        let large_uploads = Arc::new(Semaphore::new(LARGE_UPLOADS_MAX));
        Self(Arc::new(Inner {
            office,
            config,
            feed,
            uploads,
            large_uploads,
            large_uploads_of: Mutex::default(),
        }))
    }

    /// Where the work is done.
    #[must_use]
    pub(crate) fn office(&self) -> &Office {
        &self.0.office
    }

    /// A connection to read from.
    #[must_use]
    pub(crate) fn conn(&self) -> Conn {
        self.0.office.store().read()
    }

    /// What the operator set.
    #[must_use]
    pub(crate) fn config(&self) -> &ApiConfig {
        &self.0.config
    }

    /// How the session cookie is written and found.
    #[must_use]
    pub(crate) fn cookies(&self) -> Cookies {
        Cookies::new(&self.0.config.base_url)
    }

    /// Waits until one more upload may lie in memory.
    ///
    /// # Errors
    /// Never while the server runs.
    pub(crate) async fn room_for_upload(&self) -> Result<OwnedSemaphorePermit, Problem> {
        let room = Arc::clone(&self.0.uploads).acquire_owned().await;
        room.map_err(|_| flows::problem::internal("upload room"))
    }

    /// A place for one more upload that comes in piece by piece. Nobody waits for one here: a line on which nothing moves
    /// tells its user nothing, and is cut by whatever stands before us.
    ///
    /// # Errors
    /// 429 where the user has as many as he may, 503 where all places are taken; both say when to ask again.
    pub(crate) fn room_for_large_upload(&self, user: UserId) -> Result<[OwnedSemaphorePermit; 2], Problem> {
        let own = {
            let mut of = self.0.large_uploads_of.lock().unwrap_or_else(PoisonError::into_inner);
            let known = of.get(&user).and_then(Weak::upgrade);
            known.unwrap_or_else(|| {
                of.retain(|_, places| places.strong_count() > 0);
                let places = Arc::new(Semaphore::new(LARGE_UPLOADS_OF_USER_MAX));
                of.insert(user, Arc::downgrade(&places));
                places
            })
        };
        let max = LARGE_UPLOADS_OF_USER_MAX;
        let own = own.try_acquire_owned().map_err(|_| {
            let detail = format!(
                "at most {max} large files of one user are taken in at a time; send it a little later"
            );
            Problem::new(ProblemKind::Limit, "upload.too_many_at_once", detail)
                .with("max", max.to_string())
                .with("retry_after_s", LARGE_UPLOAD_AGAIN_S)
        })?;
        let all = Arc::clone(&self.0.large_uploads).try_acquire_owned().map_err(|_| {
            let detail = "many large files are being taken in just now; send it a little later";
            let busy = Problem::new(ProblemKind::Unavailable, "upload.busy", detail);
            busy.with("retry_after_s", LARGE_UPLOAD_AGAIN_S)
        })?;
        Ok([own, all])
    }

    /// The live streams of this node.
    #[must_use]
    pub(crate) fn feed(&self) -> &Feed {
        &self.0.feed
    }
}
