// The form of a user: its values, and what they become on the way to the server.
import { type AwayValues, awayValues } from '@/components/absence/away';
import type { Absence, Language, NewUser, User, UserChange } from '@/lib/api/types';

export type UserValues = AwayValues & {
  name: string;
  email: string;
  password: string;
  language: Language;
  role_ids: string[];
  category_ids: string[];
  active: boolean;
};

export function valuesOf(user: User | null, language: Language, absence: Absence | null): UserValues {
  return {
    ...awayValues(absence, new Date()),
    name: user?.name ?? '',
    email: user?.email ?? '',
    password: '',
    language: user?.language ?? language,
    role_ids: user?.role_ids ?? [],
    category_ids: user?.category_ids ?? [],
    active: user?.active ?? true,
  };
}

export function newUserOf(given: UserValues): NewUser {
  const { name, email, password, language, role_ids, category_ids } = given;
  return { name: name.trim(), email: email.trim(), password, language, role_ids, category_ids };
}

/** An empty password leaves the present one. */
export function changeOf({ password, ...given }: UserValues): UserChange {
  const { name, email, language, role_ids, category_ids, active } = given;
  const change = { name: name.trim(), email: email.trim(), language, role_ids, category_ids, active };
  return password ? { ...change, password } : change;
}
