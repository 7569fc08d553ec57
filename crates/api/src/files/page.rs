//! The page of a link: what it leads to, or why it leads nowhere.

use axum::http::StatusCode;
use domain::file_link::FileLinkState;
use domain::org::Language;
use domain::{Problem, ProblemKind};
use flows::file_links::{self, Looked, Shared};

use super::words::Words;

/// What a link leads to, or that it is over.
pub(super) fn of(language: Language, looked: &Looked, token: &str) -> (StatusCode, String) {
    let words = Words::of(language);
    match looked {
        Looked::Open(shared) => (StatusCode::OK, open(language, shared, token)),
        Looked::Over { state, organisation } => {
            let title = match state {
                FileLinkState::Revoked => words.revoked,
                FileLinkState::UsedUp => words.used_up,
                FileLinkState::Expired | FileLinkState::Open => words.expired,
            };
            let ask = words.ask.replace("{organisation}", organisation);
            // RFC 9110 15.5.11: it was here, and will not be again.
            (StatusCode::GONE, document(language, title, &message(title, &ask)))
        }
    }
}

/// That there is nothing, or not at the moment.
pub(super) fn of_problem(language: Language, problem: &Problem) -> (StatusCode, String) {
    let words = Words::of(language);
    let (status, title, text) = match problem.kind {
        ProblemKind::Limit => (StatusCode::TOO_MANY_REQUESTS, words.wait, words.wait_text),
        ProblemKind::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, words.busy, words.busy_text),
        ProblemKind::Invalid
        | ProblemKind::Unauthenticated
        | ProblemKind::Forbidden
        | ProblemKind::NotFound
        | ProblemKind::Conflict => (StatusCode::NOT_FOUND, words.none, words.none_text),
    };
    (status, document(language, title, &message(title, text)))
}

fn open(language: Language, shared: &Shared, token: &str) -> String {
    let words = Words::of(language);
    let until = words.until.replace("{day}", &file_links::day(language, shared.until));
    let body = format!(
        "<p class=\"from\">{}</p>\n<h1>{}</h1>\n<p class=\"facts\">{}</p>\n\
         <a class=\"button\" href=\"/files/{}/download\" rel=\"nofollow noreferrer\">{}</a>\n\
         <p class=\"until\">{}</p>\n<p class=\"note\">{}</p>\n",
        escaped(&words.from.replace("{organisation}", &shared.organisation)),
        escaped(&shared.name),
        escaped(&file_links::size(language, shared.size_octets)),
        escaped(token),
        words.download,
        escaped(&until),
        words.note,
    );
    document(language, &shared.name, &body)
}

fn message(title: &str, text: &str) -> String {
    format!("<h1>{}</h1>\n<p class=\"facts\">{}</p>\n", escaped(title), escaped(text))
}

fn document(language: Language, title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex, nofollow\">\n<title>{}</title>\n\
         <link rel=\"stylesheet\" href=\"/file-page.css\">\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        language.as_str(),
        escaped(title),
    )
}

/// The text as it stands in HTML, within quotes too.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use domain::Timestamp;

    use super::*;

    #[test]
    fn names_are_text_in_every_language() {
        for language in Language::ALL {
            let shared = Shared {
                name: "<img src=x onerror=\"a'b\">.pdf".to_owned(),
                size_octets: 2_400_000,
                organisation: "Nord & <b>Sør</b>".to_owned(),
                until: Timestamp::from_millis(1_798_416_000_000),
            };
            let (status, html) = of(language, &Looked::Open(shared), "abc");
            assert_eq!(status, StatusCode::OK);
            assert!(html.contains("&lt;img src=x onerror=&quot;a&#39;b&quot;&gt;.pdf"), "{html}");
            assert!(html.contains("Nord &amp; &lt;b&gt;Sør&lt;/b&gt;") && !html.contains("<b>"), "{html}");
            assert!(html.contains("/files/abc/download") && html.contains("2026"), "{html}");
            assert!(!html.contains('{'), "every place is filled: {html}");
        }
    }

    #[test]
    fn a_link_that_is_over_says_whom_to_ask_and_names_no_file() {
        for state in [FileLinkState::Expired, FileLinkState::Revoked, FileLinkState::UsedUp] {
            let over = Looked::Over { state, organisation: "Nord".to_owned() };
            let (status, html) = of(Language::Nb, &over, "abc");
            assert_eq!(status, StatusCode::GONE);
            assert!(html.contains("Nord") && !html.contains("download"), "{html}");
        }
    }
}
