//! What a person enters of an outgoing server, and the settings that it makes of the present ones.

use domain::Problem;
use domain::mailbox::{Security, SignIn};
use domain::outbox::TransportKind;
use domain::transport::TransportOwner;
use store::PasswordChange;
use store::transports::TransportSettings;

use super::{TransportInput, spf};
use crate::mailboxes::check_server;
use crate::office::Office;
use crate::preflight::operators;
use crate::problem;

/// Octets of a domain name at most (RFC 1035 2.3.4).
const NAME_OCTETS_MAX: usize = 253;

/// What becomes of an owner's server.
pub(super) struct Wanted {
    pub(super) settings: TransportSettings,
    pub(super) password: PasswordChange,
    /// Whether it is signed in to in another way, or leads elsewhere.
    pub(super) ends_grant: bool,
}

/// What the input makes of the present settings, and whether a password is kept with those.
///
/// # Errors
/// 422 for a field that is wrong.
pub(super) fn wanted(
    (present, had_password): (TransportSettings, bool),
    owner: &TransportOwner,
    input: TransportInput,
) -> Result<Wanted, Problem> {
    let (has_moved, signed_in_by) = (moved(&present, &input), present.sign_in);
    let given = input.password.clone();
    let settings = of_owner(present, owner, input)?;
    let password = match given {
        _ if settings.sign_in != SignIn::Password => PasswordChange::Clear,
        Some(password) if password.is_empty() => PasswordChange::Clear,
        Some(password) => PasswordChange::Set(password),
        // A stored password goes to the server it was entered for alone, and so do tokens.
        None if has_moved => PasswordChange::Clear,
        None => PasswordChange::Keep,
    };
    let has_password = match &password {
        PasswordChange::Set(_) => true,
        PasswordChange::Keep => had_password,
        PasswordChange::Clear => false,
    };
    if !has_password {
        may_lack_password(&settings, had_password && has_moved)?;
    }
    let ends_grant = has_moved || settings.sign_in != signed_in_by;
    Ok(Wanted { settings, password, ends_grant })
}

/// The settings that the input makes of an owner's present ones, as far as they are his to choose.
///
/// # Errors
/// 422 for a field that is wrong, or is not his to choose.
pub(super) fn of_owner(
    present: TransportSettings,
    owner: &TransportOwner,
    input: TransportInput,
) -> Result<TransportSettings, Problem> {
    let greeting = present.helo_name.clone();
    let mut settings = merged(present, input)?;
    if matches!(owner, TransportOwner::User(_)) {
        settings = of_user(settings, &greeting)?;
    }
    spf::may_be_of(owner, &settings.spf_terms)?;
    Ok(settings)
}

/// A user's own server: a relay that knows him. Straight from our host, and under which name, is for those to say who set the
/// ways of all. A greeting that was kept from before is forgotten.
///
/// # Errors
/// 422 for what is not his to choose.
fn of_user(settings: TransportSettings, greeting: &str) -> Result<TransportSettings, Problem> {
    let (field, code, detail) = if settings.own_return_path {
        (
            "own_return_path",
            "transport.own_return_path",
            "a user's own server takes mail with the return path of its account; leave this off",
        )
    } else if settings.in_use && settings.kind == TransportKind::Direct {
        (
            "kind",
            "transport.direct_of_user",
            "a user's own way is a server that he signs in to, as `relay`; straight to the recipients' servers is chosen for \
             the organisation",
        )
    } else if !settings.helo_name.is_empty() && settings.helo_name != greeting {
        (
            "helo_name",
            "transport.helo_of_user",
            "the name that other servers are greeted with is chosen for the organisation; leave this empty",
        )
    } else {
        return Ok(TransportSettings { helo_name: String::new(), ..settings });
    };
    Err(Problem::invalid(field, code, detail))
}

/// Whether another server is named than before, or the sign-in goes over in the open: a stored password must not follow.
pub(super) fn moved(present: &TransportSettings, input: &TransportInput) -> bool {
    let other = |given: Option<&String>, stored: &str| given.is_some_and(|given| given.trim() != stored);
    other(input.host.as_ref(), &present.host)
        || other(input.username.as_ref(), &present.username)
        || input.port.is_some_and(|port| port != present.port)
        || input
            .security
            .is_some_and(|security| security == Security::None && present.security != Security::None)
}

