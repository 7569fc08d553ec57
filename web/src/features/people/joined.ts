// What remains of two records that are joined, as the server does it: what the one that stays does not
// have, it gets from the other.
import type { Company, KnownPerson } from '@/lib/api/types';

const together = (stays: string[], goes: string[]) => [
  ...stays,
  ...goes.filter((text) => !stays.some((one) => one.toLowerCase() === text.toLowerCase())),
];

/** The person who stays, after it. */
export function joinedPerson(stays: KnownPerson, goes: KnownPerson): KnownPerson {
  const company = stays.company_id ? stays : goes;
  return {
    ...stays,
    addresses: together(stays.addresses, goes.addresses),
    phone: stays.phone || goes.phone,
    language: stays.language ?? goes.language,
    company_id: company.company_id,
    company_name: company.company_name,
  };
}

/** The company that stays, after it. */
export function joinedCompany(stays: Company, goes: Company): Company {
  return {
    ...stays,
    domains: together(stays.domains, goes.domains),
    persons: stays.persons + goes.persons,
  };
}
