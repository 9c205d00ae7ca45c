import { useCallback, useEffect, useState } from 'react';
import type { Candidates } from './composition.ts';
import type { Node } from './dictionary.ts';
import { type Candidate, candidates } from './engine.ts';
import { loadDictionary } from './load.ts';

export interface DictionaryState {
  root: Node | null;
  state: 'loading' | 'ready' | 'broken';
  retry: () => void;
}

/** The dictionary, read when the keyboard first needs it. */
export function useDictionary(wanted: boolean): DictionaryState {
  const [root, setRoot] = useState<Node | null>(null);
  const [broken, setBroken] = useState(false);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt reads it again.
  useEffect(() => {
    if (!wanted) return;
    let gone = false;
    void loadDictionary().then((result) => {
      if (gone) return;
      if (result.ok) setRoot(result.value);
      else console.warn(result.error.code, result.error.detail ?? '');
      setBroken(!result.ok);
    });
    return () => {
      gone = true;
    };
  }, [wanted, attempt]);
  const retry = useCallback(() => {
    setBroken(false);
    setAttempt((n) => n + 1);
  }, []);
  return { root, state: root !== null ? 'ready' : broken ? 'broken' : 'loading', retry };
}

/** Candidates of a dictionary, the last answer kept: a key press and the rendering after it ask the same. */
export function candidatesOf(root: Node | null): Candidates {
  const none: readonly Candidate[] = [];
  let last = { pinyin: '', fuzzy: false, found: none };
  return (pinyin, fuzzy) => {
    if (root === null || pinyin === '') return none;
    if (last.pinyin !== pinyin || last.fuzzy !== fuzzy) {
      last = { pinyin, fuzzy, found: candidates(root, pinyin, { fuzzy }) };
    }
    return last.found;
  };
}