/// The settings that the input makes of the present ones.
///
/// # Errors
/// 422 for a field that is wrong.
pub(super) fn merged(
    present: TransportSettings,
    input: TransportInput,
) -> Result<TransportSettings, Problem> {
    let spf_terms = spf::merged(&present, &input)?;
    let settings = TransportSettings {
        in_use: input.own.unwrap_or(true),
        kind: input.kind.unwrap_or(present.kind),
        host: input.host.map_or(present.host, |host| host.trim().to_owned()),
        port: input.port.unwrap_or(present.port),
        security: input.security.unwrap_or(present.security),
        username: input.username.map_or(present.username, |name| name.trim().to_owned()),
        sign_in: input.sign_in.unwrap_or(present.sign_in),
        helo_name: input.helo_name.map_or(present.helo_name, |name| name.trim().to_owned()),
        own_return_path: input.own_return_path.unwrap_or(present.own_return_path),
        spf_terms,
    };
    if settings.in_use && settings.kind == TransportKind::Relay {
        check_server((&settings.host, settings.port), settings.security, &settings.username)?;
        if settings.sign_in != SignIn::Password && settings.username.is_empty() {
            let detail = "a token is of a user; enter the address that signs in with the provider";
            return Err(Problem::invalid("username", "oauth.username", detail));
        }
    }
    check_helo_name(&settings.helo_name)?;
    Ok(settings)
}

/// Whether settings lead on to the same server as the present ones, and sign in or not as those: what was let be somebody's own while
/// there was one organisation alone stays his, whatever else of it changes. Its mail is judged as it leaves.
pub(super) fn leads_on(present: &TransportSettings, settings: &TransportSettings) -> bool {
    let leads = |to: &TransportSettings| (to.in_use, to.kind, to.port, to.username.is_empty());
    leads(present) == leads(settings) && present.host == settings.host
}

/// Refuses the operator's own server as one of somebody's: without a sign-in that takes mail for our address's sake. Where there is
/// one organisation alone, nobody else's mail could be meant.
///
/// # Errors
/// 422 for the host; 503 when the store does not answer.
pub(super) async fn may_be_own(office: &Office, settings: &TransportSettings) -> Result<(), Problem> {
    let are_several = store::organisations::are_several(&office.store().read()).await;
    if !are_several.map_err(problem::from_store)? || !operators::are_theirs(office, settings).await {
        return Ok(());
    }
    let detail = "this is the server of this installation, which takes mail without a sign-in for whoever uses it; choose the \
                  shared way, or enter the user name and password of an account of your own at it";
    Err(Problem::invalid("host", "transport.operators_server", detail))
}

/// Refuses a relay that somebody signs in to with a password that nobody knows: mail would go there without a sign-in, and
/// come back for good. `is_forgotten` tells that one was kept for another server or user name.
///
/// # Errors
/// 422 for the password.
pub(super) fn may_lack_password(settings: &TransportSettings, is_forgotten: bool) -> Result<(), Problem> {
    let is_asked = settings.in_use
        && settings.kind == TransportKind::Relay
        && settings.sign_in == SignIn::Password
        && !settings.username.is_empty();
    if !is_asked {
        return Ok(());
    }
    let (code, detail) = if is_forgotten {
        (
            "transport.password_again",
            "the password that is kept belongs to another server, port, encryption or user name, and is not handed to \
             this one; enter the password once more",
        )
    } else {
        (
            "transport.password_missing",
            "there is a user name and no password; enter the password, or leave the user name empty where the server \
             asks for no sign-in",
        )
    };
    Err(Problem::invalid("password", code, detail))
}

/// RFC 5321 4.1.1.1: a client greets with a name that others can resolve. It stands in a command
/// line, so nothing but names comes through.
fn check_helo_name(name: &str) -> Result<(), Problem> {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if name.is_empty() || (name.len() <= NAME_OCTETS_MAX && name.split('.').all(is_label)) {
        return Ok(());
    }
    let detail =
        "the name must be one of DNS, as in `post.example.org`; leave it empty for this server's own";
    Err(Problem::invalid("helo_name", "helo_name_malformed", detail))
}

#[cfg(test)]
mod tests {
    use domain::Secret;

    use super::*;

    #[test]
    fn a_greeting_is_a_name_and_nothing_else() {
        for good in ["", "post.example.org", "localhost", "xn--rdgrd-mua.example"] {
            assert!(check_helo_name(good).is_ok(), "{good}");
        }
        let long = "a.".repeat(130);
        for bad in ["two words", "a\r\nRCPT TO:<x@y>", "-a.org", "a-.org", "a..org", "ødegård.no", &long] {
            assert_eq!(check_helo_name(bad).unwrap_err().field, Some("helo_name"), "{bad}");
        }
    }

