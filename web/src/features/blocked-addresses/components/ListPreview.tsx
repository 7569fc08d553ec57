import { List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BlockListPreview, BlockListRefusal } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useFormat } from '@/lib/format/use-format';
import { textOf } from '@/lib/i18n/text';

/** Addresses and entries that are named; further ones are counted. */
const SHOWN = 5;

/** What would become of a block list of another service, before anything is written. */
export function ListPreview({ seen }: { seen: BlockListPreview }) {
  const { t } = useTranslation();
  const { count: shown } = useFormat();
  const counted = (count: number) => ({ count, shown: shown(count) });
  const facts = [
    seen.bounces > 0 && t('blockLists.preview.bounces', counted(seen.bounces)),
    seen.complaints > 0 && t('blockLists.preview.complaints', counted(seen.complaints)),
    seen.by_hand > 0 && t('blockLists.preview.byHand', counted(seen.by_hand)),
    seen.known > 0 && t('blockLists.preview.known', counted(seen.known)),
  ];
  return (
    <Stack gap="xs" role="status">
      <Text size="sm" fw={600}>
        {t('blockLists.preview.entries', {
          ...counted(seen.entries),
          // What is given out as addresses alone may come in with their reasons.
          service:
            seen.service === 'plain'
              ? t('blockLists.preview.anyList')
              : textOf(`blockLists.service.${seen.service}`),
        })}
      </Text>
      <List size="sm">
        {facts.filter(Boolean).map((fact) => (
          <List.Item key={String(fact)}>{fact}</List.Item>
        ))}
      </List>
      <Marked seen={seen} />
      <LeftAlone list={seen} />
      {seen.refused > 0 && <Refused refusals={seen.refusals} all={seen.refused} />}
    </Stack>
  );
}

/** What is to be known of those that would be blocked: a list is no place to correct them. */
function Marked({ seen }: { seen: BlockListPreview }) {
  const { t } = useTranslation();
  const { count: shown } = useFormat();
  const counted = (count: number) => ({ count, shown: shown(count) });
  const typos = seen.typo_addresses.map(({ address, suggestion }) =>
    t('addresses.meant', { address, suggestion }),
  );
  return (
    <>
      {seen.typos > 0 && (
        <Named title={t('blockLists.preview.typos', counted(seen.typos))} names={typos} all={seen.typos} />
      )}
      {seen.roles > 0 && (
        <Named
          title={t('blockLists.preview.roles', counted(seen.roles))}
          names={seen.role_addresses}
          all={seen.roles}
        />
      )}
      {seen.disposable > 0 && (
        <Named
          title={t('blockLists.preview.disposable', counted(seen.disposable))}
          names={seen.disposable_addresses}
          all={seen.disposable}
        />
      )}
    </>
  );
}

type LeftAloneProps = {
  list: Pick<
    BlockListPreview,
    'spared' | 'spared_addresses' | 'passing' | 'passing_addresses' | 'own' | 'own_addresses'
  >;
  /** Whether it is done already. */
  done?: boolean;
};

/** Whom a list leaves alone, and why. */
export function LeftAlone({ list, done }: LeftAloneProps) {
  const { t } = useTranslation();
  const { count: shown } = useFormat();
  const counted = (count: number) => ({ count, shown: shown(count) });
  const when = done ? 'leftAlone' : 'preview';
  return (
    <>
      {list.own > 0 && (
        <Named
          title={t(`blockLists.${when}.own`, counted(list.own))}
          names={list.own_addresses}
          all={list.own}
        />
      )}
      {list.passing > 0 && (
        <Named
          title={t(`blockLists.${when}.passing`, counted(list.passing))}
          names={list.passing_addresses}
          all={list.passing}
        />
      )}
      {list.spared > 0 && (
        <Named
          title={t(`blockLists.${when}.spared`, counted(list.spared))}
          names={list.spared_addresses}
          all={list.spared}
        />
      )}
    </>
  );
}

function Refused({ refusals, all }: { refusals: BlockListRefusal[]; all: number }) {
  const { t } = useTranslation();
  const { count: shown } = useFormat();
  const line = ({ number, text, why }: BlockListRefusal) =>
    t('blockLists.line', {
      number: shown(number),
      text: text || '–',
      why: textOf(`blockLists.why.${why}`),
    });
  return (
    <Named
      title={t('blockLists.refused', { count: all, shown: shown(all) })}
      names={refusals.map(line)}
      all={all}
    />
  );
}

/** The first of several, and how many more there are. */
function Named({ title, names, all }: { title: string; names: string[]; all: number }) {
  const { t } = useTranslation();
  const { count: shown } = useFormat();
  const first = names.slice(0, SHOWN);
  const more = all - first.length;
  return (
    <div>
      <Text size="sm">{title}</Text>
      <List size="sm">
        {first.map((name) => (
          <List.Item key={name}>{readable(name)}</List.Item>
        ))}
        {more > 0 && (
          <List.Item>{t('blockLists.preview.more', { count: more, shown: shown(more) })}</List.Item>
        )}
      </List>
    </div>
  );
}
