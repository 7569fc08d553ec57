//! From text to the words it is found by.
//!
//! Letters are folded so that case, accents and the spellings of one letter in several languages
//! do not matter: `Søknad`, `SOKNAD` and `so\u{308}knad` are one word. Beside each word stands its
//! stem, by the endings that Norwegian, Swedish and English nouns and verbs have: nobody says
//! which language a mail is in, and a stem too many only finds a little more.

use std::collections::{HashMap, HashSet};

use domain::limits::{SEARCH_ASKED_WORDS_MAX, SEARCH_TEXT_CHARS_MAX, SEARCH_WORDS_MAX};

/// Rises when the same text gives other words; the index is then written again.
pub(crate) const ANALYSER_VERSION: i64 = 1;
/// The longest word, characters: what is longer is no word that somebody types.
const WORD_CHARS_MAX: usize = 40;
/// The shortest stem, letters.
const STEM_CHARS_MIN: usize = 3;
/// From here on a word of a question finds the words that begin with it.
const PREFIX_CHARS_MIN: usize = 3;
/// Characters of an excerpt before and after the first hit.
const EXCERPT_CHARS: (usize, usize) = (60, 160);

/// A word of a question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Asked {
    /// The word, folded.
    pub(super) word: String,
    /// Its stem, where that is another one.
    pub(super) stem: Option<String>,
    /// Whether words that begin with it are meant too.
    pub(super) begins: bool,
}

impl Asked {
    fn fits(&self, word: &str) -> bool {
        let begins = self.begins && word.starts_with(&self.word);
        word == self.word || begins || self.stem.as_deref().is_some_and(|stem| stem == stem_of(word))
    }
}

/// A piece of an excerpt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether it is a word that was asked for.
    pub hit: bool,
}

/// The words and stems that some texts are found by, without repetition.
pub(super) fn words<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut found = Vec::new();
    // Whether it came as a word, and so has brought its stem, or as the stem of another.
    let mut known: HashMap<String, bool> = HashMap::new();
    for text in texts {
        for Token { word, .. } in Tokens::of(text) {
            if found.len() >= SEARCH_WORDS_MAX {
                return found;
            }
            if known.get(&word) == Some(&true) {
                continue;
            }
            let stem = stem_of(&word).to_owned();
            if known.insert(word.clone(), true).is_none() {
                found.push(word);
            }
            if !known.contains_key(&stem) {
                known.insert(stem.clone(), false);
                found.push(stem);
            }
        }
    }
    found
}

/// The stems of a text without repetition, each with the word that it first came as.
#[must_use]
pub fn stems(text: &str) -> Vec<(String, String)> {
    let mut known = HashSet::new();
    let mut found = Vec::new();
    for Token { word, start, end } in Tokens::of(text) {
        let stem = stem_of(&word);
        if known.len() < SEARCH_WORDS_MAX && known.insert(stem.to_owned()) {
            found.push((stem.to_owned(), text[start..end].to_lowercase()));
        }
    }
    found
}

/// The words of a question; those beyond the limit are left out.
pub(super) fn asked(question: &str) -> Vec<Asked> {
    let mut all: Vec<Asked> = Vec::new();
    for Token { word, .. } in Tokens::of(question).take(SEARCH_ASKED_WORDS_MAX) {
        let stem = Some(stem_of(&word)).filter(|stem| *stem != word).map(str::to_owned);
        let begins = word.chars().count() >= PREFIX_CHARS_MIN;
        let asked = Asked { stem, begins, word };
        if !all.contains(&asked) {
            all.push(asked);
        }
    }
    all
}

/// The part of a text around the first word that was asked for; nothing where there is none.
pub(super) fn excerpt(text: &str, asked: &[Asked]) -> Vec<Piece> {
    let is_hit = |token: &Token| asked.iter().any(|asked| asked.fits(&token.word));
    let Some(first) = Tokens::of(text).find(is_hit) else { return Vec::new() };
    let (before, after) = EXCERPT_CHARS;
    let start = text[..first.start].char_indices().rev().nth(before).map_or(0, |(at, _)| at);
    let end = text[first.start..].char_indices().nth(after).map_or(text.len(), |(at, _)| first.start + at);
    let mut pieces = Vec::new();
    let mut at = start;
    for token in Tokens::of(text).skip_while(|token| token.start < start).take_while(|token| token.end <= end)
    {
        if is_hit(&token) {
            push(&mut pieces, &text[at..token.start], false);
            push(&mut pieces, &text[token.start..token.end], true);
            at = token.end;
        }
    }
    push(&mut pieces, &text[at..end], false);
    pieces
}

