// One sentence for each kind of step of a mail's timeline, and what stands under it.
import type { TFunction } from 'i18next';
import { encryptionWords, triedOutWords } from '@/components/mail/encryption';
import type { TimelineEntry } from '@/lib/api/types';
import { conditionWords, inSentence } from '@/lib/filters/condition-words';
import type { Format } from '@/lib/format/use-format';
import { textOf } from '@/lib/i18n/text';
import { heldBackSentence } from '@/lib/mail/held-back';
import { wayReason } from '@/lib/mail/way-reason';
import { authenticitySentence } from './authenticity';
import { domainReportSentence } from './domain-report';
import { deedSentence } from './filter-deed';

export type StepTone = 'normal' | 'good' | 'wait' | 'bad';
export type Sentence = { text: string; details: string[]; tone: StepTone };

/** What sentences need beside the step itself. */
export type Context = {
  t: TFunction;
  format: Format;
  /** A user's name by id. */
  userName: (id: string) => string | undefined;
  /** A filter's name by id, as far as the timeline itself told it. */
  filterName: (id: string) => string | undefined;
};

/** The text under `key.name`, or the general one when the server knows a newer name than we. */
function named(key: string, name: string, values: Record<string, string | number>): string {
  return textOf(`${key}.${name}`, values) ?? textOf(`${key}.other`, values) ?? '';
}

function defects(codes: string[], { t }: Context): string[] {
  if (codes.length === 0) return [];
  const known = codes.map((code) => textOf(`defect.${code}`)).filter((text) => text !== undefined);
  const unknown = codes.length - known.length;
  const rest = unknown > 0 ? [t('defect.other', { count: unknown })] : [];
  return [t('timeline.parsedDefects', { defects: [...new Set(known), ...rest].join(', ') })];
}

/** Why a filter matched, what it read out, and what it did. */
function filterDetails(step: Extract<TimelineEntry, { kind: 'filter_matched' }>, context: Context): string[] {
  const { t } = context;
  const reasons = step.reasons.map((reason) => {
    const condition = conditionWords(reason, context);
    return reason.text ? t('timeline.reason', { condition, text: reason.text }) : condition;
  });
  if (reasons.length === 0 && step.matched)
    reasons.push(t('timeline.matchedText', { matched: step.matched }));
  const variables = Object.entries(step.variables).map(([name, value]) => `${name} = ${value}`);
  const actions = (names: string[]) =>
    names.map((name) => inSentence(textOf(`filters.action.${name}`) ?? name)).join(', ');
  return [
    ...reasons,
    ...(variables.length > 0 ? [t('timeline.filterVariables', { variables: variables.join(', ') })] : []),
    ...(step.actions.length > 0 ? [t('timeline.filterEffects', { actions: actions(step.actions) })] : []),
    ...(step.left_out.length > 0 ? [t('timeline.filterLeftOut', { actions: actions(step.left_out) })] : []),
  ];
}

type Attempted = Extract<TimelineEntry, { kind: 'attempted' }>;

function attempted(step: Attempted, { t, format }: Context): Sentence {
  const { recipient, host } = step;
  const text =
    host && isOfHost(step)
      ? t(`timeline.attempted.${step.result}`, { recipient, host })
      : t(`timeline.attempted.${step.result}NoHost`, { recipient });
  const secured = encryptionWords(step, t);
  const took = step.result === 'interrupted' ? '' : format.duration(step.duration_ms);
  const how = [host ? secured : '', took].filter(Boolean).join(' · ');
  const words = wordsOf(step, t, format);
  const tone = ({ delivered: 'good', deferred: 'wait', failed: 'bad', interrupted: 'wait' } as const)[
    step.result
  ];
  const passed = step.passed_over.map(({ host, since }) =>
    t('timeline.passedOver', { host, when: format.full(since) }),
  );
  return { text, details: [...words, how, ...passed, ...triedOutWords(step, t)].filter(Boolean), tone };
}

