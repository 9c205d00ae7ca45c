import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { FieldView } from '../../../../contracts/kiosk-step.ts';
import type { Locale } from '../../../../contracts/primitives.ts';
import { useKiosk } from '../../context.ts';
import { FieldEditor } from './field-editor.tsx';
import './form.css';
import { dayText, useApplyTexts } from './texts.ts';

interface FieldsProps {
  fields: readonly FieldView[];
  /** Each change at once. */
  onType: (fieldId: string, value: string) => void;
  /** After the last field. */
  onDone: () => void;
  /** Another way to fill them, above them. */
  above?: ReactNode;
  /** Goes up when they were filled so: what was typed here counts no more. */
  filled?: number;
}

/** Some fields, and below or beside them what the chosen one is filled with. */
export function Fields({ fields, onType, onDone, above, filled = 0 }: FieldsProps) {
  const { texts } = useKiosk();
  const t = useApplyTexts();
  // What was typed just now; the service's word follows.
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is what tells of a filling.
  useEffect(() => setTyped({}), [filled]);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const open = fields.filter((f) => !f.locked);
  const faulty = fields.filter((f) => f.fault !== null);
  const standing = (field: FieldView) => (field.locked ? field.value : (typed[field.id] ?? field.value));
  const chosen =
    open.find((f) => f.id === chosenId) ?? open.find((f) => standing(f) === '') ?? open[0] ?? null;

  const firstFaulty = faulty[0]?.id ?? null;
  useEffect(() => {
    if (firstFaulty !== null) setChosenId(firstFaulty);
  }, [firstFaulty]);

  const list = useRef<HTMLDivElement>(null);
  // What stands above them is seen until a field is chosen.
  const at = above && chosenId === null ? null : (chosen?.id ?? null);
  // The list is as high as the keyboard leaves it, and that comes later.
  useEffect(() => {
    const element = list.current;
    if (element === null || at === null) return;
    const show = () => element.querySelector('[data-chosen]')?.scrollIntoView({ block: 'nearest' });
    const watch = new ResizeObserver(show);
    watch.observe(element);
    return () => watch.disconnect();
  }, [at]);

  const type = (field: FieldView, value: string) => {
    setTyped((before) => ({ ...before, [field.id]: value }));
    onType(field.id, value);
  };
  const done = () => {
    const next = chosen === null ? undefined : open[open.indexOf(chosen) + 1];
    if (next === undefined) onDone();
    else setChosenId(next.id);
  };
  return (
    <div className="form">
      <div ref={list} className="form__fields">
        {faulty.length > 0 && (
          <div className="form__summary" role="alert">
            <strong>{t('form.summary', { n: faulty.length })}</strong>
            <ul>
              {faulty.map((f) => (
                <li key={f.id}>
                  {texts.say(f.label)}：{faultWords(f, t, texts.locale)}
                </li>
              ))}
            </ul>
          </div>
        )}
        {above}
        {fields.map((field) => (
          <Row
            key={field.id}
            field={field}
            value={standing(field)}
            chosen={chosen?.id === field.id}
            onChoose={() => setChosenId(field.id)}
          />
        ))}
      </div>
      {chosen !== null && (
        <FieldEditor
          key={chosen.id}
          field={chosen}
          value={standing(chosen)}
          onChange={(value) => type(chosen, value)}
          onDone={done}
        />
      )}
    </div>
  );
}

interface RowProps {
  field: FieldView;
  value: string;
  chosen: boolean;
  onChoose: () => void;
}

function Row({ field, value, chosen, onChoose }: RowProps) {
  const { texts } = useKiosk();
  const t = useApplyTexts();
  const id = useId();
  const hint = field.locked ? t('form.known') : field.hint === null ? null : texts.say(field.hint);
  const fault = field.fault === null ? null : faultWords(field, t, texts.locale);
  return (
    <div className="field" data-chosen={chosen || undefined} data-fault={fault !== null || undefined}>
      <div className="field__words">
        <label htmlFor={id}>
          {texts.say(field.label)}
          {!field.required && <span className="quiet"> {t('form.optional')}</span>}
        </label>
        {hint !== null && (
          <p className="quiet" id={`${id}-hint`}>
            {hint}
          </p>
        )}
        {fault !== null && (
          <p className="refusal" id={`${id}-fault`}>
            {fault}
          </p>
        )}
      </div>
      <input
        id={id}
        readOnly
        value={shownOf(field, value, chosen, texts.locale)}
        placeholder={field.locked ? undefined : t(field.kind === 'date' ? 'date.hint' : 'form.empty')}
        aria-invalid={fault !== null || undefined}
        aria-describedby={
          [hint !== null && `${id}-hint`, fault !== null && `${id}-fault`].filter(Boolean).join(' ') ||
          undefined
        }
        data-locked={field.locked || undefined}
        {...(!field.locked && { onFocus: onChoose, onClick: onChoose })}
      />
    </div>
  );
}

/** Numbers of people are masked as soon as the finger is elsewhere. */
function shownOf(field: FieldView, value: string, chosen: boolean, locale: Locale): string {
  if (value === '' || field.locked) return value;
  switch (field.kind) {
    case 'choice': {
      const option = field.options.find((o) => o.id === value);
      return option === undefined ? '' : locale === 'en' ? option.label.en : option.label.zh;
    }
    case 'date':
      return chosen ? value : dayText(value, locale);
    case 'idNumber':
      return chosen || value.length < 18 ? value : `${value.slice(0, 4)}**********${value.slice(14)}`;
    case 'phone':
      return chosen || value.length < 11 ? value : `${value.slice(0, 3)}****${value.slice(7)}`;
    default:
      return value;
  }
}

function faultWords(field: FieldView, t: ReturnType<typeof useApplyTexts>, locale: Locale): string {
  const { fault } = field;
  if (fault === null) return '';
  switch (fault.code) {
    case 'required':
    case 'choice':
      return t(field.kind === 'choice' ? 'fault.requiredChoice' : 'fault.required');
    case 'tooEarly':
    case 'tooLate':
      return t(`fault.${fault.code}`, { limit: dayText(fault.limit ?? '', locale) });
    default:
      return t(`fault.${fault.code}`, { limit: fault.limit ?? '' });
  }
}
