//! Trials of blocked addresses.

use domain::blocks::{AddressDeed, BlockReason};
use domain::{OrganisationId, StandingId, Timestamp, UserId};
use store::standings::{self, StandingRow, Trial, TrialMail, TrialOf};
use store::{StoreError, Tx, address_changes};

use crate::db::{Db, START, on_both};
use crate::fixtures::{World, address, queued, world, write};
use crate::returns::blocking;

const WHO: &str = "kari@kunde.example";
const END: Timestamp = START.plus_seconds(30 * 24 * 3600);

/// A blocked address that is on trial.
async fn on_trial(tx: &Tx, (org, user): (OrganisationId, UserId)) -> Result<StandingId, StoreError> {
    let id = standings::put(tx, org, &blocking(WHO, START)).await?;
    let row = standings::find(tx, org, id).await?.unwrap();
    let trial = TrialOf { by: user, at: START, until: END };
    assert!(standings::begin_trial(tx, org, &row, trial).await?);
    assert!(!standings::begin_trial(tx, org, &row, trial).await?, "it is on trial");
    Ok(id)
}

async fn read(tx: &Tx, org: OrganisationId, id: StandingId) -> Result<(StandingRow, Trial), StoreError> {
    let row = standings::find(tx, org, id).await?.unwrap();
    let trial = row.trial.unwrap();
    Ok((row, trial))
}

#[test]
fn one_mail_tries_an_address_and_its_block_is_lifted_once() {
    on_both(async |Db { store, .. }: Db| {
        let World { org, user, .. } = world(&store, "nord").await;
        let other = world(&store, "syd").await.org;
        let (first, second) = (queued(&store, org, &[WHO]).await, queued(&store, org, &[WHO]).await);
        let done = write(&store, move |tx| {
            Box::pin(async move {
                let id = on_trial(tx, (org, user)).await?;
                assert!(!standings::take_trial(tx, other, (WHO, first), END).await?, "another's");
                assert!(standings::take_trial(tx, org, (WHO, first), END).await?);
                assert!(!standings::take_trial(tx, org, (WHO, second), END).await?, "the first is under way");
                standings::free_trial(tx, other, (WHO, first), 1_000).await?;
                assert!(!standings::take_trial(tx, org, (WHO, second), END).await?, "another's");
                standings::free_trial(tx, org, (WHO, first), 1_000).await?;
                let (_, free) = read(tx, org, id).await?;
                assert_eq!((free.mail, free.until), (None, START.plus_seconds(1)));
                assert!(standings::take_trial(tx, org, (WHO, second), END).await?);

                standings::record_taken(tx, org, &[(second, WHO.to_owned())], START).await?;
                let (row, trial) = read(tx, org, id).await?;
                let mail = TrialMail { outbox_id: second, taken_at: Some(START) };
                let until = START.plus_seconds(3 * 24 * 3600);
                assert_eq!((trial.mail, trial.until), (Some(mail), until));
                assert!(!standings::take_trial(tx, org, (WHO, first), END).await?, "a server has it");
                assert!(standings::list_trials_due(tx, START, 9).await?.is_empty());
                assert_eq!(standings::list_trials_due(tx, until, 9).await?, [(org, id)]);

                assert!(!standings::lift_trial(tx, other, (&row, &trial), START).await?, "another's");
                assert!(standings::lift_trial(tx, org, (&row, &trial), START).await?);
                assert!(!standings::lift_trial(tx, org, (&row, &trial), START).await?, "it is over");
                let free = standings::find(tx, org, id).await?.unwrap();
                assert_eq!((free.block, free.trial, free.returns), (None, None, 0));
                Ok(())
            })
        });
        done.await;
    });
}

#[test]
fn no_trial_begins_with_a_complaint_that_a_list_told_since_the_address_was_read() {
    on_both(async |Db { store, .. }: Db| {
        let World { org, user, .. } = world(&store, "nord").await;
        let done = write(&store, move |tx| {
            Box::pin(async move {
                let id = standings::put(tx, org, &blocking(WHO, START)).await?;
                let row = standings::find(tx, org, id).await?.unwrap();
                standings::record_complaint(tx, org, &row.address, BlockReason::Imported).await?;
                let trial = TrialOf { by: user, at: START, until: END };
                assert!(!standings::begin_trial(tx, org, &row, trial).await?);
                Ok(())
            })
        });
        done.await;
    });
}

#[test]
fn a_trial_that_ends_as_it_was_not_read_is_left_alone() {
    on_both(async |Db { store, .. }: Db| {
        let World { org, user, .. } = world(&store, "nord").await;
        let mail = queued(&store, org, &[WHO]).await;
        let deeds = write(&store, move |tx| {
            Box::pin(async move {
                let id = on_trial(tx, (org, user)).await?;
                let (row, before) = read(tx, org, id).await?;
                standings::take_trial(tx, org, (WHO, mail), END).await?;
                let unused = (AddressDeed::TrialUnused, None);
                assert!(
                    !standings::end_trial(tx, org, (&row, &before), unused).await?,
                    "a mail is under way"
                );
                let (row, trial) = read(tx, org, id).await?;
                let returned = (AddressDeed::TrialReturned, None);
                assert!(standings::end_trial(tx, org, (&row, &trial), returned).await?);
                let after = standings::find(tx, org, id).await?.unwrap();
                assert_eq!((after.block, after.trial), (row.block, None), "it is blocked as it was");
                let told = address_changes::list_of_address(tx, org, &address(WHO), 9).await?;
                Ok(told.into_iter().map(|told| (told.change.deed, told.change.mail)).collect::<Vec<_>>())
            })
        });
        let deeds = deeds.await;
        assert!(deeds.contains(&(AddressDeed::TrialReturned, Some(mail))), "{deeds:?}");
        assert!(deeds.contains(&(AddressDeed::OnTrial, None)), "{deeds:?}");
    });
}

#[test]
fn days_of_trials_are_each_organisations_own() {
    on_both(async |Db { store, .. }: Db| {
        let (org, other) = (world(&store, "nord").await.org, world(&store, "syd").await.org);
        write(&store, move |tx| Box::pin(async move { standings::set_trial_days(tx, org, 7).await })).await;
        assert_eq!(standings::trial_days(&store.read(), org).await.unwrap(), 7);
        assert_eq!(standings::trial_days(&store.read(), other).await.unwrap(), 3);
    });
}
