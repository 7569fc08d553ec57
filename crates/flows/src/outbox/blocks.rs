//! Which of the claimed deliveries are for addresses that are written to no more, and which of them try such an address out.

use std::collections::{BTreeMap, BTreeSet};

use domain::blocks::{BlockReason, BlockScope};
use domain::failure::HeldBack;
use domain::outbox::Stream;
use domain::timeline::{Step, Subject};
use domain::{OrganisationId, OutboxId};
use policy::blocking::trial::MAIL_WITHIN_MS;
use store::StoreError;
use store::deliveries::DueDelivery;
use store::standings::{StandingRow, Trial};
use store::timeline::TimelineEntry;

use crate::office::Office;

/// An address of an organisation.
type Place = (OrganisationId, String);

/// A mail to an address of an organisation.
type Mail = (Place, OutboxId);

/// The blocked addresses, and the mails that try some of them out.
#[derive(Default)]
pub(super) struct Blocked {
    stopped: BTreeMap<Place, Stopped>,
    /// The mails that go out to addresses on trial.
    tries: BTreeSet<Mail>,
    /// Those that it is not known of, since the store did not answer.
    undecided: BTreeSet<Mail>,
    /// Whose blocked addresses could not be read.
    unread: BTreeSet<OrganisationId>,
}

/// What a block stops, and why.
struct Stopped {
    scope: BlockScope,
    held_back: HeldBack,
    trial: Option<Trial>,
}

/// What becomes of a delivery.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Fate {
    /// It goes.
    Goes,
    /// It comes back when its lease ends.
    Waits,
    /// It ends, since the address is written to no more.
    Ends(HeldBack),
}

/// The blocked ones among the addresses of these deliveries. What cannot be read keeps the mail that a block could stop, for a
/// while: an address that complained must get none, and a mail that waits for the store leaves all the same.
pub(super) async fn among(office: &Office, due: &[DueDelivery]) -> Blocked {
    let mut asked: BTreeMap<OrganisationId, Vec<String>> = BTreeMap::new();
    for delivery in due.iter().filter(|delivery| !delivery.passes_block) {
        asked.entry(delivery.organisation).or_default().push(delivery.recipient.key());
    }
    let (conn, mut blocked) = (office.store().read(), Blocked::default());
    for (organisation, mut keys) in asked {
        keys.sort_unstable();
        keys.dedup();
        let found = store::standings::blocked_among(&conn, organisation, &keys).await;
        blocked.note(organisation, found);
    }
    blocked.try_out(office, due).await;
    blocked
}

/// What becomes of a delivery. Who wants no mailings gets no mail to many, and answers all the same; so does whose address a mail
/// tries out.
pub(super) fn fate(blocked: &Blocked, delivery: &DueDelivery) -> Fate {
    if blocked.unread.contains(&delivery.organisation) && !delivery.passes_block {
        return Fate::Waits;
    }
    let mail = mail_of(delivery);
    let Some(stopped) = blocked.stopped.get(&mail.0).filter(|stopped| stopped.stops(delivery)) else {
        return Fate::Goes;
    };
    if blocked.tries.contains(&mail) {
        return Fate::Goes;
    }
    if blocked.undecided.contains(&mail) {
        return Fate::Waits;
    }
    let is_tried = blocked.tries.iter().any(|(place, _)| *place == mail.0) || stopped.is_tried();
    if is_tried && delivery.stream == Stream::Single {
        return Fate::Goes;
    }
    Fate::Ends(HeldBack { on_trial: is_tried, ..stopped.held_back.clone() })
}

impl Blocked {
    /// Notes what was found of an organisation's addresses.
    fn note(
        &mut self,
        organisation: OrganisationId,
        found: Result<BTreeMap<String, StandingRow>, StoreError>,
    ) {
        match found {
            Ok(found) => self.stopped.extend(
                found.into_iter().filter_map(|(key, row)| Some(((organisation, key), stopped(&row)?))),
            ),
            Err(error) => {
                tracing::error!(
                    organisation.id = %organisation, %error,
                    "blocked addresses could not be read; the mail of the organisation waits"
                );
                self.unread.insert(organisation);
            }
        }
    }

