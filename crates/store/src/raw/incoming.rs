//! A large file on its way in. It goes to the object store piece by piece and never lies in memory whole.

use blake3::Hasher;
use domain::OrganisationId;
use object_store::path::Path;
use object_store::{ObjectStoreExt, WriteMultipart};
use zstd::stream::write::Encoder;

use super::{LEVEL, Place, PreparedRaw, RawHash};
use crate::{Store, StoreError};

/// How the name of an object begins, within its organisation's, until its hash is known.
pub(super) const PASSING_NAME: &str = "incoming-";
/// Parts that are on their way to the object store at a time: one is written while the next one fills.
const PARTS_AT_A_TIME: usize = 2;

/// A file that comes in pieces. One that is dropped before its end leaves nothing behind.
pub struct IncomingRaw {
    store: Store,
    organisation: OrganisationId,
    /// Where it lies until its hash, and so its own name, is known.
    name: Path,
    upload: Option<WriteMultipart>,
    encoder: Encoder<'static, Vec<u8>>,
    hasher: Hasher,
    size_octets: u64,
}

impl IncomingRaw {
    /// Begins to take one in.
    ///
    /// # Errors
    /// When the object store does not answer.
    pub async fn begin(store: &Store, organisation: OrganisationId) -> Result<Self, StoreError> {
        // No row ever speaks of such a name: the sweep of objects, or that of uploads, takes what a kill leaves under it.
        let name = Path::from(format!("raw/{organisation}/{PASSING_NAME}{}", store.new_id::<()>()));
        let upload = store.shared().objects.put_multipart(&name).await;
        let upload = upload.map_err(|error| StoreError::object(name.as_ref(), error))?;
        Ok(Self {
            store: store.clone(),
            organisation,
            name,
            upload: Some(WriteMultipart::new(upload)),
            encoder: Encoder::new(Vec::new(), LEVEL).map_err(StoreError::database)?,
            hasher: Hasher::new(),
            size_octets: 0,
        })
    }

    /// Takes the next piece; waits while the object store is behind. Pieces are those of a network connection, some
    /// 100 KB at most: packing one takes less than a millisecond.
    ///
    /// # Errors
    /// When the object store fails.
    pub async fn push(&mut self, piece: &[u8]) -> Result<(), StoreError> {
        self.hasher.update(piece);
        self.size_octets += piece.len() as u64;
        std::io::Write::write_all(&mut self.encoder, piece).map_err(StoreError::database)?;
        let packed = std::mem::take(self.encoder.get_mut());
        self.write(&packed).await
    }

    /// Its octets so far.
    #[must_use]
    pub const fn size_octets(&self) -> u64 {
        self.size_octets
    }

    /// The whole file, durable in the object store; it must be inserted within a day, or the sweep takes its object.
    ///
    /// # Errors
    /// When the object store fails.
    pub async fn finish(mut self) -> Result<PreparedRaw, StoreError> {
        self.encoder.do_finish().map_err(StoreError::database)?;
        let packed = std::mem::take(self.encoder.get_mut());
        self.write(&packed).await?;
        let failed = |error| StoreError::object(self.name.as_ref(), error);
        if let Some(upload) = self.upload.take() {
            upload.finish().await.map_err(failed)?;
        }
        let hash = RawHash(*self.hasher.finalize().as_bytes());
        let name = super::object_name(&self.store, self.organisation, hash);
        let objects = &self.store.shared().objects;
        objects.rename(&self.name, &Path::from(name.as_str())).await.map_err(failed)?;
        Ok(PreparedRaw {
            organisation: self.organisation,
            hash,
            size_octets: self.size_octets,
            place: Place::Object(name),
        })
    }

    async fn write(&mut self, packed: &[u8]) -> Result<(), StoreError> {
        let Some(upload) = &mut self.upload else { return Ok(()) };
        let room = upload.wait_for_capacity(PARTS_AT_A_TIME).await;
        room.map_err(|error| StoreError::object(self.name.as_ref(), error))?;
        upload.write(packed);
        Ok(())
    }
}

impl Drop for IncomingRaw {
    fn drop(&mut self) {
        // An object store keeps the parts of an upload that nobody ends, and charges for them.
        let Some(upload) = self.upload.take() else { return };
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let name = self.name.clone();
        runtime.spawn(async move {
            if let Err(error) = upload.abort().await {
                tracing::warn!(%error, %name, "an upload that broke off was not taken back");
            }
        });
    }
}
