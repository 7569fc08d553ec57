import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconEdit } from '@/components/icons';
import { notifyDone } from '@/components/problem/notify';
import { type Corrected, useCorrectAddress } from '@/lib/requests/correct-address';
import { RightAddress } from './RightAddress';

type Props = {
  person: { id: string; name: string };
  /** The address that mail came back from. */
  address: string;
  /** Where he has moved to, as the words of a server say. */
  proposed: string | null | undefined;
  onDone?: (corrected: Corrected) => void;
};

/** Puts the right address of a person in the place of one that mail came back from. */
export function CorrectPerson({ person, address, proposed, onDone }: Props) {
  const { t } = useTranslation();
  const [asks, setAsks] = useState(false);
  const correct = useCorrectAddress();
  const close = () => {
    setAsks(false);
    correct.reset();
  };
  const save = (to: string) => {
    // What shows the wrong address may be gone by then, and this with it: whoever stands around it hears all the same.
    void correct.mutateAsync({ person: person.id, from: address, to }).then(
      (corrected) => {
        close();
        notifyDone(t('personCard.corrected'));
        onDone?.(corrected);
      },
      // The dialog shows it.
      () => undefined,
    );
  };
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconEdit size={15} />}
        title={proposed ? t('failure.movedTo', { address: proposed }) : undefined}
        onClick={() => setAsks(true)}
      >
        {proposed ? t('personCard.correctTo', { address: proposed }) : t('personCard.correct')}
      </Button>
      {asks && (
        <RightAddress
          title={t('personCard.correctTitle', { name: person.name })}
          before={address}
          proposed={proposed}
          hint={t('personCard.correctHint', { address })}
          action={t('personCard.correctSave')}
          pending={correct.isPending}
          error={correct.error}
          onSave={save}
          onClose={close}
        />
      )}
    </>
  );
}
