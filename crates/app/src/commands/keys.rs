//! `posthus keys`: the secret key is exchanged for a new one while the mail office runs.
//!
//! The new key is written beside the old one before anything is sealed with it, and the old one is forgotten when
//! nothing is sealed with it any more; between both, each of them opens what it sealed. A run that is stopped is
//! begun again and goes on.

use anyhow::{Result, bail};
use serde_json::json;
use store::Store;
use store::reseal::{self, End, Place};

use crate::config::Config;
use crate::master_key::{self, Keys};
use crate::{output, wiring};

/// What becomes of the old key once nothing is sealed with it.
#[derive(Clone, Copy)]
pub(super) enum Old {
    /// It stays until all nodes have the new one.
    Kept,
    /// It is forgotten; what it signed is read.
    Forgotten,
    /// It is forgotten, with all that it and those before it signed.
    Disowned,
}

/// Puts a new key beside the present one, which goes on sealing.
pub(super) fn prepare(config: &Config, json: bool) -> Result<()> {
    let path = config.key_path();
    let keys = master_key::read_all(&path)?;
    if keys.old.is_some() {
        bail!("the key is being exchanged already; finish that with `posthus keys rotate`");
    }
    if keys.next.is_none() {
        master_key::write(&path, &Keys { next: Some(fresh()), ..keys })?;
    }
    let shown = path.display().to_string();
    output::result(json, &json!({ "key_file": shown }), || {
        output::line(&format!("`{shown}` holds a new key beside the present one; copy it to all nodes"));
    });
    Ok(())
}

/// Seals everything with the new key, and forgets the old one unless it is to be kept.
pub(super) async fn rotate(config: &Config, old: Old, json: bool) -> Result<()> {
    let keep_old = matches!(old, Old::Kept);
    let path = config.key_path();
    let keys = begun(master_key::read_all(&path)?);
    master_key::write(&path, &keys)?;
    let store = wiring::store(config, keys.present).await?;
    // What the old key signed is out in the world; and nodes that go on by it read what others sign with the new one.
    for key in keys.old.iter().chain([&keys.present]) {
        let signs = wiring::derived(key);
        store.write(move |tx| Box::pin(async move { reseal::keep_token_key(tx, signs).await })).await?;
    }
    let (mut sealed, mut unopened, mut next) = (0, 0, Some(Place::default()));
    while let Some(place) = next {
        let step = store.write(move |tx| Box::pin(async move { reseal::step(tx, place).await })).await?;
        (sealed, unopened, next) = (sealed + step.sealed, unopened + step.unopened, step.next);
    }
    let older = reseal::count_older(&store.read()).await?;
    if older > 0 {
        bail!("{older} secrets were sealed with the old key meanwhile; run `posthus keys rotate` again");
    }
    end(&store, &keys, old).await?;
    if !keep_old {
        master_key::write(&path, &Keys { old: None, ..keys })?;
    }
    let is_disowned = matches!(old, Old::Disowned);
    output::result(
        json,
        &json!({
            "sealed": sealed, "unopened": unopened, "old_key_kept": keep_old, "signatures_forgotten": is_disowned,
        }),
        || {
            output::line(&format!("{sealed} secrets are sealed with the new key"));
            if unopened > 0 {
                output::line(&format!("{unopened} could not be opened and must be entered anew"));
            }
            if is_disowned {
                output::line(
                    "nothing is believed any more that earlier keys signed: restart all nodes at once",
                );
            }
            output::line(if keep_old {
                "the old key is kept: copy the file to all nodes, then run `posthus keys rotate` again"
            } else {
                "the old key is forgotten: copy the file to all nodes, and keep a copy of it apart"
            });
        },
    );
    Ok(())
}

/// Nobody signs with earlier keys any more; nodes that did go over to the new one as they hear of it.
async fn end(store: &Store, keys: &Keys, old: Old) -> Result<()> {
    let mut signing = vec![wiring::derived(&keys.present)];
    let how = match old {
        Old::Kept => {
            signing.extend(keys.old.iter().map(wiring::derived));
            End::Retired
        }
        Old::Forgotten => End::Retired,
        Old::Disowned => End::Forgotten,
    };
    store.write(move |tx| Box::pin(async move { reseal::end_token_keys(tx, &signing, how).await })).await?;
    Ok(())
}

/// The keys with the exchange begun; one that was begun before goes on.
fn begun(keys: Keys) -> Keys {
    match keys {
        Keys { old: Some(_), .. } => Keys { next: None, ..keys },
        Keys { present, next, old: None } => {
            Keys { present: next.unwrap_or_else(fresh), next: None, old: Some(present) }
        }
    }
}

fn fresh() -> [u8; 32] {
    let (_, entropy) = wiring::machine();
    let mut key = [0; 32];
    entropy.fill(&mut key);
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exchange_is_begun_once_and_takes_the_key_that_was_prepared() {
        let prepared = Keys { present: [1; 32], next: Some([2; 32]), old: None };
        let under_way = begun(prepared);
        assert_eq!(under_way, Keys { present: [2; 32], next: None, old: Some([1; 32]) });
        assert_eq!(begun(under_way.clone()), under_way);
        let alone = begun(Keys { present: [1; 32], next: None, old: None });
        assert_eq!(alone.old, Some([1; 32]));
        assert_ne!(alone.present, [1; 32]);
    }
}
