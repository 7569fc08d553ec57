//! Grants: what is sealed, who renews, and that no set of tokens is written over a newer one.

use domain::mailbox::SignIn;
use domain::oauth::{ClientAuth, GrantOwner, GrantState, SignInOutcome};
use domain::{MailboxId, OauthApplicationId, OauthSignInId, OrganisationId, Secret, Timestamp};
use store::mailboxes::{HealthState, MailboxUpdate};
use store::oauth::applications::{ApplicationSettings, Endpoints};
use store::oauth::grants::{NewGrant, Tokens};
use store::oauth::renewing::Trouble;
use store::oauth::sign_ins::{DeviceCode, NewSignIn};
use store::oauth::{applications, grants, renewing, revocations, sign_ins};
use store::{Claim, PasswordChange, StoreError, Tx, mailboxes};

use crate::db::{Db, START, on_both, run};
use crate::fixtures::{World, claim, settings, world, write};

pub(crate) fn application(name: &str) -> ApplicationSettings {
    ApplicationSettings {
        name: name.to_owned(),
        provider: "own".to_owned(),
        client_id: "posthus".to_owned(),
        client_auth: ClientAuth::Body,
        endpoints: Endpoints {
            authorization: "https://login.example.org/authorize".to_owned(),
            token: "https://login.example.org/token".to_owned(),
            device: String::new(),
            revocation: "https://login.example.org/revoke".to_owned(),
            scopes: "mail".to_owned(),
        },
        secret_expires_at: None,
    }
}

pub(crate) fn tokens(number: u32) -> Tokens {
    Tokens {
        access: Secret::new(format!("access {number}")),
        refresh: Secret::new(format!("refresh {number}")),
        usable_until: START.plus_seconds(3540),
        renew_at: START.plus_seconds(3000),
        refresh_expires_at: None,
        refresh_rolls: None,
    }
}

fn granted(world: World, application: OauthApplicationId, number: u32) -> NewGrant {
    NewGrant { application, account: "post".to_owned(), tokens: tokens(number), user: world.user, at: START }
}

/// An application, a grant for the world's mailbox and one for its outgoing server, and a sign-in by device.
pub(crate) async fn insert_all(
    tx: &Tx,
    world: World,
) -> Result<(OauthApplicationId, OauthSignInId), StoreError> {
    let org = world.org;
    let secret = Secret::new("client secret");
    let id = applications::insert(tx, org, &application("Provider"), Some(&secret), START).await?;
    for owner in [GrantOwner::Mailbox(world.mailbox), GrantOwner::Transport] {
        grants::put(tx, org, owner, &granted(world, id, 1)).await?;
    }
    let new = NewSignIn {
        user: world.user,
        bound_to: "session/1".to_owned(),
        owner: GrantOwner::Mailbox(world.mailbox),
        application: id,
        account: "post".to_owned(),
        state_hash: Some([7; 32]),
        secret: Secret::new("device code"),
        device: Some(DeviceCode {
            user_code: "TYPE".to_owned(),
            address: "https://login.example.org/device".to_owned(),
            interval_s: 5,
        }),
        at: START,
        expires_at: START.plus_seconds(900),
    };
    Ok((id, sign_ins::insert(tx, org, &new).await?))
}

/// A mailbox that signs in with this application, without a grant.
async fn unsigned(
    tx: &Tx,
    org: OrganisationId,
    application: OauthApplicationId,
) -> Result<MailboxId, StoreError> {
    let settings =
        mailboxes::MailboxSettings { sign_in: SignIn::OAuth(application), ..settings("oauth@nord.example") };
    mailboxes::insert(tx, org, &settings, None, START).await
}

fn at(seconds: i64) -> Timestamp {
    START.plus_seconds(seconds)
}

