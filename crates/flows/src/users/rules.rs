//! What a user's name, address, password and choices must be.

use domain::limits::{PASSWORD_CHARS_MIN, PASSWORD_OCTETS_MAX};
use domain::{CategoryId, EmailAddress, OrganisationId, Problem, RoleId, Secret};
use store::Conn;

use super::Refused;

/// The longest name of a user, a role or a token, characters.
const NAME_CHARS_MAX: usize = 100;

/// A name that can be shown: something, on one line, not too much.
pub(crate) fn name(field: &'static str, text: &str) -> Result<String, Problem> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(Problem::invalid(field, "name.empty", "a name is needed"));
    }
    if name.chars().count() > NAME_CHARS_MAX || name.chars().any(char::is_control) {
        let detail = format!("a name has at most {NAME_CHARS_MAX} characters, on one line");
        return Err(Problem::invalid(field, "name.too_long", detail).with("max", NAME_CHARS_MAX.to_string()));
    }
    Ok(name)
}

/// An address to sign in with.
pub(super) fn address(text: &str) -> Result<EmailAddress, Problem> {
    text.parse().map_err(|error: domain::AddressError| {
        Problem::invalid("email", "address.invalid", error.to_string()).with("address", text.trim())
    })
}

/// A password that is long enough and not the address.
pub(crate) fn password(
    field: &'static str,
    password: &Secret,
    address: &EmailAddress,
) -> Result<(), Problem> {
    let text = password.expose();
    if text.chars().count() < PASSWORD_CHARS_MIN {
        let detail = format!(
            "a password has at least {PASSWORD_CHARS_MIN} characters; a sentence is easy to remember"
        );
        let problem = Problem::invalid(field, "password.too_short", detail);
        return Err(problem.with("min", PASSWORD_CHARS_MIN.to_string()));
    }
    if text.len() > PASSWORD_OCTETS_MAX {
        let detail = format!("a password has at most {PASSWORD_OCTETS_MAX} octets");
        let problem = Problem::invalid(field, "password.too_long", detail);
        return Err(problem.with("max", PASSWORD_OCTETS_MAX.to_string()));
    }
    let mut letters = text.chars();
    let first = letters.next();
    if text.eq_ignore_ascii_case(&address.to_string()) || letters.all(|letter| Some(letter) == first) {
        let detail = "the first guess of everybody is no password; choose one that others cannot know";
        return Err(Problem::invalid(field, "password.too_simple", detail));
    }
    Ok(())
}

/// Roles and categories must be the organisation's own.
pub(super) async fn choices(
    conn: &Conn,
    organisation: OrganisationId,
    roles: Option<&[RoleId]>,
    categories: Option<&[CategoryId]>,
) -> Result<(), Refused> {
    if let Some(chosen) = roles.filter(|chosen| !chosen.is_empty()) {
        let known = store::roles::list(conn, organisation).await?;
        if !chosen.iter().all(|id| known.iter().any(|role| role.id == *id)) {
            return Err(Problem::invalid("role_ids", "user.unknown_role", "there is no such role").into());
        }
    }
    if let Some(chosen) = categories.filter(|chosen| !chosen.is_empty()) {
        let known = store::categories::list(conn, organisation).await?;
        if !chosen.iter().all(|id| known.iter().any(|category| category.id == *id)) {
            return Err(Problem::invalid(
                "category_ids",
                "user.unknown_category",
                "there is no such category",
            )
            .into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let address = "kari@example.org".parse().unwrap();
        let found = password("new", &Secret::new(text), &address).err();
        assert_eq!(found.map(|problem| problem.code), expected, "{text:?}");
    }

    #[test]
    fn passwords_are_long_and_not_the_first_guess() {
        check("en lang setning", None);
        check("kort", Some("password.too_short"));
        check("æøåæøåæøå", Some("password.too_short"));
        check("aaaaaaaaaaaaaaa", Some("password.too_simple"));
        check("KARI@example.org", Some("password.too_simple"));
        check(&"ab".repeat(400), Some("password.too_long"));
    }

    #[test]
    fn names_are_one_line_of_something() {
        assert_eq!(name("name", "  Kari \n Nordmann ").unwrap(), "Kari Nordmann");
        assert_eq!(name("name", " \t ").unwrap_err().code, "name.empty");
        assert_eq!(name("name", &"x".repeat(101)).unwrap_err().code, "name.too_long");
    }
}
