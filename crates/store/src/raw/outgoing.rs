//! A large file on its way out. It comes from the object store piece by piece and never lies in memory whole.

use std::sync::Arc;

use blake3::Hasher;
use bytes::Bytes;
use domain::OrganisationId;
use futures_util::Stream;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use zstd::stream::raw::{Decoder, InBuffer, Operation, OutBuffer};

use super::RawHash;
use crate::{Conn, StoreError};

/// Octets that are asked of the object store at a time. Each is a request of its own, so that a slow receiver keeps no
/// connection to it open.
const RANGE_OCTETS: u64 = 1024 * 1024;
/// The largest piece that is given out, octets.
pub const PIECE_OCTETS: usize = 64 * 1024;

/// Bytes that were stored, read in pieces.
pub struct OutgoingRaw {
    size_octets: u64,
    hash: RawHash,
    source: Source,
    packed: Bytes,
    decoder: Decoder<'static>,
    hasher: Hasher,
    given_octets: u64,
}

/// Where the packed bytes come from that are not here yet.
enum Source {
    /// All are here.
    None,
    /// From this object, from this octet on.
    Object { objects: Arc<dyn ObjectStore>, name: Path, at: u64, octets: u64 },
}

impl OutgoingRaw {
    /// Opens what is stored under a hash; `None` when the organisation has no such bytes.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when their object is gone; others when the store fails.
    pub async fn open(conn: &Conn, org: OrganisationId, hash: RawHash) -> Result<Option<Self>, StoreError> {
        let Some(kept) = super::find(conn, org, hash).await? else { return Ok(None) };
        let (packed, source) = match (kept.content, kept.object) {
            (Some(content), _) => (Bytes::from(content), Source::None),
            (None, Some(object)) => {
                let (objects, name) = (Arc::clone(&conn.shared().objects), Path::from(object));
                let failed = super::unread(name.as_ref(), hash);
                let octets = objects.head(&name).await.map_err(failed)?.size;
                (Bytes::new(), Source::Object { objects, name, at: 0, octets })
            }
            (None, None) => return Err(StoreError::Damaged(hash.to_string())),
        };
        Ok(Some(Self {
            size_octets: kept.size as u64,
            hash,
            source,
            packed,
            decoder: Decoder::new().map_err(StoreError::database)?,
            hasher: Hasher::new(),
            given_octets: 0,
        }))
    }

    /// How many octets come in all.
    #[must_use]
    pub const fn size_octets(&self) -> u64 {
        self.size_octets
    }

    /// The next piece, of at most [`PIECE_OCTETS`]; `None` at the end.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when they are not the bytes that were stored; the last piece is given out only when all of
    /// them were. Others when the store fails.
    pub async fn next(&mut self) -> Result<Option<Bytes>, StoreError> {
        if self.given_octets == self.size_octets {
            // An empty file has no last piece that could have been held back.
            return if self.given_octets > 0 || self.is_whole() { Ok(None) } else { Err(self.damaged()) };
        }
        loop {
            let piece = self.unpack()?;
            if !piece.is_empty() {
                self.hasher.update(&piece);
                self.given_octets += piece.len() as u64;
                let is_wrong = self.given_octets > self.size_octets
                    || (self.given_octets == self.size_octets && !self.is_whole());
                return if is_wrong { Err(self.damaged()) } else { Ok(Some(piece)) };
            }
            if self.packed.is_empty() && !self.fetch().await? {
                return Err(self.damaged());
            }
        }
    }

    /// The pieces, one after the other; an error is the last of them.
    pub fn into_pieces(self) -> impl Stream<Item = Result<Bytes, StoreError>> + Send {
        futures_util::stream::try_unfold(self, |mut raw| async move {
            Ok(raw.next().await?.map(|piece| (piece, raw)))
        })
    }

    /// What can be unpacked of what is here; empty when more of it is needed.
    fn unpack(&mut self) -> Result<Bytes, StoreError> {
        let mut piece = vec![0; PIECE_OCTETS];
        let mut room = OutBuffer::around(&mut piece);
        let mut packed = InBuffer::around(&self.packed);
        let mut before = None;
        // It stops when nothing moves any more: what is needed is not here, or the piece is full.
        while before != Some((packed.pos(), room.pos())) {
            before = Some((packed.pos(), room.pos()));
            if self.decoder.run(&mut packed, &mut room).is_err() {
                return Err(StoreError::Damaged(self.hash.to_string()));
            }
        }
        let (read, written) = (packed.pos(), room.pos());
        self.packed = self.packed.slice(read..);
        piece.truncate(written);
        Ok(piece.into())
    }

    /// Asks for more; `false` when there is no more.
    async fn fetch(&mut self) -> Result<bool, StoreError> {
        let Source::Object { objects, name, at, octets } = &mut self.source else { return Ok(false) };
        if at >= octets {
            return Ok(false);
        }
        let end = (*at + RANGE_OCTETS).min(*octets);
        let got = objects.get_range(name, *at..end).await;
        self.packed = got.map_err(super::unread(name.as_ref(), self.hash))?;
        *at = end;
        Ok(true)
    }

    fn is_whole(&self) -> bool {
        RawHash(*self.hasher.finalize().as_bytes()) == self.hash
    }

    fn damaged(&self) -> StoreError {
        StoreError::Damaged(self.hash.to_string())
    }
}