#[test]
fn tokens_are_sealed_for_their_owner_and_shown_to_nobody() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let (application, _) = write(&store, move |tx| Box::pin(insert_all(tx, world))).await;
        let conn = store.read();
        let owner = GrantOwner::Mailbox(world.mailbox);
        let held = grants::find_held(&conn, world.org, owner).await.unwrap().unwrap();
        assert_eq!((held.access.expose(), held.refresh.expose()), ("access 1", "refresh 1"));
        assert_eq!((held.row.version, held.row.standing.state), (1, GrantState::Good));
        let secret = applications::secret(&conn, world.org, application).await.unwrap().unwrap();
        assert_eq!(secret.expose(), "client secret");
        assert!(applications::find(&conn, world.org, application).await.unwrap().unwrap().has_secret);
        let glance = grants::find_glance(&conn, world.org, GrantOwner::Transport).await.unwrap().unwrap();
        assert_eq!((glance.application_name.as_str(), glance.state), ("Provider", GrantState::Good));
    });
}

#[test]
fn one_node_renews_and_a_persons_sign_in_is_never_written_over() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let (application, _) = write(&store, move |tx| Box::pin(insert_all(tx, world))).await;
        let (org, owner) = (world.org, GrantOwner::Mailbox(world.mailbox));
        write(&store, move |tx| {
            Box::pin(async move {
                let one = Claim { lease_until: at(4000), ..claim("one", 9) };
                assert!(renewing::claim(tx, org, owner, 1, &one).await?);
                assert!(!renewing::claim(tx, org, owner, 1, &claim("two", 9)).await?, "one has it");
                let due = Claim { now: at(3000), lease_until: at(3060), ..claim("worker", 9) };
                let due = renewing::claim_due(tx, &due, None).await?;
                assert!(due.iter().any(|row| row.owner == GrantOwner::Transport && row.organisation == org));
                let record = async |version, lease, number| {
                    let place = (org, owner);
                    renewing::record_renewed(tx, place, (version, lease), &tokens(number), at(1)).await
                };
                assert!(!record(1, "two", 2).await?, "two never had it");
                assert!(record(1, "one", 2).await?);
                assert!(!record(1, "one", 3).await?, "that version is gone");

                // A person signs in while a node renews.
                assert!(renewing::claim(tx, org, owner, 2, &one).await?);
                grants::put(tx, org, owner, &granted(world, application, 4)).await?;
                assert!(!record(2, "one", 5).await?);
                let held = grants::find_held(tx, org, owner).await?.unwrap();
                assert_eq!((held.row.version, held.refresh.expose()), (3, "refresh 4"));
                Ok(())
            })
        })
        .await;
    });
}

#[test]
fn trouble_keeps_its_beginning_and_is_asked_about_again_after_a_new_secret() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let (application, _) = write(&store, move |tx| Box::pin(insert_all(tx, world))).await;
        let (org, owner) = (world.org, GrantOwner::Mailbox(world.mailbox));
        write(&store, move |tx| {
            Box::pin(async move {
                for (seconds, state) in [
                    (10, GrantState::Throttled),
                    (20, GrantState::Throttled),
                    (30, GrantState::SecretExpired),
                ] {
                    let lease = Claim { now: at(seconds), lease_until: at(seconds + 5), ..claim("one", 1) };
                    assert!(renewing::claim(tx, org, owner, 1, &lease).await?);
                    let trouble = Trouble {
                        state,
                        because: "a sign".to_owned(),
                        words: "words".to_owned(),
                        at: at(seconds),
                        renew_at: at(9_000),
                    };
                    assert!(renewing::record_trouble(tx, (org, owner), (1, "one"), &trouble).await?);
                    let row = grants::find(tx, org, owner).await?.unwrap();
                    let since = if seconds == 20 { 10 } else { seconds };
                    assert_eq!((row.standing.state, row.standing.since), (state, at(since)));
                }
                assert_eq!(grants::find(tx, org, owner).await?.unwrap().standing.failures, 3);
                renewing::ask_again(tx, org, application, at(40)).await?;
                let renew_at =
                    async |owner| grants::find(tx, org, owner).await.map(|row| row.unwrap().renew_at);
                assert_eq!(renew_at(owner).await?, Some(at(40)));
                assert_eq!(renew_at(GrantOwner::Transport).await?, Some(at(3000)), "that one works");
                assert!(renewing::note_forced(tx, (org, owner, 1), (at(50), at(0))).await?);
                assert!(!renewing::note_forced(tx, (org, owner, 1), (at(60), at(0))).await?);
                Ok(())
            })
        })
        .await;
    });
}

