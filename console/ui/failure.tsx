import { ReloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ErrorCode } from '../../contracts/errors.ts';
import { codeOf, detailOf } from '../api/failure.ts';
import { type ConsoleKey, type Texts, useConsoleTexts } from '../i18n/use-texts.ts';

/** The reader's sentence for whatever a call threw: the exact reason where there are words for it, else the code's. */
export function failureText(texts: Texts<ConsoleKey>, error: unknown): string {
  const detail = detailOf(error);
  const words = detail === null ? null : texts.known('errorDetail', detail);
  return words === null || words === detail ? codeText(texts, codeOf(error)) : words;
}

function codeText({ t, known }: Texts<ConsoleKey>, code: ErrorCode): string {
  const text = known('error', code);
  return text === code ? t('error.unknown', { code }) : text;
}

/** What went wrong, and the way on. */
export function FailureNote({ code, retry }: { code: ErrorCode; retry?: () => void }) {
  const texts = useConsoleTexts();
  return (
    <div className="note note-error" role="alert">
      <p className="note-title">{texts.t('error.title')}</p>
      <p>{codeText(texts, code)}</p>
      {retry && (
        <Button icon={<ReloadOutlined aria-hidden />} onClick={retry}>
          {texts.t('do.retry')}
        </Button>
      )}
    </div>
  );
}

export function EmptyNote({
  title,
  hint,
  children,
}: {
  title: string;
  hint: string;
  children?: React.ReactNode;
}) {
  return (
    <div className="note">
      <p className="note-title">{title}</p>
      <p>{hint}</p>
      {children}
    </div>
  );
}
