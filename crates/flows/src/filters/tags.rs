//! Filters name the tags that they give by their words; a word that changes, changes there too.

use domain::OrganisationId;
use domain::filter::FilterAction;
use store::{StoreError, Tx};

/// All filters that give the one tag give the other from here on, in the transaction that renames it or
/// makes it the other.
///
/// # Errors
/// When the store fails.
pub async fn rename_tag(
    tx: &Tx,
    organisation: OrganisationId,
    (from, to): (&str, &str),
) -> Result<(), StoreError> {
    for row in store::filters::list(tx, organisation).await? {
        let mut settings = row.settings;
        let mut changed = false;
        for action in &mut settings.rules.actions {
            let FilterAction::Tags { text } = action else { continue };
            let Some(next) = renamed(text, from, to) else { continue };
            *text = next;
            changed = true;
        }
        if changed {
            store::filters::update(tx, organisation, row.id, &settings).await?;
        }
    }
    Ok(())
}

/// The list with one word in the place of another; `None` when it does not hold it.
fn renamed(list: &str, from: &str, to: &str) -> Option<String> {
    let is_it = |word: &str| word.trim_start_matches('#').trim().to_lowercase() == from.to_lowercase();
    let words: Vec<&str> = list.split(',').map(str::trim).collect();
    if !words.iter().any(|word| is_it(word)) {
        return None;
    }
    let next: Vec<&str> = words.iter().map(|word| if is_it(word) { to } else { *word }).collect();
    Some(next.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_of_the_list_is_another_and_captures_stay() {
        let list = "Faktura, #haster,[[capture.kind]]";
        assert_eq!(renamed(list, "faktura", "Regning").unwrap(), "Regning, #haster, [[capture.kind]]");
        assert_eq!(renamed(list, "Haster", "nå").unwrap(), "Faktura, nå, [[capture.kind]]");
        assert_eq!(renamed(list, "fak", "x"), None);
    }
}
