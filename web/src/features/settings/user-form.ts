// The form of a user: its values, and what they become on the way to the server.
import type { Language, NewUser, User, UserChange } from '@/lib/api/types';

export type UserValues = {
  name: string;
  email: string;
  password: string;
  language: Language;
  role_ids: string[];
  category_ids: string[];
  active: boolean;
};

export function valuesOf(user: User | null, language: Language): UserValues {
  return {
    name: user?.name ?? '',
    email: user?.email ?? '',
    password: '',
    language: user?.language ?? language,
    role_ids: user?.role_ids ?? [],
    category_ids: user?.category_ids ?? [],
    active: user?.active ?? true,
  };
}

export function newUserOf({ active: _always, ...values }: UserValues): NewUser {
  return { ...values, name: values.name.trim(), email: values.email.trim() };
}

/** An empty password leaves the present one. */
export function changeOf({ password, ...values }: UserValues): UserChange {
  const change = { ...values, name: values.name.trim(), email: values.email.trim() };
  return password ? { ...change, password } : change;
}