    fn relay(host: &str, username: &str) -> TransportInput {
        TransportInput {
            kind: Some(TransportKind::Relay),
            host: Some(host.to_owned()),
            username: Some(username.to_owned()),
            ..TransportInput::default()
        }
    }

    fn kept() -> TransportSettings {
        TransportSettings {
            in_use: true,
            kind: TransportKind::Relay,
            host: "smtp.a.example".to_owned(),
            port: 465,
            security: Security::Tls,
            username: "kari".to_owned(),
            sign_in: SignIn::Password,
            helo_name: String::new(),
            own_return_path: false,
            spf_terms: String::new(),
        }
    }

    #[test]
    fn a_user_sends_neither_straight_from_our_host_nor_under_another_name() {
        let user = TransportOwner::User(domain::UserId::new(5));
        let kept = |helo_name: &str| TransportSettings { helo_name: helo_name.to_owned(), ..kept() };
        let code = |owner: &TransportOwner, present, input| {
            let wanted = wanted((present, true), owner, input);
            wanted.map(|it| it.settings.helo_name).map_err(|problem| (problem.field, problem.code))
        };
        let direct = TransportInput { kind: Some(TransportKind::Direct), ..TransportInput::default() };
        let refused = Err((Some("kind"), "transport.direct_of_user"));
        assert_eq!(code(&user, kept(""), direct.clone()), refused);
        let unset = TransportSettings { in_use: false, kind: TransportKind::Direct, ..kept("") };
        assert_eq!(code(&user, unset.clone(), TransportInput::default()), refused, "as the shared way is");
        let shared = TransportInput { own: Some(false), ..TransportInput::default() };
        assert_eq!(code(&user, unset, shared), Ok(String::new()), "he uses none of his own");
        let named =
            |name: &str| TransportInput { helo_name: Some(name.to_owned()), ..TransportInput::default() };
        let refused = Err((Some("helo_name"), "transport.helo_of_user"));
        assert_eq!(code(&user, kept(""), named("mx.bank.example")), refused);
        assert_eq!(code(&user, kept("mx.bank.example"), named("mx.bank.example")), Ok(String::new()));
        assert_eq!(code(&user, kept("mx.bank.example"), TransportInput::default()), Ok(String::new()));
        let organisation = TransportOwner::Organisation;
        assert_eq!(code(&organisation, kept("post.example.org"), direct), Ok("post.example.org".to_owned()));
    }

    #[test]
    fn a_relay_is_never_left_with_a_user_name_and_without_a_password() {
        let code = |had_password, input: TransportInput| {
            wanted((kept(), had_password), &TransportOwner::Organisation, input)
                .map(|_wanted| ())
                .map_err(|problem| (problem.field, problem.code))
        };
        let refused = |code| Err((Some("password"), code));
        assert_eq!(code(true, relay("smtp.a.example", "kari")), Ok(()), "the one that is kept");
        assert_eq!(code(true, relay("smtp.b.example", "kari")), refused("transport.password_again"));
        assert_eq!(code(true, relay("smtp.a.example", "ada")), refused("transport.password_again"));
        assert_eq!(code(false, relay("smtp.a.example", "kari")), refused("transport.password_missing"));
        let password = Some(Secret::new("hemmelig"));
        let entered = TransportInput { password, ..relay("smtp.b.example", "kari") };
        assert_eq!(code(false, entered), Ok(()));
        let removed =
            TransportInput { password: Some(Secret::new(String::new())), ..relay("smtp.a.example", "kari") };
        assert_eq!(code(true, removed), refused("transport.password_missing"));
        assert_eq!(code(true, relay("smtp.b.example", "")), Ok(()), "a server that asks for no sign-in");
        let open = |security| TransportInput { security: Some(security), ..TransportInput::default() };
        let of_house = |security, input| {
            let present = TransportSettings { host: "localhost".to_owned(), security, ..kept() };
            wanted((present, true), &TransportOwner::Organisation, input)
                .map(|_wanted| ())
                .map_err(|problem| (problem.field, problem.code))
        };
        let given_up = of_house(Security::Tls, open(Security::None));
        assert_eq!(given_up, refused("transport.password_again"), "it would go there in the open");
        assert_eq!(of_house(Security::None, open(Security::Tls)), Ok(()), "encryption alone is added");
        assert_eq!(of_house(Security::None, open(Security::None)), Ok(()));
        let unused = TransportInput { own: Some(false), ..relay("smtp.b.example", "kari") };
        assert_eq!(code(true, unused), Ok(()), "what is kept beside the shared way sends nothing");
    }
}
