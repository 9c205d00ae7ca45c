import type { PageView } from '../../../../contracts/kiosk-step.ts';
import { Button } from '../../../design/button.tsx';
import { useSending } from '../../sending.ts';
import './page-doubt.css';
import { useApplyTexts } from './texts.ts';

/** A page that the quality check warns of, and about which the citizen has not decided. */
export const isDoubtful = ({ raw, warnings, kept }: PageView): boolean =>
  !raw && warnings.length > 0 && !kept;

/** What the quality check says of a page, and whether the citizen keeps it all the same. */
export function PageDoubt({ sessionId, page }: { sessionId: string; page: PageView }) {
  const t = useApplyTexts();
  const { busy, send } = useSending();
  const pageId = page.id;
  if (page.raw || page.warnings.length === 0) return null;
  return (
    <div className="doubt">
      <p className="refusal">{page.warnings.map((w) => t(`page.${w}`)).join('、')}</p>
      {isDoubtful(page) ? (
        <>
          <Button
            disabled={busy}
            onPress={() => void send((terminal) => terminal.kiosk.removePage({ sessionId, pageId }))}
          >
            {t('page.retake')}
          </Button>
          <Button
            disabled={busy}
            onPress={() => void send((terminal) => terminal.kiosk.keepPage({ sessionId, pageId }))}
          >
            {t('page.keep')}
          </Button>
        </>
      ) : (
        <p className="quiet">{t('page.kept')}</p>
      )}
    </div>
  );
}

/** Asks for a decision while there is one to be made. */
export function DoubtNotice({ pages }: { pages: readonly PageView[] }) {
  const t = useApplyTexts();
  return (
    <p className="refusal" role="alert">
      {pages.some(isDoubtful) && t('page.ask')}
    </p>
  );
}

/** A PDF stands for its pages: it is not drawn. */
export function PdfThumb({ page }: { page: PageView }) {
  const t = useApplyTexts();
  return <p className="pages__thumb doubt__pdf">{t('page.pdf', { n: page.sheets })}</p>;
}
