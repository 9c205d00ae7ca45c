import { useState } from 'react';
import type { FiledPetition, PetitionDraft } from '../../../../contracts/rooms/me.ts';
import { useAsk } from '../../ask.ts';
import { Back, Page } from '../frame.tsx';
import type { MaskedIdentity } from '../types.ts';
import { useLoad } from '../use-load.ts';
import { About, ChooseCase, ChooseWindow } from './about.tsx';
import { Check } from './check.tsx';
import { after, before, type Faults, needsPhone, newDraft, type Step } from './draft.ts';
import { Filed } from './filed.tsx';
import { Failed } from './paged.tsx';
import { PhonePage } from './phone.tsx';
import { TextPage } from './text.tsx';
import { useTexts } from './texts.ts';
import { AnswerPage, KindPage } from './wishes.tsx';

interface WriteProps {
  visitId: string;
  identity: MaskedIdentity | null;
  live: boolean;
  /** What is kept of this visit and not yet submitted. */
  draft: PetitionDraft | null;
  /** Data of oneself is to be corrected. */
  correct: boolean;
  onSignIn: () => void;
  onBack: () => void;
  onHome: () => void;
}

/** A question, complaint or suggestion (咨询投诉建议), one question a page. Anybody may leave one, also without the hub. */
export function Write(props: WriteProps) {
  const { visitId, identity, live, onBack } = props;
  const { t } = useTexts();
  const ask = useAsk();
  const isGuest = identity === null;
  const isProven = identity !== null && identity.by !== 'typed';
  const start = props.correct && props.draft?.kind !== 'correct' ? newDraft('correct') : props.draft;
  const [draft, setDraft] = useState<PetitionDraft>(() => start ?? newDraft('consult'));
  const [step, setStep] = useState<Step>({
    at: start === null ? 'kind' : start.text === '' ? 'text' : 'check',
  });
  const [fromCheck, setFromCheck] = useState(false);
  const [faults, setFaults] = useState<Faults>({});
  const { loaded, again } = useLoad('form', (terminal) => terminal.rooms.me.petitionForm({ visitId }));

  if (step.at === 'filed')
    return (
      <Filed
        visitId={visitId}
        filed={step.filed}
        draft={step.draft}
        isGuest={isGuest}
        onMenu={onBack}
        onHome={props.onHome}
      />
    );
  if (loaded.state === 'failed') return <Failed code={loaded.code} onAgain={again} onBack={onBack} />;
  if (loaded.state === 'loading')
    return (
      <Page key="loading" title={t('write.kindTitle')} foot={<Back onPress={onBack} />}>
        <span className="sheet__waiting" />
      </Page>
    );
  const form = loaded.value;

  /** What was written is the service's from now on, so that a sign-in does not lose it. */
  const keep = (next: PetitionDraft) => {
    setDraft(next);
    void ask((terminal) => terminal.rooms.me.keepDraft({ visitId, draft: next }));
  };
  const leave = () => {
    void ask((terminal) => terminal.rooms.me.keepDraft({ visitId, draft: null })).then(onBack);
  };
  const { at } = step;
  const asked = at === 'windows' || at === 'cases' ? 'about' : at;
  const goOn = (next: PetitionDraft) => {
    keep(next);
    // A guest who wants an answer after all has still to leave a telephone.
    const isBack = fromCheck && !(asked === 'answer' && next.phone === '' && needsPhone(next, isGuest));
    setFromCheck(false);
    setStep({ at: isBack ? 'check' : after(asked, next) });
  };
  const back = () => {
    if (fromCheck) {
      setFromCheck(false);
      return setStep({ at: 'check' });
    }
    const earlier = before(asked, draft);
    return earlier === null ? leave() : setStep({ at: earlier });
  };
  const change = (to: 'text' | 'about' | 'answer' | 'phone') => {
    setFromCheck(true);
    setStep({ at: to });
  };
  const refused = (found: Faults) => {
    setFaults(found);
    change(found.text === undefined ? 'phone' : 'text');
  };
  const filed = (made: FiledPetition) => setStep({ at: 'filed', filed: made, draft });

  switch (at) {
    case 'kind':
      return (
        <KindPage
          isGuest={isGuest}
          live={live}
          onKind={(kind) => goOn({ ...draft, kind })}
          onSignIn={props.onSignIn}
          onBack={leave}
        />
      );
    case 'text':
      return (
        <TextPage
          kind={draft.kind}
          value={draft.text}
          longest={form.text.longest}
          fault={faults.text ?? null}
          onDone={(text) => {
            setFaults({});
            goOn({ ...draft, text });
          }}
          onBack={back}
        />
      );
    case 'about':
      return (
        <About
          windows={form.windows.length}
          cases={isProven && live}
          onNothing={() => goOn({ ...draft, caseNo: null, windowId: null })}
          onWindows={() => setStep({ at: 'windows' })}
          onCases={() => setStep({ at: 'cases' })}
          onBack={back}
        />
      );
    case 'windows':
      return (
        <ChooseWindow
          windows={form.windows}
          onWindow={(windowId) => goOn({ ...draft, windowId, caseNo: null })}
          onBack={() => setStep({ at: 'about' })}
        />
      );
    case 'cases':
      return (
        <ChooseCase
          visitId={visitId}
          onCase={(caseNo) => goOn({ ...draft, caseNo, windowId: null })}
          onBack={() => setStep({ at: 'about' })}
        />
      );
    case 'answer':
      return (
        <AnswerPage
          isGuest={isGuest}
          onAnswer={(wantsAnswer) => goOn({ ...draft, wantsAnswer })}
          onBack={back}
        />
      );
    case 'phone':
      return (
        <PhonePage
          value={draft.phone === '' ? form.phone.value : draft.phone}
          isRequired={needsPhone(draft, isGuest)}
          onDone={(phone) => {
            setFaults({});
            goOn({ ...draft, phone });
          }}
          onBack={back}
        />
      );
    case 'check':
      return (
        <Check
          visitId={visitId}
          identity={identity}
          draft={draft}
          live={live}
          windows={form.windows}
          onChange={change}
          onSignIn={props.onSignIn}
          onFaults={refused}
          onFiled={filed}
          onBack={back}
        />
      );
  }
}
