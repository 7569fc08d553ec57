//! What an answer of a provider's token endpoint means (RFC 6749 5.2, RFC 8628 3.5), and when it is
//! asked again. Throttling and outages never end in "sign in again": only the provider's own word
//! that the grant is gone does.

mod providers;
mod schedule;

pub use providers::{Provider, providers};
pub use schedule::{Lifetime, REFRESH_WARNING_MS, lifetime, retry_after_s, rolls, standing};

use domain::oauth::GrantState;

/// A refusal, as far as it decides anything.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Refusal<'a> {
    /// The HTTP status.
    pub status: u16,
    /// RFC 6749 5.2: `error`; `None` where the answer was no JSON of that form.
    pub error: Option<&'a str>,
    /// RFC 6749 5.2: `error_description`; may be empty.
    pub description: &'a str,
}

/// What a refusal means, and the sign by which that was told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// How the grant stands from here on.
    pub state: GrantState,
    /// What decided: `invalid_grant`, `AADSTS7000222`, `HTTP 503`.
    pub because: String,
}

/// Microsoft's own numbers, where they say more than `error`; from its list of AADSTS codes.
const AADSTS: [(&str, GrantState); 11] = [
    // The secret's days are over; it is not one of the application's; the application is gone or off.
    ("AADSTS7000222", GrantState::SecretExpired),
    ("AADSTS7000215", GrantState::SecretExpired),
    ("AADSTS7000218", GrantState::SecretExpired),
    ("AADSTS700016", GrantState::SecretExpired),
    ("AADSTS7000112", GrantState::SecretExpired),
    // A loop was seen: it comes as `invalid_grant`, and ends by waiting.
    ("AADSTS50196", GrantState::Throttled),
    // Its own trouble.
    ("AADSTS90033", GrantState::ProviderDown),
    ("AADSTS90002", GrantState::SecretExpired),
    ("AADSTS50173", GrantState::Revoked),
    ("AADSTS700082", GrantState::Revoked),
    ("AADSTS50076", GrantState::Revoked),
];

/// The names of RFC 6749 5.2, and those that providers use beside them.
const ERRORS: [(&str, GrantState); 21] = [
    ("invalid_grant", GrantState::Revoked),
    ("interaction_required", GrantState::Revoked),
    ("consent_required", GrantState::Revoked),
    ("login_required", GrantState::Revoked),
    ("access_denied", GrantState::Revoked),
    ("invalid_client", GrantState::SecretExpired),
    ("unauthorized_client", GrantState::SecretExpired),
    ("deleted_client", GrantState::SecretExpired),
    ("disabled_client", GrantState::SecretExpired),
    ("org_internal", GrantState::SecretExpired),
    ("admin_policy_enforced", GrantState::SecretExpired),
    // The request is not one that the provider takes of this application: its settings are wrong, and waiting
    // mends none of them.
    ("invalid_request", GrantState::SecretExpired),
    ("invalid_scope", GrantState::SecretExpired),
    ("unsupported_grant_type", GrantState::SecretExpired),
    ("rate_limit_exceeded", GrantState::Throttled),
    ("too_many_requests", GrantState::Throttled),
    ("slow_down", GrantState::Throttled),
    ("temporarily_unavailable", GrantState::ProviderDown),
    ("server_error", GrantState::ProviderDown),
    ("internal_failure", GrantState::ProviderDown),
    ("backend_error", GrantState::ProviderDown),
];

/// What a refusal means for the grant.
#[must_use]
pub fn judge(refusal: Refusal<'_>) -> Verdict {
    let verdict = |state, because: &str| Verdict { state, because: because.to_owned() };
    // RFC 6585 4. An overloaded provider may write anything into the body, so its status comes first.
    if refusal.status == 429 {
        return verdict(GrantState::Throttled, "HTTP 429");
    }
    if refusal.status >= 500 {
        return Verdict { state: GrantState::ProviderDown, because: format!("HTTP {}", refusal.status) };
    }
    let error = refusal.error.unwrap_or_default();
    let number = AADSTS.iter().find(|(number, _)| names(refusal.description, number));
    let name = ERRORS.iter().find(|(name, _)| error.eq_ignore_ascii_case(name));
    match (number.or(name), error) {
        (Some((because, state)), _) => verdict(*state, because),
        // Nobody knows what it means: not that a person must sign in again.
        (None, "") => {
            Verdict { state: GrantState::ProviderDown, because: format!("HTTP {}", refusal.status) }
        }
        (None, error) => verdict(GrantState::ProviderDown, error),
    }
}

/// Whether the text has this number, and not a longer one that begins with it.
fn names(text: &str, number: &str) -> bool {
    text.match_indices(number)
        .any(|(at, _)| !text[at + number.len()..].starts_with(|next: char| next.is_ascii_digit()))
}

