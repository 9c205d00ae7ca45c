import { lazy, Suspense, useEffect, useState } from 'react';
import { MAX_SEARCH, type ServiceRow } from '../../../../contracts/rooms/services.ts';
import { Button } from '../../../design/button.tsx';
import { Icon } from '../../../design/icon.tsx';
import { useAsk } from '../../ask.ts';
import { useKiosk } from '../../context.ts';
import { Back, Choices, Page } from './frame.tsx';
import type { Page as At, SearchPage } from './pages.ts';
import { ItemChoice } from './rows.tsx';
import { useTexts } from './texts.ts';

const Keyboard = lazy(async () => ({ default: (await import('../../../keyboard/index.tsx')).Keyboard }));

/** Typing rests for this long before it is searched, ms. */
const REST_MS = 120;

type Found = { state: 'none' } | { state: 'found'; rows: ServiceRow[] } | { state: 'failed'; code: string };

interface SearchProps {
  visitId: string;
  page: SearchPage;
  onPage: (page: At) => void;
}

/** Search as one types: text, and letters that are still being composed, in the order they stand in. */
export function Search({ visitId, page, onPage }: SearchProps) {
  const { t, error } = useTexts();
  const { texts } = useKiosk();
  const [composing, setComposing] = useState('');
  const typed = page.text + composing;
  const found = useFound(visitId, typed);
  const { writing } = page;
  const rows = found.state === 'found' ? found.rows : [];
  return (
    <Page
      layout={writing ? 'services--writing' : 'services--full'}
      title={t('search.title')}
      refusal={found.state === 'failed' ? error(found.code) : undefined}
      foot={
        <>
          <Back onPress={() => onPage({ at: 'entry' })} />
          {!writing && (
            <Button size="main" icon="keyboard" onPress={() => onPage({ ...page, writing: true })}>
              {t('search.write')}
            </Button>
          )}
        </>
      }
    >
      <div className="services__found">
        <div className="services__field">
          <Icon name="search" />
          <label>
            <span className="visually-hidden">{t('search.field')}</span>
            <input
              value={typed}
              placeholder={t('search.field')}
              readOnly
              onClick={() => onPage({ ...page, writing: true })}
            />
          </label>
          {page.text !== '' && (
            <Button onPress={() => onPage({ at: 'search', text: '', writing: true })}>
              {t('search.clear')}
            </Button>
          )}
        </div>
        <p className="services__said" role="status">
          {found.state === 'none' && t('search.empty')}
          {found.state === 'found' &&
            (rows.length === 0 ? t('search.none') : t('search.found', { n: rows.length }))}
        </p>
        <div className="services__results">
          {rows.length > 0 && (
            <Choices
              key={rows.map((row) => row.code).join()}
              items={rows}
              most={10}
              firstOnly={writing}
              layout="services__choices--items"
              keyOf={(row) => row.code}
              draw={(row) => (
                <ItemChoice
                  row={row}
                  onPress={(code) =>
                    onPage({
                      at: 'guide',
                      code,
                      section: 'facts',
                      from: { at: 'search', text: typed, writing: false },
                    })
                  }
                />
              )}
            />
          )}
        </div>
      </div>
      {writing && (
        <Suspense fallback={<p className="quiet">{t('search.loading')}</p>}>
          <Keyboard
            value={page.text}
            onChange={(text) => onPage({ at: 'search', text, writing: true })}
            onComposing={setComposing}
            maxLength={MAX_SEARCH}
            onDone={() => onPage({ ...page, writing: false })}
            layout="pinyin"
            locale={texts.locale}
          />
        </Suspense>
      )}
    </Page>
  );
}

/** What is found of the newest text; an answer to an older one is dropped. */
function useFound(visitId: string, typed: string): Found {
  const ask = useAsk();
  const { delay } = useKiosk();
  const [found, setFound] = useState<Found>({ state: 'none' });
  const text = typed.trim();
  useEffect(() => {
    if (text === '') return setFound({ state: 'none' });
    const gone = new AbortController();
    void delay(REST_MS, gone.signal).then(async () => {
      if (gone.signal.aborted) return;
      const reply = await ask((terminal) => terminal.rooms.services.search({ visitId, text }));
      if (gone.signal.aborted) return;
      setFound(reply.ok ? { state: 'found', rows: reply.value } : { state: 'failed', code: reply.code });
    });
    return () => gone.abort();
  }, [ask, delay, visitId, text]);
  return found;
}
