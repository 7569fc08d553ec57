//! A mail that passes another on: ours by sender and return path, so that SPF and DKIM hold, with the first
//! sender as the one who is answered, and a mark by which we know it when it comes back.

use domain::EmailAddress;

use super::field::put;
use super::{ComposeError, Draft, compose};

/// Writes the mail with `Reply-To` and, for the mailbox that it passed, `X-Loop`.
///
/// # Errors
///
/// As [`compose`].
pub fn compose_forward(
    draft: &Draft,
    reply_to: Option<&EmailAddress>,
    passed: &EmailAddress,
) -> Result<Vec<u8>, ComposeError> {
    let mut raw = Vec::new();
    put(&mut raw, "X-Loop", &passed.to_string());
    if let Some(address) = reply_to {
        // RFC 5322 3.6.2: where the author wants answers.
        put(&mut raw, "Reply-To", &address.to_string());
    }
    raw.extend_from_slice(&compose(draft)?);
    Ok(raw)
}
