import { useCallback, useMemo } from 'react';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { usePlaces } from '../shell/places.ts';

/** A tag's words in the reader's language; its code where the hub no longer knows it. */
export function useTagNames(): (code: string) => string {
  const { locale } = useConsoleTexts();
  const tags = usePlaces().data?.tags;
  const names = useMemo(
    () => new Map(tags?.map((tag) => [tag.code, locale === 'en' ? tag.en : tag.zh])),
    [tags, locale],
  );
  return useCallback((code) => names.get(code) ?? code, [names]);
}