#[test]
fn a_token_that_is_on_its_way_is_sent_by_nobody_else_whoever_asks_for_it() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let (application, _) = write(&store, move |tx| Box::pin(insert_all(tx, world))).await;
        let (org, owner) = (world.org, GrantOwner::Mailbox(world.mailbox));
        write(&store, move |tx| {
            Box::pin(async move {
                let one = Claim { now: at(10), lease_until: at(70), ..claim("one", 1) };
                let due = |now, owner| Claim { now: at(now), lease_until: at(now + 60), ..claim(owner, 9) };
                let mine = |rows: Vec<grants::GrantRow>| rows.iter().any(|row| row.owner == owner);
                let trouble = |state| Trouble {
                    state,
                    because: String::new(),
                    words: String::new(),
                    at: at(20),
                    renew_at: at(9_000),
                };
                assert!(renewing::claim(tx, org, owner, 1, &one).await?);
                let expired = trouble(GrantState::SecretExpired);
                assert!(renewing::record_trouble(tx, (org, owner), (1, "one"), &expired).await?);
                assert!(renewing::claim(tx, org, owner, 1, &one).await?);
                renewing::ask_again(tx, org, application, at(30)).await?;
                assert!(!mine(renewing::claim_due(tx, &due(31, "two"), None).await?), "one has sent it");
                // The answer that one got was to the old secret: the new one is tried at once.
                assert!(renewing::record_trouble(tx, (org, owner), (1, "one"), &expired).await?);
                assert!(mine(renewing::claim_due(tx, &due(32, "two"), None).await?));
                assert!(renewing::record_trouble(tx, (org, owner), (1, "two"), &expired).await?);
                assert!(!mine(renewing::claim_due(tx, &due(33, "two"), None).await?), "nobody asked again");
                // A lease that ran out holds up nobody.
                renewing::ask_again(tx, org, application, at(34)).await?;
                assert!(mine(renewing::claim_due(tx, &due(35, "dead"), None).await?));
                assert!(mine(renewing::claim_due(tx, &due(95, "two"), None).await?));
                // Nor does one whose holder is known to be dead.
                renewing::end_leases(tx, at(96)).await?;
                assert!(mine(renewing::claim_due(tx, &due(97, "three"), None).await?));
                assert!(
                    !renewing::record_trouble(tx, (org, owner), (1, "two"), &expired).await?,
                    "it is another's"
                );
                Ok(())
            })
        })
        .await;
    });
}

