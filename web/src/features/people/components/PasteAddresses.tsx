import { Button, Group, Textarea } from '@mantine/core';
import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemView } from '@/components/problem/ProblemView';
import type { CheckedAddress, ListMember } from '@/lib/api/types';
import { nextPlace } from '@/lib/focus/next-place';
import { textOf } from '@/lib/i18n/text';
import { isAddress } from '@/lib/mail/address';
import { useCheckPasted } from '../api/distribution-lists';
import { type Pasted, readPasted, written } from '../pasted';
import classes from './ListMembersField.module.css';

/** What was thought of one pasted address: added with a doubt, or not added. */
type Finding = {
  one: Pasted;
  text: string;
  refused: boolean;
  /** What may be meant. */
  meant?: string | null;
  /** The addresses that were pasted before it. */
  earlier: string[];
};

/** The box that they are pasted in: what stands in it is not in the list yet. */
export type PasteBox = {
  ref: RefObject<HTMLTextAreaElement | null>;
  text: string;
  /** Why the form is held. */
  error: string | undefined;
  onText: (text: string) => void;
};

type Props = {
  box: PasteBox;
  /** Adds them and says how many were new. */
  onAdd: (members: ListMember[]) => number;
  /** Puts another in the place of an address; of one that was not added, behind the last of those pasted before it. */
  onReplace: (from: string, member: ListMember, earlier: string[]) => void;
};

/** Addresses pasted from a spreadsheet or a mail program; each is checked before it is added. */
export function PasteAddresses({ box, onAdd, onReplace }: Props) {
  const { t } = useTranslation();
  const check = useCheckPasted();
  const { ref: field, text, error, onText } = box;
  const [findings, setFindings] = useState<Finding[]>([]);
  const [added, setAdded] = useState<number | null>(null);
  // Still in the box, each with the line of the paste that it came with.
  const [left, setLeft] = useState<Pasted[]>([]);
  const words = (checked: CheckedAddress): string | undefined => {
    const { input, verdict, mail_hosts, suggestion, disposable, blocked } = checked;
    if (verdict === 'bad') {
      return textOf(`addresses.hosts.${mail_hosts}`, { address: input }) ?? t('distributionLists.noAddress');
    }
    if (suggestion) return t('addresses.meant', { address: input, suggestion });
    if (blocked) return t('distributionLists.blocked', { address: input });
    return disposable ? t('addresses.disposable', { address: input }) : undefined;
  };
  const read = async () => {
    const all = readPasted(text, left);
    const whole = all.filter(({ address }) => isAddress(address));
    const checked = await check.mutateAsync(whole.map(({ address }) => address));
    const verdictOf = new Map(whole.map((one, index) => [one, checked[index]]));
    const found: Finding[] = [];
    const members: ListMember[] = [];
    for (const [index, one] of all.entries()) {
      const verdict = verdictOf.get(one);
      const refused = !isAddress(one.address) || verdict?.verdict === 'bad';
      const doubt = verdict ? words(verdict) : refused ? t('distributionLists.noAddress') : undefined;
      if (doubt) {
        const earlier = all.slice(0, index).map(({ address }) => address);
        found.push({ one, text: doubt, refused, meant: verdict?.suggestion, earlier });
      }
      if (!refused) members.push({ kind: 'address', address: one.address, name: one.name });
    }
    setAdded(onAdd(members));
    setFindings(found);
    // What was refused stays to be mended.
    const stays = found.filter(({ refused }) => refused).map(({ one }) => one);
    setLeft(stays);
    onText(stays.map(written).join('\n'));
  };
  const mend = (finding: Finding, address: string, button: HTMLElement) => {
    const { one } = finding;
    // The button goes with what it mends.
    if (button === document.activeElement) {
      const list = button.closest('ul');
      const place = (list && nextPlace(button, list)) ?? field.current;
      place?.focus({ preventScroll: true });
    }
    onReplace(one.address, { kind: 'address', address, name: one.name }, finding.earlier);
    const others = findings.filter((other) => other !== finding);
    // What comes behind it finds it as it is called from here on.
    const renamed = (earlier: string[]) =>
      earlier.map((before) => (before === one.address ? address : before));
    setFindings(others.map((other) => ({ ...other, earlier: renamed(other.earlier) })));
    if (finding.refused) onText(without(text, written(one)));
  };
  return (
    <>
      <Textarea
        ref={field}
        label={t('distributionLists.paste')}
        description={t('distributionLists.pasteHint')}
        autosize
        minRows={2}
        maxRows={8}
        value={text}
        error={error}
        onChange={(event) => onText(event.currentTarget.value)}
      />
      <Group gap="sm">
        <Button
          size="compact-sm"
          variant="default"
          disabled={text.trim() === ''}
          loading={check.isPending}
          onClick={() => void read().catch(() => undefined)}
        >
          {t('distributionLists.addPasted')}
        </Button>
        <span role="status">{added !== null && t('distributionLists.added', { count: added })}</span>
      </Group>
      <ProblemView error={check.error} />
      {findings.length > 0 && (
        <ul className={classes.found}>
          {findings.map((finding) => (
            <Found key={`${finding.one.line} ${finding.one.address}`} {...{ finding }} onMend={mend} />
          ))}
        </ul>
      )}
    </>
  );
}

type FoundProps = {
  finding: Finding;
  onMend: (finding: Finding, address: string, button: HTMLElement) => void;
};

function Found({ finding, onMend }: FoundProps) {
  const { t } = useTranslation();
  const { one, text, refused, meant } = finding;
  return (
    <li data-refused={refused || undefined}>
      {t('distributionLists.onLine', { line: one.line, address: one.address })} {text}{' '}
      {meant && (
        <Button
          size="compact-xs"
          variant="default"
          onClick={({ currentTarget }) => onMend(finding, meant, currentTarget)}
        >
          {t('addresses.use', { suggestion: meant })}
        </Button>
      )}
    </li>
  );
}

/** The text without a line. */
const without = (text: string, gone: string) =>
  text
    .split('\n')
    .filter((line) => line !== gone)
    .join('\n');
