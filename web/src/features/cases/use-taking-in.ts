// A form of mails to many that stands open and empty takes in what is taken back: kept beside it, it would be written over.
import { useEffect, useRef } from 'react';
import { openForm } from './putting-back';
import type { useNewWriting } from './use-new-draft';

type Form = {
  /** Whether nothing is written or chosen. */
  isEmpty: boolean;
  /** Chooses whether the cases are closed with it. */
  onClosing: (isWanted: boolean) => void;
};

export function useTakingIn(
  name: string,
  { files, change }: ReturnType<typeof useNewWriting>,
  { isEmpty, onClosing }: Form,
) {
  const latest = useRef({ files, change, isEmpty, onClosing });
  latest.current = { files, change, isEmpty, onClosing };
  useEffect(
    () =>
      openForm(name, ({ fields, uploads, close }) => {
        const form = latest.current;
        if (!form.isEmpty) return false;
        form.isEmpty = false;
        form.files.restore('new', uploads, fields.html);
        form.change(fields);
        form.onClosing(close);
        return true;
      }),
    [name],
  );
}
