import type { FormField } from '../../../contracts/flow.ts';
import { dayOf } from '../../../contracts/hall-time.ts';
import type { AddressFields, CitizenAddress } from '../../../contracts/hub/citizens-api.ts';
import type { FieldFault, FieldView } from '../../../contracts/kiosk-step.ts';
import { PETITION_LEAST, PETITION_TEXT } from '../../../contracts/petition.ts';
import type { Identity } from '../../../contracts/visit.ts';
import { EXPRESS_FIELDS } from '../../flow/delivery.ts';
import { faultOf, longest, normalised } from '../../flow/validate.ts';

export const TEXT_FIELD: FormField = {
  id: 'text',
  label: { zh: '内容', en: 'What you want to say' },
  hint: { zh: '写清时间、地点和事情经过', en: 'Say when, where and what happened' },
  kind: 'longText',
  required: true,
  min: PETITION_LEAST,
  max: PETITION_TEXT,
};
export const PHONE_FIELD: FormField = {
  id: 'phone',
  label: { zh: '手机号码', en: 'Mobile number' },
  kind: 'phone',
  required: false,
};

export function viewOf(field: FormField, value: string): FieldView {
  const { id, label, hint, kind, required, options } = field;
  return {
    id,
    label,
    hint: hint ?? null,
    kind,
    required,
    options: options ?? [],
    value,
    locked: false,
    longest: longest(field),
    first: null,
    last: null,
    fault: null,
  };
}

/** An address as it stands, or a new one with what is known of the citizen. */
export function addressFields(known: CitizenAddress | null, identity: Identity): FieldView[] {
  const stands: Record<string, string | null> =
    known === null
      ? { recipient: identity.name, phone: identity.phone, address: identity.address }
      : { recipient: known.recipient, phone: known.phone, address: known.address, postcode: known.postcode };
  return EXPRESS_FIELDS.map((field) => viewOf(field, stands[field.id] ?? ''));
}

export type Faults = Record<string, FieldFault>;
type Checked<T> = { ok: true; value: T } | { ok: false; faults: Faults };

/** The plain texts of some fields, or what is wrong with them. */
export function checked<K extends string>(
  fields: readonly FormField[],
  values: Readonly<Record<string, string>>,
  nowMs: number,
): Checked<Record<K, string>> {
  const today = dayOf(nowMs);
  const faults: Faults = {};
  const plain: Record<string, string> = {};
  for (const field of fields) {
    const raw = values[field.id] ?? '';
    const fault = faultOf(field, raw, today);
    if (fault !== null) faults[field.id] = fault;
    plain[field.id] = normalised(field.kind, raw);
  }
  return Object.keys(faults).length === 0
    ? { ok: true, value: plain as Record<K, string> }
    : { ok: false, faults };
}

export const checkedAddress = (
  values: Readonly<Record<string, string>>,
  nowMs: number,
): Checked<AddressFields> => checked<keyof AddressFields>(EXPRESS_FIELDS, values, nowMs);
