import { type FormEvent, useEffect, useRef, useState } from 'react';
import { caseNo as caseNoSchema, type Stage } from '../../contracts/primitives.ts';
import { useCounterTexts } from '../i18n/use-texts.ts';
import { CodeText } from './code-text.tsx';
import type { Desk } from './desk.ts';

export interface Draft {
  caseNo: string;
  stage: Stage;
  /** Named only where the hub does not know the case. */
  itemName: string;
}
export const EMPTY_DRAFT: Draft = { caseNo: '', stage: 2, itemName: '' };
const STAGES: readonly Stage[] = [1, 2];

export function RequestForm(o: {
  draft: Draft;
  desk: Desk;
  onChange: (draft: Draft) => void;
  /** The clerk mends what was refused. */
  onEdit: () => void;
  onSend: (draft: Draft) => void;
}) {
  const { t } = useCounterTexts();
  const { draft, desk } = o;
  const [bad, setBad] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const sending = desk.kind === 'sending';
  const refused = desk.kind === 'refused' ? desk.code : null;
  const [askItem, setAskItem] = useState(draft.itemName !== '');

  useEffect(() => {
    input.current?.focus();
  }, []);
  useEffect(() => {
    if (refused === 'case.unknown') setAskItem(true);
    if (refused !== null) input.current?.focus();
  }, [refused]);

  const change = (part: Partial<Draft>) => {
    setBad(false);
    o.onEdit();
    o.onChange({ ...draft, ...part });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (sending) return;
    const fits = caseNoSchema.safeParse(draft.caseNo.trim()).success;
    setBad(!fits);
    if (fits) o.onSend(askItem ? draft : { ...draft, itemName: '' });
    else input.current?.focus();
  };

  return (
    <form className="request" onSubmit={submit} noValidate>
      <label className="field">
        <span>{t('form.caseNo')}</span>
        <input
          id="case-no"
          ref={input}
          value={draft.caseNo}
          onChange={(event) => change({ caseNo: event.target.value })}
          placeholder={t('form.caseNoHint')}
          aria-invalid={bad}
          aria-describedby="case-no-error"
          autoComplete="off"
          spellCheck={false}
          maxLength={40}
        />
      </label>
      <div id="case-no-error">
        {bad && <p className="error">{t('form.caseNoBad')}</p>}
        {refused !== null && <CodeText code={refused} />}
      </div>
      {!askItem && (
        <button type="button" className="quiet more" onClick={() => setAskItem(true)}>
          {t('form.nameItem')}
        </button>
      )}
      {askItem && (
        <label className="field">
          <span>{t('form.itemName')}</span>
          <input
            value={draft.itemName}
            onChange={(event) => change({ itemName: event.target.value })}
            autoComplete="off"
            maxLength={100}
            aria-describedby="item-hint"
          />
          <span id="item-hint" className="hint">
            {t('form.itemNameHint')}
          </span>
        </label>
      )}
      <fieldset className="stages">
        <legend>{t('form.stage')}</legend>
        {STAGES.map((stage) => (
          <label key={stage}>
            <input
              type="radio"
              name="stage"
              checked={draft.stage === stage}
              onChange={() => change({ stage })}
            />
            <span>{t(`stage.${stage}`)}</span>
          </label>
        ))}
      </fieldset>
      <button type="submit" className="primary" disabled={sending}>
        {sending ? t('form.sending') : t('form.send')}
        <kbd>Enter</kbd>
      </button>
    </form>
  );
}
