import { TextInput } from '@mantine/core';
import type { ClipboardEvent } from 'react';
import type { Security } from '@/lib/api/types';
import { securityAt, serverOf } from '@/lib/mail/server';

type Server = { host: string; port?: number; security?: Security };

type Props = {
  label: string;
  description: string;
  value: string;
  error?: string | undefined;
  /** A port and the encryption that belongs to it come along where they were pasted with the name. */
  onChange: (server: Server) => void;
};

/** The name of a mail server; a port that is pasted behind it goes into its own field. */
export function HostInput({ label, description, value, error, onChange }: Props) {
  const take = (text: string): boolean => {
    const found = serverOf(text);
    if (!found || found.host === text) return false;
    const security = securityAt(found.port);
    onChange(security ? { ...found, security } : found);
    return true;
  };
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const { selectionStart, selectionEnd } = event.currentTarget;
    const isWhole = selectionStart === 0 && selectionEnd === value.length;
    if (isWhole && take(event.clipboardData.getData('text'))) event.preventDefault();
  };
  return (
    <TextInput
      label={label}
      description={description}
      value={value}
      error={error}
      onPaste={paste}
      onBlur={() => take(value)}
      onChange={(event) => onChange({ host: event.currentTarget.value })}
    />
  );
}
