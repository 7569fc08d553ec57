//! Telephone numbers, as far as they are compared.

/// Digits that tell numbers apart: with and without the country's code a number ends the same.
const DIGITS: usize = 8;
/// Fewer digits are no number of a person.
const DIGITS_MIN: usize = 5;

/// What two ways of writing the same number share, `+47 998 87 766` and `99887766`; `None` where the
/// text has too few digits.
#[must_use]
pub fn phone_key(text: &str) -> Option<String> {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    (digits.len() >= DIGITS_MIN).then(|| digits[digits.len().saturating_sub(DIGITS)..].iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_is_the_same_however_it_is_written() {
        for text in ["99887766", "998 87 766", "+47 99 88 77 66", "0047-99887766", "(+47) 998.87.766"] {
            assert_eq!(phone_key(text).as_deref(), Some("99887766"), "{text}");
        }
        assert_eq!(phone_key("070-123 45 67"), phone_key("+46 (0)70 123 45 67"));
        assert_eq!(phone_key("02800").as_deref(), Some("02800"));
        assert_eq!(phone_key("ring 112"), None);
        assert_eq!(phone_key(""), None);
    }
}
