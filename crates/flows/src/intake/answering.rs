//! Behind the third stage: whoever starts a case is told that it came, and whom a filter answers gets that
//! answer in the place of the receipt; or the trace says why not.

use std::collections::BTreeMap;

use domain::timeline::Step;
use domain::{EmailAddress, TemplateId};
use policy::auto_reply::{self, Facts, Silence};
use policy::filter::{Effects, Letter as FilterLetter};
use store::cases::{CaseRow, CaseScope};
use store::templates::TemplateRow;
use store::{StoreError, Tx};

use super::into_case::InCase;
use super::passage::Passage;
use crate::auto_reply::{
    Answered, AutoReplySettings, Letter, NotWritten, language, of_organisation, within, write,
};
use crate::faq;
use crate::preflight::letter_leaves_as;

/// What came before says of an automatic reply.
pub(super) struct Wish<'a> {
    /// The case that the mail is in.
    pub(super) in_case: &'a InCase,
    /// What filters say.
    pub(super) effects: &'a Effects,
    /// What they found, for the text.
    pub(super) captures: BTreeMap<String, String>,
}

impl Wish<'_> {
    /// The answer that a filter sends.
    const fn of_filter(&self) -> Option<&FilterLetter> {
        self.effects.mails.reply.as_ref()
    }

    fn is_forbidden(&self) -> bool {
        let mails = &self.effects.mails;
        self.effects.bounced || (mails.no_receipt.is_some() && mails.reply.is_none())
    }
}

/// Answers the mail by the organisation's settings or as a filter says, and notes it; where the receipts are
/// off and no filter answers, nothing is noted.
pub(super) async fn answer(tx: &Tx, passage: &mut Passage<'_>, wish: &Wish<'_>) -> Result<(), StoreError> {
    let settings = of_organisation(tx, passage.organisation()).await?;
    if !settings.enabled && wish.of_filter().is_none() {
        return Ok(());
    }
    let steps = match reply(tx, passage, &settings, wish).await {
        Ok(steps) => steps,
        Err(Stopped::Silent(silence)) => {
            metrics::counter!("posthus_auto_replies_total", "result" => silence.as_str()).increment(1);
            let (because, evidence) = (silence.as_str().to_owned(), silence.evidence());
            vec![Step::NotAutoReplied { because, evidence }]
        }
        Err(Stopped::Store(error)) => return Err(error),
    };
    steps.into_iter().for_each(|step| passage.note(step));
    Ok(())
}

/// Why a reply was not sent.
enum Stopped {
    Silent(Silence),
    Store(StoreError),
}

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Silence> for Stopped {
    fn from(silence: Silence) -> Self {
        Self::Silent(silence)
    }
}

async fn reply(
    tx: &Tx,
    passage: &Passage<'_>,
    settings: &AutoReplySettings,
    wish: &Wish<'_>,
) -> Result<Vec<Step>, Stopped> {
    let (organisation, now) = (passage.organisation(), passage.desk.now);
    let of_filter = wish.of_filter();
    let is_wanted = wish.in_case.is_new || of_filter.is_some();
    if !is_wanted {
        return Err(Silence::KnownCase.into());
    }
    // The next thing that is asked; years of mail can be history, and nothing is read for it.
    if passage.reading.row.historic {
        return Err(Silence::Historic.into());
    }
    let case = store::cases::find(tx, organisation, wish.in_case.case_id, &CaseScope::All).await?;
    let case = case.ok_or(StoreError::Missing("case"))?;
    let chosen = match of_filter {
        Some(letter) => Chosen::by_filter(tx, passage, letter).await?,
        None => text_for(tx, passage, settings, &case).await?,
    };
    let address = recipient(passage, wish, &case);
    let parsed = &passage.reading.parsed;
    let is_own = match &address {
        Some(address) => store::mailboxes::is_own(tx, organisation, address).await?,
        None => false,
    };
    // Mail that we wrote ourselves comes from us, whatever its header says.
    let tokens = passage.desk.office.tokens();
    let is_ours = parsed.message_id.as_deref().is_some_and(|id| tokens.case(organisation, id).is_some());
    let facts = Facts {
        class: parsed.class,
        header: &parsed.header_text,
        is_new_case: is_wanted,
        is_historic: passage.reading.row.historic,
        is_forbidden_by_filter: wish.is_forbidden(),
        is_redirected: of_filter.is_some() && wish.effects.customer.address == address,
        mailbox_answers: chosen.mailbox_answers,
        category_answers: chosen.category_answers,
        has_template: chosen.template.is_some(),
        to: address.as_ref(),
        is_own_address: is_own || is_ours,
    };
    let to = auto_reply::decide(&facts)?;
    let (Some(template), Some(mailbox)) = (&chosen.template, &passage.rules.mailbox) else {
        return Err(Silence::NoTemplate.into());
    };
    let of = (mailbox, template, case.category_id);
    let leaves_as = match letter_leaves_as(tx, passage.desk.office, organisation, of).await? {
        Ok(leaves_as) => leaves_as,
        Err((point, address)) => return Err(Silence::Sender(point, address.domain().to_owned()).into()),
    };
    if let Some(silence) = within(tx, organisation, settings, (to, case.id, now)).await? {
        return Err(silence.into());
    }
    send(tx, passage, wish, &Letter { case: &case, mailbox, leaves_as: &leaves_as, template, to, now }).await
}

