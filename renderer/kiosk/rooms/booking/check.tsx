import { useState } from 'react';
import type { BookingDraft, BookingOutcome } from '../../../../contracts/rooms/booking.ts';
import { Button } from '../../../design/button.tsx';
import { Back, Page } from '../frame.tsx';
import type { MaskedIdentity } from '../types.ts';
import { useOnce } from '../use-load.ts';
import { useTexts } from './texts.ts';

interface CheckProps {
  visitId: string;
  identity: MaskedIdentity | null;
  draft: BookingDraft;
  /** false: a request is all that can be left. */
  live: boolean;
  phone: string | null;
  onSignIn: () => void;
  onPhone: () => void;
  onMatter: () => void;
  onTime: () => void;
  onBack: () => void;
  onMade: (outcome: BookingOutcome) => void;
  /** Answers what the page has to say; null: another page says it. */
  onRefused: (code: string) => string | null;
}

/** Everything once more before it is booked, each with a way back to it. */
export function Check(props: CheckProps) {
  const { visitId, identity, draft, live, phone } = props;
  const { t, say, time } = useTexts();
  const { busy, once } = useOnce();
  const [refusal, setRefusal] = useState<string | null>(null);
  const send = async () => {
    setRefusal(null);
    const reply = await once((terminal) =>
      live
        ? terminal.rooms.booking.book({ visitId, phone })
        : terminal.rooms.booking.request({ visitId, phone }),
    );
    if (reply === null) return;
    if (reply.ok) props.onMade(reply.value);
    else setRefusal(props.onRefused(reply.code));
  };
  const person = identity && { name: identity.name, number: identity.number };
  // Who it is for stands in the header too; the network being away does not.
  const hint = person === null ? t('check.signInHint') : live ? t('check.person', person) : undefined;
  return (
    <Page
      title={t('check.title')}
      hint={hint}
      note={live ? undefined : t('check.offlineHint')}
      refusal={refusal ?? undefined}
      foot={
        <>
          <Back onPress={props.onBack} />
          {identity === null ? (
            <Button size="main" kind="primary" onPress={props.onSignIn}>
              {t('check.signIn')}
            </Button>
          ) : (
            <Button size="main" kind="primary" disabled={busy} onPress={() => void send()}>
              {busy ? t('check.booking') : t(live ? 'check.book' : 'check.request')}
            </Button>
          )}
        </>
      }
    >
      <dl className="answers">
        <Row label={t('check.matter')} value={say(draft.matter)} onChange={props.onMatter} />
        <Row label={t('check.time')} value={time(draft)} onChange={props.onTime} />
        <Row label={t('check.place')} value={`${say(draft.department)} · ${say(draft.place)}`} />
        <Row
          label={t('check.phone')}
          value={phone ?? t('check.noPhone')}
          action={phone === null ? t('check.fill') : undefined}
          onChange={props.onPhone}
        />
      </dl>
    </Page>
  );
}

interface RowProps {
  label: string;
  value: string;
  action?: string | undefined;
  onChange?: () => void;
}

function Row({ label, value, action, onChange }: RowProps) {
  const { t } = useTexts();
  return (
    <div className="answers__row booking__row">
      <dt className="quiet">{label}</dt>
      <dd>
        <strong>{value}</strong>
        {onChange !== undefined && (
          <Button
            label={t(action === undefined ? 'check.changeOf' : 'check.fillOf', { label })}
            onPress={onChange}
          >
            {action ?? t('check.change')}
          </Button>
        )}
      </dd>
    </div>
  );
}
