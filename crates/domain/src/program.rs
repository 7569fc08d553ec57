//! A program that did something, where a person may have: written as the user whom no organisation has. Nodes of an older version
//! that read the same rows demand a number above zero.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::UserId;

/// The last of all numbers, which no user has: it stands for a program.
const PROGRAM: UserId = UserId::new(i64::MAX);

/// Writes a user, or a program.
pub(crate) fn put<S: Serializer>(user: &Option<UserId>, serializer: S) -> Result<S::Ok, S::Error> {
    user.unwrap_or(PROGRAM).serialize(serializer)
}

/// Reads it; `null`, too, as it was written for a while.
pub(crate) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<UserId>, D::Error> {
    let user = Option::<UserId>::deserialize(deserializer)?;
    Ok(user.filter(|user| *user != PROGRAM))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::Step;

    #[test]
    fn who_let_a_mail_go_is_a_number_also_where_that_was_a_program() {
        for (user_id, number) in [(None, "9223372036854775807"), (Some(UserId::new(7)), "7")] {
            let released = Step::Released { user_id };
            let text = serde_json::to_string(&released).unwrap();
            assert_eq!(text, format!(r#"{{"kind":"released","user_id":"{number}"}}"#));
            assert_eq!(serde_json::from_str::<Step>(&text).unwrap(), released);
        }
        let before = r#"{"kind":"released","user_id":null}"#;
        assert_eq!(serde_json::from_str::<Step>(before).unwrap(), Step::Released { user_id: None });
    }
}