#[test]
fn a_mailbox_waits_for_its_sign_in_and_stops_with_it() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        let (application, id) = write(&store, move |tx| {
            Box::pin(async move {
                let (application, _) = insert_all(tx, world).await?;
                Ok((application, unsigned(tx, org, application).await?))
            })
        })
        .await;
        let find = async || mailboxes::find(&store.read(), org, id).await.unwrap().unwrap();
        assert_eq!(
            (find().await.health.state, find().await.health.next_check_at),
            (HealthState::SignIn, None)
        );
        let count = applications::count_users(&store.read(), org, application).await.unwrap();
        assert_eq!(count, 1, "the world's own mailbox has a password");
        write(&store, move |tx| {
            Box::pin(async move {
                grants::put(tx, org, GrantOwner::Mailbox(id), &granted(world, application, 9)).await?;
                assert!(mailboxes::begin_fetching(tx, org, id, at(1)).await?);
                Ok(())
            })
        })
        .await;
        let row = find().await;
        assert_eq!((row.health.state, row.health.next_check_at), (HealthState::New, Some(at(1))));
        assert_eq!(row.grant.as_ref().unwrap().application_name, "Provider");

        // A change keeps it; a change to a password that comes with the end of the grant does, too.
        let settings = row.settings.clone();
        write(&store, move |tx| {
            Box::pin(async move {
                let update =
                    MailboxUpdate { settings, password: PasswordChange::Keep, aliases: None, at: at(2) };
                assert!(mailboxes::update(tx, org, id, &update).await?);
                Ok(())
            })
        })
        .await;
        assert_eq!(find().await.health.next_check_at, Some(at(2)));
        write(&store, move |tx| {
            Box::pin(async move {
                assert!(grants::delete(tx, org, GrantOwner::Mailbox(id)).await?);
                assert!(!grants::delete(tx, org, GrantOwner::Mailbox(id)).await?);
                let fetcher = Claim { now: at(3), lease_until: at(63), ..claim("fetcher", 9) };
                let held = mailboxes::claim_due(tx, &fetcher).await?;
                assert!(held.iter().any(|mailbox| mailbox.id == id));
                assert!(mailboxes::stop_fetching(tx, org, id).await?);
                let success = mailboxes::Success { at: at(4), next_check_at: at(64), recognised: 0 };
                assert!(
                    !mailboxes::record_success(tx, org, id, "fetcher", success).await?,
                    "who fetched it with the old token lost it"
                );
                assert!(!mailboxes::extend_lease(tx, org, id, "fetcher", at(99)).await?);
                Ok(())
            })
        })
        .await;
        assert_eq!(
            (find().await.health.state, find().await.health.next_check_at),
            (HealthState::SignIn, None)
        );
    });
}

#[test]
fn a_token_is_taken_back_unless_another_grant_hangs_on_it() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        write(&store, move |tx| Box::pin(insert_all(tx, world))).await;
        let org = world.org;
        write(&store, move |tx| {
            Box::pin(async move {
                let due = Claim { now: at(10), lease_until: at(70), ..claim("worker", 9) };
                // Mailbox and outgoing server are of one account: a provider may take back both at once.
                grants::delete(tx, org, GrantOwner::Mailbox(world.mailbox)).await?;
                assert!(revocations::claim_due(tx, &due).await?.is_empty());
                grants::delete(tx, org, GrantOwner::Transport).await?;
                let taken = revocations::claim_due(tx, &due).await?;
                assert_eq!((taken.len(), taken[0].attempts), (1, 1));
                assert_eq!(taken[0].token.as_ref().unwrap().expose(), "refresh 1");
                assert_eq!(taken[0].endpoint, "https://login.example.org/revoke");
                assert!(revocations::claim_due(tx, &due).await?.is_empty(), "it is held");
                revocations::put_off(tx, org, taken[0].id, at(5)).await?;
                assert_eq!(revocations::claim_due(tx, &due).await?[0].attempts, 2);
                revocations::delete(tx, org, taken[0].id).await?;
                let later = Claim { now: at(900), lease_until: at(960), ..claim("worker", 9) };
                assert!(revocations::claim_due(tx, &later).await?.is_empty());
                Ok(())
            })
        })
        .await;
    });
}

