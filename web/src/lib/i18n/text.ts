// Texts whose key is only known at run time: a problem's code, a defect's code, a stable name.
import i18n from 'i18next';

type Values = Record<string, string | number>;

/** The text under a key made of data; nothing when no catalogue has it, or when it speaks of what is not among the values. */
export function textOf(key: string, values: Values = {}): string | undefined {
  if (!i18n.exists(key, values as never)) return undefined;
  let lacks = false;
  const missingInterpolationHandler = () => {
    lacks = true;
    return '';
  };
  const text = i18n.t(key as never, { ...values, missingInterpolationHandler } as never) as unknown;
  return typeof text === 'string' && !lacks ? text : undefined;
}
