//! What a notice of a server says in a mail, what mends it, and where.

use domain::notice::{ServerNews, ServerOf};
use domain::org::Language;

/// What happened, in a sentence without a full stop.
pub(super) fn line(language: Language, server: ServerOf, name: &str, news: ServerNews) -> String {
    let what = called(language, server, name);
    match language {
        Language::Nb => nb(server, &what, news),
        Language::Sv => sv(server, &what, news),
        Language::En => en(server, &what, news),
    }
}

fn called(language: Language, server: ServerOf, name: &str) -> String {
    let kind = match (language, server) {
        (Language::Nb, ServerOf::Mailbox { .. }) => "E-postkassen",
        (Language::Nb, ServerOf::Organisation) => "Den utgående serveren",
        (Language::Nb, ServerOf::User) => "Din egen utgående server",
        (Language::Nb, ServerOf::Domain) => "Den utgående serveren til",
        (Language::Nb, ServerOf::Application) => "OAuth-appen",
        (Language::Sv, ServerOf::Mailbox { .. }) => "E-postlådan",
        (Language::Sv, ServerOf::Organisation) => "Den utgående servern",
        (Language::Sv, ServerOf::User) => "Din egen utgående server",
        (Language::Sv, ServerOf::Domain) => "Den utgående servern för",
        (Language::Sv, ServerOf::Application) => "OAuth-appen",
        (Language::En, ServerOf::Mailbox { .. }) => "The mailbox",
        (Language::En, ServerOf::Organisation) => "The outgoing server",
        (Language::En, ServerOf::User) => "Your own outgoing server",
        (Language::En, ServerOf::Domain) => "The outgoing server of",
        (Language::En, ServerOf::Application) => "The OAuth application",
    };
    format!("{kind} {name}").trim_end().to_owned()
}

fn nb(server: ServerOf, what: &str, news: ServerNews) -> String {
    match (news, server) {
        (ServerNews::Failing, ServerOf::Mailbox { .. }) => format!("{what} kan ikke lenger hentes"),
        (
            ServerNews::Failing,
            ServerOf::Organisation | ServerOf::User | ServerOf::Domain | ServerOf::Application,
        ) => {
            format!("{what} tar ikke imot e-post, så den venter i utboksen")
        }
        (ServerNews::Revoked, _) => {
            format!("{what} trenger ny innlogging: leverandøren har trukket tillatelsen tilbake")
        }
        (ServerNews::SecretExpired, _) => format!("{what} godtas ikke lenger av leverandøren"),
        (ServerNews::Expiring, ServerOf::Application) => {
            format!("{what} har en klienthemmelighet som snart utløper")
        }
        (
            ServerNews::Expiring,
            ServerOf::Mailbox { .. } | ServerOf::Organisation | ServerOf::User | ServerOf::Domain,
        ) => {
            format!("{what} har en innlogging som snart utløper")
        }
    }
}

fn sv(server: ServerOf, what: &str, news: ServerNews) -> String {
    match (news, server) {
        (ServerNews::Failing, ServerOf::Mailbox { .. }) => format!("{what} kan inte längre hämtas"),
        (
            ServerNews::Failing,
            ServerOf::Organisation | ServerOf::User | ServerOf::Domain | ServerOf::Application,
        ) => {
            format!("{what} tar inte emot e-post, så den väntar i utkorgen")
        }
        (ServerNews::Revoked, _) => {
            format!("{what} kräver en ny inloggning: leverantören har dragit tillbaka sitt tillstånd")
        }
        (ServerNews::SecretExpired, _) => format!("{what} godtas inte längre av leverantören"),
        (ServerNews::Expiring, ServerOf::Application) => {
            format!("{what} har en klienthemlighet som snart går ut")
        }
        (
            ServerNews::Expiring,
            ServerOf::Mailbox { .. } | ServerOf::Organisation | ServerOf::User | ServerOf::Domain,
        ) => {
            format!("{what} har en inloggning som snart går ut")
        }
    }
}