    /// Lets one mail go out to each address on trial that waits for one. It is written down before anybody is connected to, so that
    /// of two mails, on whatever nodes, one goes, and the same one again after a kill.
    async fn try_out(&mut self, office: &Office, due: &[DueDelivery]) {
        let mut asking: Vec<Mail> = Vec::new();
        for delivery in due {
            let mail = mail_of(delivery);
            let Some(stopped) = self.stopped.get(&mail.0).filter(|stopped| stopped.stops(delivery)) else {
                continue;
            };
            let Some(trial) = stopped.trial else { continue };
            if trial.is_with(mail.1) {
                self.tries.insert(mail);
            } else if stopped.may_try(delivery) && !asking.contains(&mail) {
                asking.push(mail);
            }
        }
        if asking.is_empty() {
            return;
        }
        match taken(office, asking.clone()).await {
            Ok(won) => {
                // Whoever asked in vain came behind another: this address is tried.
                let lost = asking.iter().filter(|mail| !won.contains(*mail));
                for (place, _) in lost {
                    if let Some(stopped) = self.stopped.get_mut(place) {
                        stopped.held_back.on_trial = true;
                    }
                }
                self.tries.extend(won);
            }
            Err(error) => {
                tracing::error!(%error, "addresses on trial could not be written down; their mail waits");
                self.undecided.extend(asking);
            }
        }
    }
}

impl Stopped {
    fn stops(&self, delivery: &DueDelivery) -> bool {
        let stops = match self.scope {
            BlockScope::All => true,
            BlockScope::Mailings => delivery.stream == Stream::Bulk,
        };
        stops && !delivery.passes_block
    }

    /// Whether another mail tries it out.
    fn is_tried(&self) -> bool {
        self.held_back.on_trial || self.trial.is_some_and(|trial| !trial.awaits_mail())
    }

    /// Whether this mail may try it out: what comes back without a return path nobody would hear of.
    fn may_try(&self, delivery: &DueDelivery) -> bool {
        let is_open = self.trial.is_some_and(|trial| trial.mail.is_none_or(|mail| mail.taken_at.is_none()));
        is_open && delivery.mail.return_path.is_some()
    }
}

fn mail_of(delivery: &DueDelivery) -> Mail {
    ((delivery.organisation, delivery.recipient.key()), delivery.mail.outbox_id)
}

/// Those of these mails that go out to addresses on trial.
async fn taken(office: &Office, asking: Vec<Mail>) -> Result<BTreeSet<Mail>, StoreError> {
    let until = office.now().plus_millis(MAIL_WITHIN_MS);
    let written = office.store().write(move |tx| {
        let asking = asking.clone();
        Box::pin(async move {
            let mut won = BTreeSet::new();
            for ((organisation, key), outbox) in asking {
                if !store::standings::take_trial(tx, organisation, (&key, outbox), until).await? {
                    continue;
                }
                let step = Step::TriesAddress { recipient: key.clone() };
                let told = TimelineEntry { subject: Subject::Outbox(outbox), at: tx.now(), step };
                store::timeline::insert_many(tx, organisation, &[told]).await?;
                won.insert(((organisation, key), outbox));
            }
            Ok::<_, StoreError>(won)
        })
    });
    written.await
}

/// What is blocked, and why.
fn stopped(row: &StandingRow) -> Option<Stopped> {
    let block = row.block?;
    let came_back = matches!(block.reason, BlockReason::Returned | BlockReason::Limit);
    let held_back = HeldBack {
        since: block.at,
        reason: block.reason,
        class: row.last_class.filter(|_| came_back),
        words: if came_back { row.last_words.clone() } else { String::new() },
        on_trial: false,
    };
    Some(Stopped { scope: block.scope, held_back, trial: row.trial })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::encryption::TlsNeed;
    use domain::{DeliveryId, Timestamp};
    use store::deliveries::DueMail;

    use super::*;

    fn due(organisation: i64, passes_block: bool) -> DueDelivery {
        DueDelivery {
            id: DeliveryId::new(1),
            organisation: OrganisationId::new(organisation),
            recipient: "kari@customer.test".parse().unwrap(),
            attempts: 0,
            queued_at: Timestamp::from_millis(0),
            stream: Stream::Single,
            sender: String::new(),
            interrupted: false,
            passes_block,
            way_is_new: false,
            mail: DueMail {
                outbox_id: OutboxId::new(1),
                from: "service@house.test".parse().unwrap(),
                return_path: None,
                raw_hash: store::raw::RawHash::of(b""),
                size_octets: 0,
                case_id: None,
                author: None,
                from_own: false,
                tls: TlsNeed::default(),
                asks_receipt: false,
                way: None,
            },
        }
    }

    #[test]
    fn mail_waits_where_it_cannot_be_read_whether_its_address_is_blocked() {
        let mut blocked = Blocked::default();
        let away = StoreError::Busy(Arc::new(std::io::Error::other("the disk is away")));
        blocked.note(OrganisationId::new(1), Err(away));
        blocked.note(OrganisationId::new(2), Ok(BTreeMap::new()));
        assert_eq!(fate(&blocked, &due(1, false)), Fate::Waits);
        assert_eq!(fate(&blocked, &due(1, true)), Fate::Goes, "no block stops it, so none is asked for");
        assert_eq!(fate(&blocked, &due(2, false)), Fate::Goes, "others are read");
    }
}