/// What a refusal of a device code means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Poll {
    /// The person has not finished: ask again after so many seconds.
    Wait {
        /// From this answer on, seconds.
        interval_s: u32,
    },
    /// He, or a rule, said no.
    Denied,
    /// It took too long.
    Expired,
    /// Something else; the sign-in is over.
    Failed(Verdict),
}

/// The longest interval between two questions, seconds.
const INTERVAL_S_MAX: u32 = 120;

/// RFC 8628 3.5: what becomes of a sign-in by device after a refusal.
#[must_use]
pub fn judge_poll(refusal: Refusal<'_>, interval_s: u32) -> Poll {
    match refusal.error {
        Some("authorization_pending") => Poll::Wait { interval_s },
        // RFC 8628 3.5: five seconds more, for this and all later questions.
        Some("slow_down") => Poll::Wait { interval_s: slower(interval_s) },
        Some("access_denied" | "authorization_declined") => Poll::Denied,
        Some("expired_token" | "code_expired") => Poll::Expired,
        Some(_) | None => {
            let verdict = judge(refusal);
            match verdict.state {
                GrantState::Throttled | GrantState::ProviderDown if passes(refusal) => {
                    Poll::Wait { interval_s: slower(interval_s) }
                }
                GrantState::Good
                | GrantState::Expiring
                | GrantState::Revoked
                | GrantState::SecretExpired
                | GrantState::Throttled
                | GrantState::ProviderDown => Poll::Failed(verdict),
            }
        }
    }
}

/// Whether it is of the kind that passes, and no word that we do not know.
fn passes(refusal: Refusal<'_>) -> bool {
    refusal.status == 429
        || refusal.status >= 500
        || refusal.error.is_some_and(|error| ERRORS.iter().any(|(name, _)| *name == error))
}

/// RFC 8628 3.5: after a time-out or a refusal to be asked so often.
#[must_use]
pub fn slower(interval_s: u32) -> u32 {
    interval_s.saturating_add(5).min(INTERVAL_S_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(status: u16, error: &str, description: &str) -> GrantState {
        let error = Some(error).filter(|error| !error.is_empty());
        judge(Refusal { status, error, description }).state
    }

    #[test]
    fn each_answer_has_its_state_and_outages_never_ask_for_a_sign_in() {
        assert_eq!(state(400, "invalid_grant", "Token has been expired or revoked."), GrantState::Revoked);
        assert_eq!(state(401, "invalid_client", ""), GrantState::SecretExpired);
        assert_eq!(state(429, "invalid_grant", ""), GrantState::Throttled);
        assert_eq!(state(503, "invalid_grant", ""), GrantState::ProviderDown);
        assert_eq!(state(400, "temporarily_unavailable", ""), GrantState::ProviderDown);
        assert_eq!(state(502, "", "<html>"), GrantState::ProviderDown);
        assert_eq!(state(400, "something_new", ""), GrantState::ProviderDown);
        for of_the_application in ["invalid_request", "invalid_scope", "unsupported_grant_type"] {
            assert!(state(400, of_the_application, "").needs_person(), "{of_the_application}");
        }
        assert_eq!(state(404, "", ""), GrantState::ProviderDown);
    }

    #[test]
    fn microsofts_numbers_say_more_than_the_name() {
        let expired = "AADSTS7000222: The provided client secret keys for app 'x' are expired.";
        assert_eq!(state(401, "invalid_client", expired), GrantState::SecretExpired);
        let looping = "AADSTS50196: The server terminated an operation because it encountered a loop.";
        assert_eq!(state(400, "invalid_grant", looping), GrantState::Throttled);
        let longer = "AADSTS501967: something else";
        assert_eq!(state(400, "invalid_grant", longer), GrantState::Revoked);
        let verdict = judge(Refusal { status: 401, error: Some("invalid_client"), description: expired });
        assert_eq!(verdict.because, "AADSTS7000222");
    }

    #[test]
    fn a_device_is_asked_for_at_the_providers_pace() {
        let poll = |status, error| judge_poll(Refusal { status, error: Some(error), description: "" }, 5);
        assert_eq!(poll(400, "authorization_pending"), Poll::Wait { interval_s: 5 });
        assert_eq!(poll(400, "slow_down"), Poll::Wait { interval_s: 10 });
        assert_eq!(poll(503, ""), Poll::Wait { interval_s: 10 });
        assert_eq!(poll(400, "access_denied"), Poll::Denied);
        assert_eq!(poll(400, "authorization_declined"), Poll::Denied);
        assert_eq!(poll(400, "expired_token"), Poll::Expired);
        let failed = |error| matches!(poll(400, error), Poll::Failed(_));
        assert!(failed("invalid_client") && failed("unknown_thing"));
        assert_eq!(slower(118), INTERVAL_S_MAX);
    }
}
