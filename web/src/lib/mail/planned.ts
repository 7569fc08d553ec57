// Mail that shall be sent later. The time that was chosen stays with the mail: once it has come, the mail is on its way.

/** Whether the time that somebody chose for a mail is still to come. */
export function isPlanned<Mail extends { planned_at: string | null }>(
  mail: Mail,
  now = Date.now(),
): mail is Mail & { planned_at: string } {
  return mail.planned_at !== null && new Date(mail.planned_at).getTime() > now;
}