#[test]
fn what_cannot_be_opened_holds_up_nobody_elses() {
    on_both(async |Db { store, config, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        let application = write(&store, move |tx| {
            Box::pin(async move {
                let (application, _) = insert_all(tx, world).await?;
                grants::delete(tx, org, GrantOwner::Mailbox(world.mailbox)).await?;
                grants::delete(tx, org, GrantOwner::Transport).await?;
                Ok(application)
            })
        })
        .await;
        run(&config.database, "UPDATE oauth_sign_ins SET sealed_secret = NULL").await;
        run(&config.database, "UPDATE oauth_revocations SET sealed_token = NULL").await;
        write(&store, move |tx| {
            Box::pin(async move {
                grants::put(tx, org, GrantOwner::Transport, &granted(world, application, 2)).await?;
                grants::delete(tx, org, GrantOwner::Transport).await?;
                let due = Claim { now: at(10), lease_until: at(70), ..claim("worker", 9) };
                let asked = sign_ins::claim_due(tx, &due).await?;
                assert_eq!((asked.len(), asked[0].1.is_none()), (1, true));
                let failed = (SignInOutcome::Failed, "unsealable", "words");
                assert!(sign_ins::record_ended(tx, &asked[0].0, "worker", failed).await?);
                let taken = revocations::claim_due(tx, &due).await?;
                let tokens: Vec<_> = taken
                    .iter()
                    .filter_map(|revocation| revocation.token.as_ref().map(Secret::expose))
                    .collect();
                assert_eq!((taken.len(), tokens), (2, vec!["refresh 2"]));
                Ok(())
            })
        })
        .await;
    });
}

#[test]
fn a_sign_in_is_taken_once_by_whoever_began_it() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let (_, id) = write(&store, move |tx| Box::pin(insert_all(tx, world))).await;
        let (org, user) = (world.org, world.user);
        write(&store, move |tx| {
            Box::pin(async move {
                assert_eq!(sign_ins::count_waiting(tx, org, START).await?, 1);
                assert_eq!(sign_ins::count_waiting(tx, org, at(901)).await?, 0);
                let early = claim("worker", 9);
                assert!(sign_ins::claim_due(tx, &early).await?.is_empty(), "five seconds first");
                let due = Claim { now: at(5), lease_until: at(65), ..claim("worker", 9) };
                let (row, code) = sign_ins::claim_due(tx, &due).await?.remove(0);
                assert_eq!((row.id, code.unwrap().expose()), (id, "device code"));
                assert!(!sign_ins::record_waiting(tx, &row, "other", (10, at(15))).await?);
                assert!(sign_ins::record_waiting(tx, &row, "worker", (10, at(15))).await?);
                let denied = (SignInOutcome::Denied, "sign", "words");
                assert!(sign_ins::record_ended(tx, &row, "worker", denied).await?);
                assert!(!sign_ins::record_ended(tx, &row, "worker", denied).await?, "it has ended");
                let found = sign_ins::find(tx, org, user, id).await?.unwrap();
                assert_eq!((found.outcome, found.device.unwrap().interval_s), (SignInOutcome::Denied, 10));
                assert!(sign_ins::cancel(tx, org, user, id).await?);
                assert!(!sign_ins::cancel(tx, org, user, id).await?);
                Ok(())
            })
        })
        .await;
        write(&store, move |tx| {
            Box::pin(async move {
                let new = NewSignIn {
                    user,
                    bound_to: "session/1".to_owned(),
                    owner: GrantOwner::Transport,
                    application: OauthApplicationId::new(1),
                    account: "post".to_owned(),
                    state_hash: Some([8; 32]),
                    secret: Secret::new("verifier"),
                    device: None,
                    at: START,
                    expires_at: at(900),
                };
                sign_ins::insert(tx, org, &new).await?;
                assert!(sign_ins::take(tx, org, (user, "session/2"), &[8; 32]).await?.is_none());
                let (row, verifier) = sign_ins::take(tx, org, (user, "session/1"), &[8; 32]).await?.unwrap();
                assert_eq!((row.owner, verifier.expose()), (GrantOwner::Transport, "verifier"));
                assert!(sign_ins::take(tx, org, (user, "session/1"), &[8; 32]).await?.is_none());
                assert_eq!(sign_ins::delete_before(tx, at(901)).await?, 0);
                Ok(())
            })
        })
        .await;
    });
}