/// Writes the answer, with what the FAQ says where its template asks for that.
async fn send(
    tx: &Tx,
    passage: &Passage<'_>,
    wish: &Wish<'_>,
    letter: &Letter<'_>,
) -> Result<Vec<Step>, Stopped> {
    let (organisation, parsed) = (passage.organisation(), &passage.reading.parsed);
    let Letter { mailbox, template, to, .. } = *letter;
    let subject = parsed.subject.as_str();
    let written = (mailbox, subject, passage.reading.reply.as_str());
    let language = language(tx, organisation, letter).await?;
    let faq = faq::for_receipt(tx, organisation, (template, language), written).await?;
    let (faq, told) = faq.unzip();
    let answered = Answered {
        message_id: parsed.message_id.as_deref(),
        references: &parsed.references,
        text: &passage.reading.reply,
        captures: &wish.captures,
        faq: faq.as_ref(),
    };
    match write(tx, passage.desk.office, organisation, letter, &answered).await {
        Ok(outbox_id) => {
            metrics::counter!("posthus_auto_replies_total", "result" => "sent").increment(1);
            let (recipient, template) = (to.to_string(), template.settings.name.clone());
            let replied = Step::AutoReplied { outbox_id, recipient, template };
            Ok(told.into_iter().chain([replied]).collect())
        }
        Err(NotWritten::Unwritable(error)) => Err(Silence::Unwritable(error).into()),
        Err(NotWritten::Store(error)) => Err(error.into()),
    }
}

/// Whom the answer goes to: the customer of a new case, and else whoever wrote this mail.
fn recipient(passage: &Passage<'_>, wish: &Wish<'_>, case: &CaseRow) -> Option<EmailAddress> {
    if wish.in_case.is_new {
        return case.customer_address.parse().ok();
    }
    let named = wish.effects.customer.address.clone();
    named.or_else(|| passage.reading.customer().and_then(|sender| sender.address.clone()))
}

/// The text of a reply, and who does not want one.
struct Chosen {
    template: Option<TemplateRow>,
    mailbox_answers: bool,
    category_answers: bool,
}

impl Chosen {
    /// That of a filter, which asks neither mailbox nor category.
    async fn by_filter(tx: &Tx, passage: &Passage<'_>, letter: &FilterLetter) -> Result<Self, StoreError> {
        let template = store::templates::find(tx, passage.organisation(), letter.template).await?;
        let template = template.filter(|template| template.settings.active);
        Ok(Self { template, mailbox_answers: true, category_answers: true })
    }
}

/// The category's text, else the mailbox's, else the organisation's.
async fn text_for(
    tx: &Tx,
    passage: &Passage<'_>,
    settings: &AutoReplySettings,
    case: &CaseRow,
) -> Result<Chosen, StoreError> {
    let organisation = passage.organisation();
    let of_category = match case.category_id {
        Some(id) => store::category_replies::find(tx, organisation, id).await?,
        None => None,
    };
    let rules = passage.rules.mailbox.as_ref().map(|mailbox| &mailbox.settings.rules);
    let of_mailbox: Option<TemplateId> = rules.and_then(|rules| rules.reply_template_id);
    let id = match of_category {
        Some(of_category) => of_category.template_id,
        None => of_mailbox.or(settings.template_id),
    };
    let template = match id {
        Some(id) => store::templates::find(tx, organisation, id).await?,
        None => None,
    };
    Ok(Chosen {
        template: template.filter(|template| template.settings.active),
        mailbox_answers: rules.is_none_or(|rules| rules.auto_reply),
        category_answers: of_category.is_none_or(|of_category| of_category.template_id.is_some()),
    })
}
