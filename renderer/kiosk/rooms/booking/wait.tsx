import type { ReactNode } from 'react';
import { Button } from '../../../design/button.tsx';
import { Back, Page } from '../frame.tsx';
import type { Loaded } from '../use-load.ts';
import { useTexts } from './texts.ts';

interface WaitProps<T> {
  loaded: Loaded<T>;
  onAgain: () => void;
  onBack: () => void;
  children: (value: T) => ReactNode;
}

/** The page of what was asked for; until it is there, or when it does not come, a page that says so. */
export function Wait<T>({ loaded, onAgain, onBack, children }: WaitProps<T>) {
  const { t, error } = useTexts();
  switch (loaded.state) {
    case 'ready':
      return children(loaded.value);
    case 'loading':
      return (
        <Page title={t('menu.loading')} foot={<Back onPress={onBack} />}>
          <span className="sheet__waiting" />
        </Page>
      );
    case 'failed':
      return (
        <Page
          key="failed"
          title={t('page.failed')}
          refusal={error(loaded.code)}
          foot={
            <>
              <Back onPress={onBack} />
              <Button size="main" kind="primary" onPress={onAgain}>
                {t('page.again')}
              </Button>
            </>
          }
        />
      );
  }
}
