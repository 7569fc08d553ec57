//! What was wrong with a mail that was read all the same.

/// One thing that was wrong, and by that how far what was read can be trusted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Defect {
    /// The reader itself failed; only raw text is shown. Such a mail belongs into the corpus.
    ReaderFailed,
    /// There is no header at all.
    HeaderMissing,
    /// A line within the header is no field (RFC 5322 2.2) and was passed over.
    HeaderLine,
    /// The header is longer than we read.
    HeaderCut,
    /// A field holds 8-bit octets that are not UTF-8 (RFC 6532 3.1).
    HeaderCharset,
    /// An encoded word (RFC 2047) is broken; it is shown as written.
    EncodedWord,
    /// No readable `From`.
    FromMissing,
    /// An address field holds something that is no address.
    Address,
    /// `Date` is missing or unreadable.
    Date,
    /// No `Message-ID`.
    MessageIdMissing,
    /// A media type is unreadable (RFC 2045 5.1).
    MediaType,
    /// A multipart names no boundary, or one that never comes.
    BoundaryMissing,
    /// A multipart does not end; the mail was cut on the way.
    Unclosed,
    /// More parts than we look at.
    TooManyParts,
    /// Parts nested deeper than we look.
    TooDeep,
    /// A transfer encoding is unknown, or base64 or quoted-printable is damaged.
    TransferEncoding,
    /// Text with 8-bit octets declares no character set; it was guessed.
    CharsetGuessed,
    /// The declared character set is unknown; it was guessed.
    CharsetUnknown,
    /// The text is not in the character set it declares.
    CharsetWrong,
    /// The text is longer than we show.
    TextCut,
    /// The HTML is longer or more tangled than we sanitise; the text is shown.
    HtmlTooLarge,
    /// A `winmail.dat` is damaged; what could be taken out of it is shown, and itself besides.
    Tnef,
    /// What is packed in the mail unpacks to more than we unpack; the rest is not shown.
    Expansion,
}

impl Defect {
    /// The stable code, under which the interface has its sentence.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ReaderFailed => "reader_failed",
            Self::HeaderMissing => "header_missing",
            Self::HeaderLine => "header_line",
            Self::HeaderCut => "header_cut",
            Self::HeaderCharset => "header_charset",
            Self::EncodedWord => "encoded_word",
            Self::FromMissing => "from_missing",
            Self::Address => "address",
            Self::Date => "date",
            Self::MessageIdMissing => "message_id_missing",
            Self::MediaType => "media_type",
            Self::BoundaryMissing => "boundary_missing",
            Self::Unclosed => "unclosed",
            Self::TooManyParts => "too_many_parts",
            Self::TooDeep => "too_deep",
            Self::TransferEncoding => "transfer_encoding",
            Self::CharsetGuessed => "charset_guessed",
            Self::CharsetUnknown => "charset_unknown",
            Self::CharsetWrong => "charset_wrong",
            Self::TextCut => "text_cut",
            Self::HtmlTooLarge => "html_too_large",
            Self::Tnef => "tnef",
            Self::Expansion => "expansion",
        }
    }
}

/// Collects defects, each once, in the order they were met.
#[derive(Debug, Default)]
pub(crate) struct Defects(Vec<Defect>);

impl Defects {
    pub(crate) fn add(&mut self, defect: Defect) {
        if !self.0.contains(&defect) {
            self.0.push(defect);
        }
    }

    pub(crate) fn extend(&mut self, defects: impl IntoIterator<Item = Defect>) {
        for defect in defects {
            self.add(defect);
        }
    }

    pub(crate) fn into_list(self) -> Vec<Defect> {
        self.0
    }
}
