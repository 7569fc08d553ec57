//! Small writes that need no flow: one row, one rule, one transaction.

use domain::Problem;
use store::events::{self, Change};
use store::{StoreError, Tx};

use crate::problem::Refusal;

/// Why such a write was rolled back. It crosses the store's transaction, which knows no HTTP.
pub(crate) type Written<T> = Result<T, Refusal>;

/// The row must be there.
pub(crate) fn found(changed: bool, what: &'static str) -> Written<()> {
    if changed { Ok(()) } else { Err(Problem::not_found(what).into()) }
}

/// Another row has this name.
pub(crate) fn taken(error: StoreError, code: &'static str) -> Refusal {
    if error.is_duplicate() {
        let detail = "the name is taken; choose another one";
        return Problem { field: Some("name"), ..Problem::conflict(code, detail) }.into();
    }
    error.into()
}

/// Tells the screens that something they choose from changed.
pub(crate) fn tell(tx: &Tx, organisation: domain::OrganisationId) {
    events::insert(tx, organisation, Change::settings());
}

/// The longest name of something that is chosen from lists, characters.
const NAME_CHARS_MAX: usize = 60;

/// A name on one line, not too long.
pub(crate) fn name(text: &str) -> Written<String> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(Problem::invalid("name", "name.empty", "a name is needed").into());
    }
    if name.chars().count() > NAME_CHARS_MAX {
        let detail = format!("a name has at most {NAME_CHARS_MAX} characters");
        return Err(Problem::invalid("name", "name.too_long", detail)
            .with("max", NAME_CHARS_MAX.to_string())
            .into());
    }
    Ok(name)
}
