//! The demo's own mail server: takes every mail and keeps it in a folder, so that nothing of the
//! demo ever goes out into the world.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use domain::EmailAddress;
use hosted::mx::{AcceptError, Arrival, Arrivals, Mx, RecipientVerdict, Settings, World};
use tokio::io::AsyncWriteExt as _;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::wiring;

/// Opens it on a free port; returns where.
pub(super) async fn open(
    folder: &Path,
    (tasks, stop): (&TaskTracker, &CancellationToken),
) -> Result<SocketAddr> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    let (clock, entropy) = wiring::machine();
    let settings = Settings::new("post.vestvik.example");
    let keeper = Keeper { folder: folder.to_owned() };
    let mx =
        Mx::bind(SocketAddr::from(([127, 0, 0, 1], 0)), settings, World { clock, entropy }, keeper).await?;
    let address = mx.local_addr()?;
    tasks.spawn(mx.run(stop.clone()));
    Ok(address)
}

struct Keeper {
    folder: PathBuf,
}

impl Arrivals for Keeper {
    async fn recipient(&self, _address: &EmailAddress) -> RecipientVerdict {
        RecipientVerdict::Accepted
    }

    async fn accept(&self, arrival: Arrival) -> Result<(), AcceptError> {
        let name = format!("{}-{}.eml", arrival.received_at.as_millis(), arrival.id);
        let path = self.folder.join(name);
        let keep = async {
            let mut file = tokio::fs::File::create(&path).await?;
            file.write_all(&arrival.raw).await?;
            file.sync_all().await
        };
        keep.await.map_err(|error| {
            tracing::error!(%error, path = %path.display(), "a delivered mail could not be kept");
            AcceptError::Unavailable("the folder cannot be written".to_owned())
        })
    }
}