fn en(server: ServerOf, what: &str, news: ServerNews) -> String {
    match (news, server) {
        (ServerNews::Failing, ServerOf::Mailbox { .. }) => format!("{what} cannot be fetched any more"),
        (
            ServerNews::Failing,
            ServerOf::Organisation | ServerOf::User | ServerOf::Domain | ServerOf::Application,
        ) => {
            format!("{what} takes no mail, which waits in the outbox")
        }
        (ServerNews::Revoked, _) => {
            format!("{what} needs another sign-in: the provider took its permission back")
        }
        (ServerNews::SecretExpired, _) => format!("{what} is not accepted by its provider any more"),
        (ServerNews::Expiring, ServerOf::Application) => format!("{what} has a client secret that ends soon"),
        (
            ServerNews::Expiring,
            ServerOf::Mailbox { .. } | ServerOf::Organisation | ServerOf::User | ServerOf::Domain,
        ) => {
            format!("{what} has a sign-in that ends soon")
        }
    }
}

/// What mends it, as a paragraph.
pub(super) const fn cure(language: Language, news: ServerNews) -> &'static str {
    match (language, news) {
        (Language::Nb, ServerNews::Failing) => {
            "Der står det hva serveren svarte, og hva som kan gjøres. Posthus prøver igjen av seg selv.\n\n"
        }
        (Language::Nb, ServerNews::Revoked) => {
            "Logg inn hos leverandøren på nytt; det som venter, går da av seg selv.\n\n"
        }
        (Language::Nb, ServerNews::SecretExpired) => {
            "Noen med rett til å endre e-postkasser må kontrollere appen eller legge inn en ny klienthemmelighet; da går alt av seg \
             selv igjen.\n\n"
        }
        (Language::Nb, ServerNews::Expiring) => "Forny før den dagen, så stopper ingen e-post.\n\n",
        (Language::Sv, ServerNews::Failing) => {
            "Där står det vad servern svarade och vad som kan göras. Posthus försöker igen av sig självt.\n\n"
        }
        (Language::Sv, ServerNews::Revoked) => {
            "Logga in hos leverantören igen; det som väntar går då iväg av sig självt.\n\n"
        }
        (Language::Sv, ServerNews::SecretExpired) => {
            "Någon med rätt att ändra e-postlådor måste kontrollera appen eller ange en ny klienthemlighet; sedan går allt av sig \
             självt igen.\n\n"
        }
        (Language::Sv, ServerNews::Expiring) => "Förnya före den dagen, så stannar ingen e-post.\n\n",
        (Language::En, ServerNews::Failing) => {
            "There you see what the server answered, and what can be done. Posthus tries again by itself.\n\n"
        }
        (Language::En, ServerNews::Revoked) => {
            "Sign in with the provider again; what waits then goes on by itself.\n\n"
        }
        (Language::En, ServerNews::SecretExpired) => {
            "Somebody who may change mailboxes has to check the application, or enter a new client secret; all of it then goes on by \
             itself.\n\n"
        }
        (Language::En, ServerNews::Expiring) => "Renew it before that day, and no mail stops.\n\n",
    }
}

/// Where it is mended.
pub(super) fn place(server: ServerOf) -> String {
    match server {
        // In quotes: the interface would read a bare number, and round it.
        ServerOf::Mailbox { id } => format!("email/mailboxes?open=%22{id}%22"),
        ServerOf::Organisation | ServerOf::Domain => "settings/outgoing".to_owned(),
        ServerOf::User => "profile/outgoing".to_owned(),
        ServerOf::Application => "settings/oauth".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_server_is_said_in_each_language_and_leads_to_where_it_is_mended() {
        let mailbox = ServerOf::Mailbox { id: domain::MailboxId::new(7) };
        let said = |language, server, news| line(language, server, "post.example", news);
        assert_eq!(
            said(Language::En, ServerOf::Domain, ServerNews::Revoked),
            "The outgoing server of post.example needs another sign-in: the provider took its permission back"
        );
        assert_eq!(
            said(Language::Nb, mailbox, ServerNews::Failing),
            "E-postkassen post.example kan ikke lenger hentes"
        );
        assert_eq!(
            said(Language::Sv, ServerOf::Application, ServerNews::Expiring),
            "OAuth-appen post.example har en klienthemlighet som snart går ut"
        );
        assert_eq!(place(mailbox), "email/mailboxes?open=%227%22");
        assert_eq!(place(ServerOf::User), "profile/outgoing");
    }
}