/** Whether the host had a part in it: who only lost the connection refused nothing, and who was not reached said nothing. */
const isOfHost = ({ result, code, encryption, tls }: Attempted) =>
  code !== null || !(result === 'failed' || (result === 'deferred' && !encryption && !tls));

/** What the server said, or why none was asked. */
function wordsOf({ held_back, words }: Attempted, t: TFunction, format: Format): string[] {
  const said = held_back ? held_back.words : words;
  const why = held_back ? [heldBackSentence(held_back, t, format)] : [];
  return said ? [...why, t('timeline.serverWords', { words: said })] : why;
}

/** What a refusal to answer was seen by, in words. */
function evidenceOf({ because, evidence }: { because: string; evidence: string }, { t }: Context): string[] {
  if (!evidence) return [];
  if (because === 'not_a_person') return [textOf(`mailClass.${evidence}`) ?? evidence];
  if (because === 'paused') return [textOf(`timeline.pausedScope.${evidence}`) ?? evidence];
  return [t('timeline.evidence', { evidence })];
}

/** The sentence of one step; exhaustive over the kinds that the domain knows. */
export function sentenceOf(step: TimelineEntry, context: Context): Sentence {
  const { t, format } = context;
  const user = (id: string) => context.userName(id) ?? t('common.somebody');
  const say = (text: string, details: string[] = [], tone: StepTone = 'normal') => ({ text, details, tone });
  switch (step.kind) {
    case 'received':
      return say(named('timeline.received', step.via, { peer: step.peer }));
    case 'stored': {
      const hash = [t('timeline.storedHash', { hash: step.hash.slice(0, 16) })];
      return say(t('timeline.stored', { size: format.octets(step.size_octets) }), hash);
    }
    case 'seen_again':
      return say(t('timeline.seenAgain', { peer: step.peer }));
    case 'parsed': {
      const kind = textOf(`mailClass.${step.class}`) ?? t('mailClass.person');
      const files =
        step.attachments > 0 ? [t('timeline.parsedAttachments', { count: step.attachments })] : [];
      return say(t('timeline.parsed', { class: kind }), [...files, ...defects(step.defects, context)]);
    }
    case 'authenticity':
      return authenticitySentence(step, t);
    case 'domain_report':
      return domainReportSentence(step, context);
    case 'filter_matched':
      return say(t('timeline.filterMatched.matched', { name: step.name }), filterDetails(step, context));
    case 'filter_tried':
      return say(
        step.condition
          ? t('timeline.filterTried', { name: step.name, condition: step.condition })
          : t('timeline.filterTriedAny', { name: step.name }),
      );
    case 'discarded':
      return say(t('timeline.discarded'), [], 'wait');
    case 'no_such_case': {
      const name = context.filterName(step.filter_id);
      const { number } = step;
      return say(
        name ? t('timeline.noSuchCase', { name, number }) : t('timeline.noSuchCaseUnknown', { number }),
        [],
        'wait',
      );
    }
    case 'filter_skipped': {
      const name = context.filterName(step.filter_id);
      return say(name ? t('timeline.filterSkipped', { name }) : t('timeline.filterSkippedUnknown'));
    }
    case 'case_matched': {
      const evidence = step.evidence ? [t('timeline.evidence', { evidence: step.evidence })] : [];
      return say(named('timeline.caseMatched', step.because, { number: step.number }), evidence);
    }
    case 'case_created':
      return say(named('timeline.caseCreated', step.because, { number: step.number }));
    case 'answers_ended': {
      const status = textOf(`status.${step.status}`) ?? step.status;
      return say(t('timeline.answersEnded', { number: step.number, status }));
    }
    case 'case_assigned': {
      const why = textOf(`assignment.${step.because}`);
      return say(t('timeline.caseAssigned', { user: user(step.user_id) }), why ? [why] : []);
    }
    case 'sender_known': {
      const company = step.company ? [t('timeline.senderCompany', { company: step.company })] : [];
      const text = step.made ? 'timeline.senderMade' : 'timeline.senderKnown';
      return say(t(text, { name: step.name }), company);
    }
    case 'filter_did':
      return deedSentence(step, t);
    case 'placed':
      return say(t('timeline.placed'), [], 'good');
    case 'auto_replied':
      return say(
        t('timeline.autoReplied', { recipient: step.recipient, template: step.template }),
        [],
        'good',
      );
    case 'not_auto_replied':
      return say(named('timeline.notAutoReplied', step.because, {}), evidenceOf(step, context));
    case 'faq': {
      if (step.faq === 'silent') {
        const { because, best, minimum } = step;
        return say(named('timeline.faqSilent', because, { best, minimum }));
      }
      const why = step.entries.map(({ title, percent, keyword, words }) =>
        keyword
          ? t('timeline.faqByKeyword', { title, percent, keyword })
          : t('timeline.faqByWords', { title, percent, words: words.join(', ') }),
      );
      return say(t('timeline.faqSuggested', { count: step.entries.length }), why);
    }
    case 'forwarded':
      return say(t('timeline.forwarded', { recipient: step.recipient }), [], 'good');
    case 'not_forwarded':
      return say(named('timeline.notForwarded', step.because, { recipient: step.recipient }), [], 'wait');
    case 'blocked':
      return say(t('timeline.blocked'), [], 'wait');
    case 'ignored':
      return say(named('timeline.ignored', step.because, {}), [], 'wait');
    case 'review': {
      const evidence = step.evidence ? [t('timeline.evidence', { evidence: step.evidence })] : [];
      return say(named('timeline.review', step.because, { number: step.number }), evidence, 'wait');
    }
    case 'decided': {
      const { number } = step;
      const who = user(step.user_id);
      return say(
        number ? t('timeline.decidedCase', { user: who, number }) : t('timeline.decidedNew', { user: who }),
      );
    }
    case 'failed':
      return say(t('timeline.failed'), [step.error], 'bad');
    case 'requeued':
      return say(t('timeline.requeued', { user: user(step.user_id) }));
    case 'deleted':
      return say(t('timeline.deleted', { user: user(step.user_id) }), [], 'wait');
    case 'restored':
      return say(t('timeline.restored', { user: user(step.user_id) }));
    case 'queued':
      return say(
        step.user_id
          ? t('timeline.queuedBy', { user: user(step.user_id), count: step.recipients })
          : t('timeline.queuedAuto', { count: step.recipients }),
      );
    case 'sent_as':
      return say(named('timeline.sentAs', step.because, { from: step.from }));
    case 'sent_instead': {
      const { from, instead_of } = step;
      return say(t('timeline.sentInstead', { from, instead_of }), [t('timeline.sentInsteadAnswers')], 'wait');
    }
    case 'routed': {
      const chooser = step.chosen_by && context.userName(step.chosen_by);
      const why = wayReason({ because: step.because, from: step.from ?? '', user: chooser });
      return say(named('timeline.routed', step.transport, { recipient: step.recipient }), why ? [why] : []);
    }
    case 'signing':
      return step.because === 'signed'
        ? say(t('timeline.signing.signed', step), step.selectors)
        : say(named('timeline.signing', step.because, { domain: step.domain }), [], 'wait');
    case 'attempted':
      return attempted(step, context);
    case 'next_try':
      return say(
        t('timeline.nextTry', { recipient: step.recipient, when: format.short(step.next_try_at) }),
        [format.relative(step.next_try_at)],
        'wait',
      );
    case 'delivered':
      return say(t('timeline.delivered', { recipient: step.recipient }), [], 'good');
    case 'files_linked':
      return say(t('timeline.filesLinked', { count: step.files, when: format.full(step.until) }));
    case 'file_fetched':
      return say(t('timeline.fileFetched', { name: step.name }), [], 'good');
    case 'file_link_revoked':
      return say(t('timeline.fileLinkRevoked', { user: user(step.user_id), name: step.name }));
    case 'planned': {
      const when = format.full(step.planned_at);
      return say(t('timeline.planned', { user: user(step.user_id), when }), [], 'wait');
    }
    case 'through_list': {
      const { list, recipients, left_out } = step;
      const out = left_out.map(({ address, because }) =>
        named('timeline.leftOutOfList', because, { address }),
      );
      return say(t('timeline.throughList', { list, count: recipients.length }), [
        ...(recipients.length > 0 ? [recipients.join(', ')] : []),
        ...out,
      ]);
    }
    case 'receipt': {
      const when = step.said_at ? [t('receipt.saidAt', { when: format.full(step.said_at) })] : [];
      const how = step.by_hand || step.what === 'arrived' ? [] : [t('receipt.byProgram')];
      const tone = step.what === 'displayed' || step.what === 'arrived' ? 'good' : undefined;
      const who = step.recipient || t('receipt.somebody');
      return say(named('timeline.receipt', step.what, { recipient: who }), [...when, ...how], tone);
    }
    case 'way_chosen': {
      const way = named('timeline.wayChosen', step.way, { user: user(step.user_id) });
      return say(way, step.why ? [t('timeline.wayWhy', { why: step.why })] : []);
    }
    case 'held':
      return say(t('timeline.held', { user: user(step.user_id) }), [], 'wait');
    case 'all_mail': {
      const why = step.why ? [t('outbox.stop.because', { why: step.why })] : [];
      const text = step.user_id
        ? named('timeline.allMail', step.what, { user: user(step.user_id) })
        : named('timeline.allMailByOperator', step.what, {});
      return say(text, why, step.what === 'went_on' ? 'normal' : 'wait');
    }
    case 'stranded':
      return say(t('timeline.stranded', { address: step.address }), [], 'wait');
    case 'released':
      return say(
        step.user_id ? t('timeline.released', { user: user(step.user_id) }) : t('timeline.releasedByItself'),
      );
    case 'called_back':
      return say(t('timeline.calledBack'));
    case 'delayed_elsewhere': {
      const reason = step.cause ? [named('plainWords', `${step.cause}.text`, {})] : [];
      const words = step.words ? [t('timeline.serverWords', { words: step.words })] : [];
      const host = step.host ? [t('timeline.reportedBy', { host: step.host })] : [];
      const until = step.until ? [t('timeline.delayedUntil', { when: format.full(step.until) })] : [];
      const details = [...reason, ...words, ...host, ...until].filter(Boolean);
      return say(t('timeline.delayedElsewhere', { recipient: step.recipient }), details, 'wait');
    }
    case 'back_on':
      return say(t('timeline.backOn', { day: format.day(step.day) }));
    case 'returned': {
      const words = step.words ? [t('timeline.serverWords', { words: step.words })] : [];
      const host = step.host ? [t('timeline.reportedBy', { host: step.host })] : [];
      return say(t('timeline.returned', { recipient: step.recipient }), [...words, ...host], 'bad');
    }
    case 'return_matched':
      return say(
        t('timeline.returnMatched', { user: user(step.user_id), recipient: step.recipient }),
        [],
        'bad',
      );
    case 'return_unmatched':
      return say(t('timeline.returnUnmatched', { user: user(step.user_id), recipient: step.recipient }));
    case 'return_held':
      return say(
        t('timeline.returnHeld', { recipient: step.recipient }),
        [named('returns.class', step.class, {})],
        'wait',
      );
    case 'tries_address':
      return say(t('timeline.triesAddress', { recipient: step.recipient }));
    case 'return_counted':
      return say(
        t('timeline.returnCounted', {
          recipient: step.recipient,
          returns: step.returns,
          accepted: step.accepted,
        }),
        [named('returns.class', step.class, {})],
        'wait',
      );
    case 'address_blocked':
      return say(
        named('timeline.addressBlocked', step.scope, { recipient: step.recipient }),
        [named('returns.class', step.class, {})],
        'bad',
      );
    case 'newer':
      return say(t('timeline.newer'));
    case 'gave_up':
      return say(named('timeline.gaveUp', step.because, { recipient: step.recipient }), [], 'bad');
    default:
      // A server newer than this page.
      return say(t('timeline.unknown'));
  }
}
