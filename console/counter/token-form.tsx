import { type FormEvent, useState } from 'react';
import { useCounterTexts } from '../i18n/use-texts.ts';
import { asToken } from './token.ts';

export function TokenForm(o: { refused: boolean; onToken: (token: string) => void }) {
  const { t } = useCounterTexts();
  const [text, setText] = useState('');
  const [bad, setBad] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const token = asToken(text);
    setBad(token === null);
    if (token !== null) o.onToken(token);
  };
  return (
    <main className="token">
      <h1>{t('token.title')}</h1>
      {o.refused && (
        <p className="error" role="alert">
          {t('token.refused')}
        </p>
      )}
      <form onSubmit={submit} noValidate>
        <label className="field">
          <span>{t('token.label')}</span>
          <input
            value={text}
            onChange={(event) => setText(event.target.value)}
            aria-invalid={bad}
            aria-describedby="token-hint"
            autoComplete="off"
            spellCheck={false}
            maxLength={300}
          />
        </label>
        <p id="token-hint" className={bad ? 'error' : 'hint'}>
          {bad ? t('token.bad') : t('token.hint')}
        </p>
        <button type="submit" className="primary">
          {t('token.submit')}
        </button>
      </form>
    </main>
  );
}
