import { useEffect } from 'react';
import type { Session, SessionState } from '../../contracts/terminal.ts';
import type { PromptId } from '../sound/index.ts';
import { usePad } from './context.ts';

/** Spoken when a session comes to this state; the same words stand on its page. */
const PROMPTS: Readonly<Partial<Record<SessionState, PromptId>>> = {
  rating: 'rate-request',
  saved: 'saved',
  timedOut: 'timed-out',
  cancelled: 'cancelled',
};

/** Rings for a request of the counter and speaks the session's prompts, each once its page is painted: the eye comes first. */
export function useSessionSound(session: Session | null, painted: () => Promise<void>): void {
  const { sound, display } = usePad();
  const { locale } = display;
  const id = session?.id ?? null;
  const state = session?.state ?? null;
  const rings = state === 'rating' && session?.source === 'request';
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of language does not speak again
  useEffect(() => {
    if (state === null) return;
    let over = false;
    void painted().then(() => {
      if (over) return;
      if (rings) sound.chime();
      const prompt = PROMPTS[state];
      if (prompt !== undefined) sound.speak(prompt, locale);
    });
    return () => {
      over = true;
    };
  }, [id, state]);
}
