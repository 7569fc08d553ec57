//! The language of a text by its small words, where they leave no doubt.

/// Small words that one language has and its neighbours do not, most of them.
const WORDS: [(&str, &[&str]); 6] = [
    (
        "nb",
        &[
            "jeg", "ikke", "hva", "meg", "deg", "noen", "noe", "etter", "fra", "av", "også", "hvordan",
            "dere", "hei", "mvh", "ønsker", "ble", "være", "kun", "nå", "hilsen", "hvor", "vennlig", "til",
            "og", "det",
        ],
    ),
    (
        "da",
        &[
            "jeg", "ikke", "hvad", "mig", "dig", "nogen", "noget", "efter", "fra", "af", "også", "hvordan",
            "jer", "hej", "venlig", "ønsker", "blev", "være", "kun", "nu", "hilsen", "hvor", "og", "det",
            "til", "uden",
        ],
    ),
    (
        "sv",
        &[
            "jag",
            "inte",
            "vad",
            "mig",
            "dig",
            "någon",
            "något",
            "efter",
            "från",
            "av",
            "också",
            "hur",
            "ni",
            "hej",
            "mvh",
            "önskar",
            "blev",
            "vara",
            "bara",
            "nu",
            "hälsningar",
            "vänlig",
            "var",
            "och",
            "det",
            "till",
        ],
    ),
    (
        "en",
        &[
            "the", "and", "not", "you", "your", "what", "with", "have", "this", "that", "from", "please",
            "would", "are", "was", "we", "dear", "regards", "hello", "thanks", "is", "of", "to", "my", "for",
            "it",
        ],
    ),
    (
        "de",
        &[
            "ich", "nicht", "und", "der", "die", "das", "mit", "sie", "ist", "haben", "wir", "bitte", "von",
            "für", "auf", "eine", "einen", "grüße", "hallo", "zu", "dem", "den", "auch", "ihre", "wie",
            "nach",
        ],
    ),
    (
        "fi",
        &[
            "ja",
            "on",
            "ei",
            "että",
            "minä",
            "olen",
            "mutta",
            "tai",
            "kun",
            "niin",
            "hei",
            "kiitos",
            "voi",
            "se",
            "myös",
            "ole",
            "terveisin",
            "mitä",
            "tämä",
            "miten",
            "olisi",
            "sitten",
            "joka",
            "kuin",
            "meillä",
            "en",
        ],
    ),
];

/// The languages that can be told.
pub(super) const KNOWN: [&str; 6] = ["nb", "da", "sv", "en", "de", "fi"];

/// Words of the text that are looked at.
const WORDS_MAX: usize = 400;
/// Small words without which nothing can be said.
const HITS_MIN: usize = 3;

/// The language, as its code; `None` where the text is short or speaks for two alike.
pub(super) fn of(text: &str) -> Option<&'static str> {
    let mut hits = WORDS.map(|(code, _)| (code, 0_usize));
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    for word in words.take(WORDS_MAX) {
        let word = word.to_lowercase();
        for (place, (_, known)) in WORDS.iter().enumerate() {
            if known.contains(&word.as_str()) {
                hits[place].1 += 1;
            }
        }
    }
    hits.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let [(code, most), (_, next), ..] = hits;
    (most >= HITS_MIN && most > next).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_told_apart_and_doubt_is_none() {
        let check = |text, expected| assert_eq!(of(text), expected, "{text}");
        check("Hei! Jeg har ikke fått noe svar fra dere, hva skjer? Vennlig hilsen Kari", Some("nb"));
        check("Hej! Jeg har ikke fået noget svar af jer, hvad sker der nu? Venlig hilsen Karen", Some("da"));
        check("Hej! Jag har inte fått något svar från er, vad händer? Vänliga hälsningar", Some("sv"));
        check("Hello, I have not heard from you. What is the status of my order? Regards", Some("en"));
        check(
            "Hallo, ich habe noch nichts von Ihnen gehört. Bitte melden Sie sich, wir warten auf die Antwort",
            Some("de"),
        );
        check("Hei, en ole saanut vastausta, mitä tämä on? Kiitos, terveisin Matti", Some("fi"));
        check("1234 OK", None);
        check("", None);
        let codes = WORDS.map(|(code, _)| code);
        assert_eq!(codes, KNOWN);
    }
}