/// Adds a piece, its line ends and runs of blanks as single blanks.
fn push(pieces: &mut Vec<Piece>, text: &str, hit: bool) {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        let blank = letter.is_whitespace() || letter.is_control();
        if !blank {
            plain.push(letter);
        } else if !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    if !plain.is_empty() {
        pieces.push(Piece { text: plain, hit });
    }
}

/// A word and its place in the text, octets.
struct Token {
    word: String,
    start: usize,
    end: usize,
}

struct Tokens<'a> {
    text: &'a str,
    at: usize,
    chars_left: usize,
}

impl<'a> Tokens<'a> {
    const fn of(text: &'a str) -> Self {
        Self { text, at: 0, chars_left: SEARCH_TEXT_CHARS_MAX }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let (mut word, mut start, mut chars) = (String::new(), self.at, 0);
        for letter in self.text[self.at..].chars() {
            if self.chars_left == 0 {
                break;
            }
            self.chars_left -= 1;
            let here = self.at;
            self.at += letter.len_utf8();
            if letter.is_alphanumeric() {
                if word.is_empty() {
                    start = here;
                }
                if chars < WORD_CHARS_MAX {
                    fold(letter, &mut word);
                    chars += 1;
                }
            } else if !is_mark(letter) {
                if word.len() > 1 {
                    return Some(Token { word, start, end: here });
                }
                (word, chars) = (String::new(), 0);
            }
        }
        (word.len() > 1).then_some(Token { word, start, end: self.at })
    }
}

/// Unicode's combining diacritical marks: the accents of letters that are written in two parts.
const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// Lower case without accents; letters that have no plain one become two.
fn fold(letter: char, word: &mut String) {
    for lower in letter.to_lowercase() {
        let plain = match lower {
            'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => "a",
            'æ' | 'ǽ' => "ae",
            'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
            'ð' | 'ď' | 'đ' => "d",
            'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
            'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
            'ĥ' | 'ħ' => "h",
            'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
            'ĵ' => "j",
            'ķ' => "k",
            'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
            'ñ' | 'ń' | 'ņ' | 'ň' | 'ŋ' => "n",
            'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ǿ' => "o",
            'œ' => "oe",
            'ŕ' | 'ŗ' | 'ř' => "r",
            'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
            'ß' => "ss",
            'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
            'þ' => "th",
            'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
            'ŵ' => "w",
            'ý' | 'ÿ' | 'ŷ' => "y",
            'ź' | 'ż' | 'ž' => "z",
            mark if is_mark(mark) => "",
            other => {
                word.push(other);
                continue;
            }
        };
        word.push_str(plain);
    }
}

/// Endings, longest first: definite forms, plurals and genitives of the three languages, and the
/// commonest forms of their verbs.
const ENDINGS: [&str; 40] = [
    "ingene", "ernes", "arnas", "ornas", "ernas", "enes", "elser", "erne", "arna", "orna", "erna", "ande",
    "ende", "inger", "ingen", "ings", "else", "ene", "ens", "ets", "ers", "ars", "ors", "ing", "ied", "ies",
    "ade", "are", "ere", "en", "et", "er", "ar", "or", "na", "ed", "es", "te", "as", "s",
];

