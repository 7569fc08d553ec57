//! One phrase of a rule: words that are looked for, and what may stand between and around them.

use super::words::Words;

/// How far apart the pieces of one phrase may stand, octets.
const APART_OCTETS_MAX: usize = 100;

/// A phrase. Its ends are ends of words unless a `*` leaves them open; a `*` within it stands for a few words.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    /// The longest piece: what is looked for.
    pub(super) core: String,
    before: Vec<String>,
    after: Vec<String>,
    open_start: bool,
    open_end: bool,
}

impl Phrase {
    /// Reads one as it is written in a rule.
    pub(super) fn read(written: &str) -> Self {
        let folded = |piece: &str| Words::read(piece, usize::MAX).text.trim().to_owned();
        let mut pieces: Vec<String> =
            written.trim_matches('*').split('*').map(folded).filter(|piece| !piece.is_empty()).collect();
        let longest = (0..pieces.len()).max_by_key(|&at| pieces[at].len()).unwrap_or(0);
        let after = if pieces.is_empty() { Vec::new() } else { pieces.split_off(longest + 1) };
        // A phrase of codes alone folds to nothing; a text without NUL never holds this.
        let core = pieces.pop().unwrap_or_else(|| "\0".to_owned());
        Self {
            core,
            before: pieces,
            after,
            open_start: written.starts_with('*'),
            open_end: written.ends_with('*'),
        }
    }

    /// Where the whole phrase stands when its core stands at `start..end`.
    pub(super) fn around(&self, text: &str, start: usize, end: usize) -> Option<(usize, usize)> {
        let (mut from, mut to) = (start, end);
        for piece in self.before.iter().rev() {
            let window = text.floor_char_boundary(from.saturating_sub(APART_OCTETS_MAX));
            from = window + text[window..from].rfind(piece.as_str())?;
        }
        for piece in &self.after {
            let window = text.floor_char_boundary((to + APART_OCTETS_MAX).min(text.len()));
            to += text.get(to..window)?.find(piece.as_str())? + piece.len();
        }
        let is_whole = (self.open_start || is_border(last(&text[..from]), first(&text[from..])))
            && (self.open_end || is_border(last(&text[..to]), first(&text[to..])));
        is_whole.then_some((from, to))
    }
}

fn first(text: &str) -> Option<char> {
    text.chars().next()
}

fn last(text: &str) -> Option<char> {
    text.chars().next_back()
}

fn is_border(before: Option<char>, after: Option<char>) -> bool {
    !(is_letter(before) && is_letter(after))
}

/// Letters that make words by standing together; those of East Asia stand alone.
fn is_letter(character: Option<char>) -> bool {
    character.is_some_and(|character| character.is_alphanumeric() && character < '\u{2e80}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(written: &str, text: &str, expected: Option<&str>) {
        let phrase = Phrase::read(written);
        let found =
            text.match_indices(&phrase.core).find_map(|(at, core)| phrase.around(text, at, at + core.len()));
        assert_eq!(found.map(|(from, to)| &text[from..to]), expected, "{written} in {text}");
    }

    #[test]
    fn phrases_are_whole_words_unless_left_open() {
        check("over quota", " is over quota now ", Some("over quota"));
        check("quota", " quotations ", None);
        check("quota*", " quotations ", Some("quota"));
        check("*exceeded", " quotaexceeded ", Some("exceeded"));
        check("迷惑メール", "この迷惑メールは", Some("迷惑メール"));
    }

    #[test]
    fn a_star_within_a_phrase_stands_for_a_few_words() {
        check("domain * does not exist", " domain a.no does not exist ", Some("domain a.no does not exist"));
        check("domain * does not exist", " does not exist: domain ", None);
        let far = format!(" domain {} does not exist ", "x".repeat(200));
        check("domain * does not exist", &far, None);
    }
}
