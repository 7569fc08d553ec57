//! Texts with variables as somebody enters them: HTML is made safe, and their plain form is made of it.

use domain::compose::Formatted;
use domain::{Problem, limits};
use policy::template::Template;

use super::check::{readable, refusal};
use crate::view::on_a_thread;

/// How long a text may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// Characters of it.
    pub(crate) chars: usize,
    /// Octets of the same with formatting.
    pub(crate) html_octets: usize,
}

/// Of a template.
pub(crate) const OF_TEMPLATE: Bounds =
    Bounds { chars: policy::template::TEXT_CHARS_MAX, html_octets: limits::TEMPLATE_HTML_OCTETS_MAX };
/// Of a signature.
pub(crate) const OF_SIGNATURE: Bounds =
    Bounds { chars: 5_000, html_octets: limits::SIGNATURE_HTML_OCTETS_MAX };

/// Makes a text safe, and sees that it can be read. `picture` gives the name that a picture is kept by, or none where it
/// cannot stay.
///
/// # Errors
/// 422 for the field: too long, or with the line and what is wrong there.
pub(crate) async fn entered(
    field: &'static str,
    given: Formatted,
    bounds: Bounds,
    picture: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
) -> Result<Formatted, Problem> {
    let text = safe(field, given, bounds, picture).await?;
    let Bounds { chars, .. } = bounds;
    if text.text.chars().count() > chars {
        let detail = format!("the text has more than {chars} characters; shorten it");
        return Err(Problem::invalid(field, "text_too_long", detail).with("max", chars.to_string()));
    }
    template_of(field, &text.text, text.html.as_deref())?;
    Ok(text)
}

/// Makes a text safe. Of pictures it shows those that `picture` has a name for.
pub(super) async fn safe(
    field: &'static str,
    given: Formatted,
    bounds: Bounds,
    picture: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
) -> Result<Formatted, Problem> {
    let Some(html) = given.html.filter(|html| !html.trim().is_empty()) else {
        return Ok(tidied(&given.text).into());
    };
    if html.len() > bounds.html_octets {
        let kilobytes = bounds.html_octets / 1024;
        let detail =
            format!("the text has more than {kilobytes} KB with its formatting; take formatting out");
        let problem = Problem::invalid(field, "template.html_too_long", detail);
        return Err(problem.with("max_kb", kilobytes.to_string()));
    }
    let cleaned = on_a_thread(move || {
        let html = mail::written(&html, picture);
        Formatted { text: tidied(&mail::from_html(&html)), html: Some(html) }
    });
    let cleaned = cleaned.await?;
    // Markup around nothing is nothing.
    Ok(if cleaned.is_empty() { Formatted::default() } else { cleaned })
}

fn tidied(text: &str) -> String {
    text.replace("\r\n", "\n").trim_end().to_owned()
}

/// The text as it is filled in. It is read without its formatting first, whose lines are those that its writer sees.
///
/// # Errors
/// 422 for the field, with the line and what is wrong there.
pub(crate) fn template_of(field: &'static str, text: &str, html: Option<&str>) -> Result<Template, Problem> {
    let plain = readable(field, text)?;
    let Some(html) = html else { return Ok(plain) };
    Template::read_html(html).map_err(|error| {
        let detail = "a variable or a condition is formatted in part; give all of it the same formatting";
        Problem { code: "template.formatted_in_part", detail: detail.into(), ..refusal(field, &error) }
    })
}
