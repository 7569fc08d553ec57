//! What waits for a destination whose trouble is over goes on, though it is more than the transaction looks at that says so: the
//! rest follows in transactions of its own, behind whoever wrote down what ended the trouble. What a stop leaves of it comes when
//! its own time does, as it would have.

use store::deliveries::{self, LookedAt};
use store::{StoreError, Tx, parked};

use crate::office::Office;

/// A destination, and how far what waits for it was looked at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Left {
    pub(super) destination: String,
    pub(super) looked_at: LookedAt,
}

/// Sees to what is left, which nobody waits for but the close of the office.
pub(super) fn see_to(office: &Office, left: Vec<Left>) {
    if left.is_empty() {
        return;
    }
    let behind = office.clone();
    office.begin(async move {
        for one in left {
            if let Err(error) = let_go(&behind, one).await {
                tracing::warn!(%error, "mail that waits for a server that is well again goes as its own time comes");
            }
        }
    });
}

async fn let_go(office: &Office, left: Left) -> Result<(), StoreError> {
    let Left { destination, mut looked_at } = left;
    loop {
        let name = destination.clone();
        let let_go = office.store().write(move |tx| Box::pin(batch(tx, name, looked_at)));
        let further: Option<LookedAt> = let_go.await?;
        office.signals().outbox.notify_one();
        let Some(further) = further else { return Ok(()) };
        looked_at = further;
    }
}

/// One batch, unless the destination is in trouble again.
async fn batch(tx: &Tx, destination: String, looked_at: LookedAt) -> Result<Option<LookedAt>, StoreError> {
    // The park before the mail, as whoever writes down what became of mail there.
    parked::lock(tx, vec![destination.clone()]).await?;
    if parked::find(tx, &destination).await?.is_some_and(|parked| parked.until > tx.now()) {
        return Ok(None);
    }
    deliveries::hasten_unheard(tx, &destination, looked_at).await
}