/// The stem of a folded word: without its ending, and without the vowel that then ends it.
fn stem_of(word: &str) -> &str {
    if !word.is_ascii() || word.bytes().any(|octet| octet.is_ascii_digit()) {
        return word;
    }
    let cut = ENDINGS
        .iter()
        .find_map(|ending| word.strip_suffix(ending).filter(|stem| stem.len() >= STEM_CHARS_MIN))
        .unwrap_or(word);
    let bare = cut.trim_end_matches(['a', 'e', 'y', 'i']);
    if bare.len() >= STEM_CHARS_MIN { bare } else { cut }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = Tokens::of(text).map(|token| token.word).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    fn are_one(words: &[&str]) {
        let stems: BTreeSet<&str> = words.iter().map(|word| stem_of(word)).collect();
        assert_eq!(stems.len(), 1, "{words:?} have {stems:?}");
    }

    #[test]
    fn letters_are_folded_whichever_way_they_are_written() {
        check("Søknad SOKNAD so\u{308}knad SØKNAD", &["soknad", "soknad", "soknad", "soknad"]);
        check("Åse Ödegård, Kjær; straße", &["ase", "odegard", "kjaer", "strasse"]);
        check("Привет İstanbul", &["привет", "istanbul"]);
    }

    #[test]
    fn addresses_and_numbers_come_apart_at_their_marks() {
        check("ola.nordmann@kunde.example", &["ola", "nordmann", "kunde", "example"]);
        check("AB-12345/7 don't i", &["ab", "12345", "don"]);
        check("", &[]);
        check("... \u{300}\u{301} !", &[]);
    }

    #[test]
    fn endless_words_and_texts_are_cut() {
        assert_eq!(Tokens::of(&"x".repeat(1_000)).next().map(|token| token.word.len()), Some(WORD_CHARS_MAX));
        let long = "ab ".repeat(SEARCH_TEXT_CHARS_MAX);
        assert_eq!(Tokens::of(&long).count(), SEARCH_TEXT_CHARS_MAX / 3);
        let many: String = (0..SEARCH_WORDS_MAX * 2).map(|number| format!("w{number} ")).collect();
        assert_eq!(words([many.as_str()]).len(), SEARCH_WORDS_MAX);
    }

    #[test]
    fn forms_of_a_word_have_one_stem_in_each_language() {
        are_one(&["faktura", "fakturaen", "fakturaer", "fakturor"]);
        are_one(&["sak", "saken", "saker", "sakene", "saks"]);
        are_one(&["leveranse", "leveransen", "leveranser"]);
        are_one(&["arende", "arenden", "arendet"]);
        are_one(&["betaling", "betalinger", "betalingen", "betalingene"]);
        are_one(&["invoice", "invoices", "invoiced"]);
        are_one(&["reply", "replies", "replied"]);
        are_one(&["filen", "filer", "filene", "filerna"]);
    }

    #[test]
    fn short_words_and_numbers_keep_their_ends() {
        assert_eq!(stem_of("is"), "is");
        assert_eq!(stem_of("es"), "es");
        assert_eq!(stem_of("den"), "den");
        assert_eq!(stem_of("a4es"), "a4es");
    }

    #[test]
    fn each_word_and_each_stem_is_named_once() {
        let mut all = words(["fakturaen faktur fakturaen", "faktur saken sak"]);
        all.sort_unstable();
        assert_eq!(all, ["faktur", "fakturaen", "sak", "saken"]);
    }

    #[test]
    fn each_stem_comes_once_with_the_word_as_written() {
        let found = stems("Fakturaen, FAKTURAER og Åpningstidene");
        let found: Vec<_> = found.iter().map(|(stem, word)| (stem.as_str(), word.as_str())).collect();
        assert_eq!(found, [("faktur", "fakturaen"), ("og", "og"), ("apningstid", "åpningstidene")]);
    }

    #[test]
    fn an_excerpt_shows_the_first_hit_and_marks_all_near_it() {
        let text =
            format!("{} Her er\r\nfakturaen  du ba om, faktura 12. {}", "a ".repeat(200), "b ".repeat(300));
        let pieces = excerpt(&text, &asked("faktura"));
        let hits: Vec<&str> =
            pieces.iter().filter(|piece| piece.hit).map(|piece| piece.text.as_str()).collect();
        assert_eq!(hits, ["fakturaen", "faktura"]);
        let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert!(whole.contains("Her er fakturaen du ba om") && whole.len() < 250, "{whole}");
        assert!(excerpt("nothing", &asked("faktura")).is_empty());
    }

    #[test]
    fn a_question_has_few_words_each_once() {
        let all = asked("ola Ola OLA en to tre fire fem seks sju åtte ni ti");
        assert_eq!(all[0], Asked { word: String::from("ola"), stem: None, begins: true });
        assert!(!all[1].begins && all.len() <= SEARCH_ASKED_WORDS_MAX);
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_the_analyser(text in "\\PC{0,300}", question in "\\PC{0,20}") {
            let all = words([text.as_str()]);
            proptest::prop_assert!(all.iter().all(|word| word.chars().all(char::is_alphanumeric)), "{:?}", all);
            let pieces = excerpt(&text, &asked(&question));
            proptest::prop_assert!(pieces.iter().all(|piece| !piece.text.is_empty()));
        }
    }
}
