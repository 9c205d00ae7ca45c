import { useState } from 'react';
import type { PetitionWindow } from '../../../../contracts/petition.ts';
import type { FiledPetition, PetitionDraft } from '../../../../contracts/rooms/me.ts';
import { Button } from '../../../design/button.tsx';
import { Back, Page } from '../frame.tsx';
import type { MaskedIdentity } from '../types.ts';
import { useOnce } from '../use-load.ts';
import type { Faults } from './draft.ts';
import { maskedPhone } from './masked-phone.ts';
import { useTexts } from './texts.ts';

type Part = 'text' | 'about' | 'answer' | 'phone';

interface CheckProps {
  visitId: string;
  identity: MaskedIdentity | null;
  draft: PetitionDraft;
  live: boolean;
  windows: readonly PetitionWindow[];
  onChange: (part: Part) => void;
  onSignIn: () => void;
  onFaults: (faults: Faults) => void;
  onFiled: (filed: FiledPetition) => void;
  onBack: () => void;
}

/** Everything once more before it is submitted, each with a way back to it. */
export function Check(props: CheckProps) {
  const { visitId, identity, draft, live } = props;
  const { t, say, error } = useTexts();
  const { busy, once } = useOnce();
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = async () => {
    setRefusal(null);
    const reply = await once((terminal) => terminal.rooms.me.file({ visitId, draft }));
    if (reply === null) return;
    if (!reply.ok) setRefusal(error(reply.code));
    else if (reply.value.kept) props.onFiled(reply.value.filed);
    else props.onFaults(reply.value.faults);
  };
  const window = props.windows.find((w) => w.id === draft.windowId);
  const about =
    draft.caseNo !== null
      ? t('cases.no', { no: draft.caseNo })
      : window === undefined
        ? t('write.aboutNothing')
        : t('write.windowOf', { no: window.no, name: say(window) });
  const isCorrection = draft.kind === 'correct';
  return (
    <Page
      title={t('write.checkTitle')}
      note={live ? undefined : t('write.checkOffline')}
      refusal={refusal ?? undefined}
      foot={
        <>
          <Back onPress={props.onBack} />
          {identity === null && (
            <Button size="main" icon="person" disabled={busy} onPress={props.onSignIn}>
              {t('write.signIn')}
            </Button>
          )}
          <Button size="main" kind="primary" disabled={busy} onPress={() => void submit()}>
            {t(busy ? 'write.submitting' : 'write.submit')}
          </Button>
        </>
      }
    >
      <dl className="answers">
        <Line label={t('write.kind')} value={t(`kind.${draft.kind}`)} />
        <Line
          label={t('write.who')}
          value={identity === null ? t('write.guest') : `${identity.name} ${identity.number}`}
        />
        <Line label={t('write.text')} value={draft.text} onChange={() => props.onChange('text')} />
        {!isCorrection && (
          <>
            <Line label={t('write.about')} value={about} onChange={() => props.onChange('about')} />
            <Line
              label={t('write.answer')}
              value={t(draft.wantsAnswer ? 'write.answerYes' : 'write.answerNo')}
              onChange={() => props.onChange('answer')}
            />
          </>
        )}
        {draft.wantsAnswer && (
          <Line
            label={t('write.phone')}
            value={draft.phone === '' ? t('write.none') : maskedPhone(draft.phone)}
            onChange={() => props.onChange('phone')}
          />
        )}
      </dl>
    </Page>
  );
}

function Line(o: { label: string; value: string; onChange?: () => void }) {
  const { t } = useTexts();
  return (
    <div className="answers__row booking__row">
      <dt className="quiet">{o.label}</dt>
      <dd>
        <strong className="me__said">{o.value}</strong>
        {o.onChange !== undefined && (
          <Button label={t('write.changeOf', { label: o.label })} onPress={o.onChange}>
            {t('write.change')}
          </Button>
        )}
      </dd>
    </div>
  );
}
