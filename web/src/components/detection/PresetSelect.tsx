import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PRESETS, presetOf, type Server } from './presets';

type Props = {
  service: 'imap' | 'smtp';
  /** The server in the form. */
  host: string;
  onUse: (server: Partial<Server>, oauth?: string) => void;
};

/** Fills in the server of a provider that one knows by name. */
export function PresetSelect({ service, host, onUse }: Props) {
  const { t } = useTranslation();
  const [picked, setPicked] = useState('');
  const use = (id: string) => {
    setPicked(id);
    const chosen = PRESETS.find((preset) => preset.id === id);
    // Whoever chooses none of these is asked for the name of his server.
    if (chosen) onUse(chosen[service], chosen.oauth);
    else onUse({ host: '' });
  };
  return (
    <NativeSelect
      label={t('detection.preset')}
      description={t('detection.presetHint')}
      value={presetOf(host, service, picked)?.id ?? ''}
      data={[
        { value: '', label: t('detection.presetOther') },
        ...PRESETS.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={(event) => use(event.currentTarget.value)}
    />
  );
}
