/**
 * What the server tells, whole: it writes every field of a record, with `null` where there is nothing,
 * also where the document calls the field optional.
 */
export type Told<T> = T extends (infer Item)[]
  ? Told<Item>[]
  : T extends object
    ? { [K in keyof T]-?: Told<Exclude<T[K], undefined>> }
    : T;
