//! Mails for tests: small, valid, and different where a test needs them to be.

/// A plain mail of RFC 5322 with CRLF. `number` makes the Message-ID, so that the same number is the
/// same mail on every run.
#[must_use]
pub fn mail(number: usize, from: &str, to: &str, subject: &str) -> Vec<u8> {
    let text = format!("Hello,\r\n\r\nthis is mail number {number}.\r\n");
    mail_with_text(number, from, to, subject, &text)
}

/// A plain mail with this text, which brings its own CRLF.
#[must_use]
pub fn mail_with_text(number: usize, from: &str, to: &str, subject: &str, text: &str) -> Vec<u8> {
    format!(
        "Date: Mon, 05 Jan 2026 08:00:00 +0000\r\n\
         From: {from}\r\n\
         To: {to}\r\n\
         Subject: {subject}\r\n\
         Message-ID: <sample-{number}@sender.test>\r\n\
         MIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: 8bit\r\n\
         \r\n\
         {text}"
    )
    .into_bytes()
}

/// A reply to the mail with `in_reply_to` (without angle brackets), with its subject.
#[must_use]
pub fn reply(number: usize, from: &str, to: &str, subject: &str, in_reply_to: &str) -> Vec<u8> {
    let mail = mail(number, from, to, subject);
    let threading = format!("In-Reply-To: <{in_reply_to}>\r\nReferences: <{in_reply_to}>\r\n");
    [threading.into_bytes(), mail].concat()
}

/// A mail of about `octets` octets, for sizes and buffers.
#[must_use]
pub fn large_mail(number: usize, from: &str, to: &str, octets: usize) -> Vec<u8> {
    let line = "The quick brown fox jumps over the lazy dog, again and again.\r\n";
    let text = line.repeat(octets.div_ceil(line.len()));
    mail_with_text(number, from, to, &format!("large mail {number}"), &text)
}
