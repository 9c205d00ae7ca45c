import { useEffect, useState } from 'react';
import type { CaseSummary } from '../../../../contracts/hub/applications-api.ts';
import type { KeptApplication } from '../../../../contracts/rooms/progress.ts';
import { Button } from '../../../design/button.tsx';
import { useAsk } from '../../ask.ts';
import { Back, Choices } from '../frame.tsx';
import type { MaskedIdentity } from '../types.ts';
import { useLoad } from '../use-load.ts';
import { Loading, Sheet } from './frame.tsx';
import { useTexts } from './texts.ts';
import { TONES } from './tones.ts';

/** Cases on one page, where there is room. */
const MOST = 5;

interface MineProps {
  visitId: string;
  identity: MaskedIdentity | null;
  onCase: (no: string) => void;
  onSignIn: () => void;
  onBack: () => void;
}

/** My cases: for who has proven who they are. */
export function Mine(props: MineProps) {
  const { identity, onSignIn, onBack } = props;
  const { t } = useTexts();
  if (identity !== null && identity.by !== 'typed') return <List {...props} />;
  return (
    <Sheet
      title={t('mine.signInTitle')}
      hint={t(identity === null ? 'mine.signInBody' : 'mine.typedBody')}
      foot={
        <>
          <Back onPress={onBack} />
          <Button size="main" kind="primary" icon="person" onPress={onSignIn}>
            {t('page.signIn')}
          </Button>
        </>
      }
    />
  );
}

type Row = { kind: 'case'; row: CaseSummary } | { kind: 'kept'; row: KeptApplication };

function List({ visitId, onCase, onBack }: MineProps) {
  const { t, error } = useTexts();
  const ask = useAsk();
  const { loaded, again } = useLoad('mine', (terminal) => terminal.rooms.progress.mine({ visitId }));
  const [older, setOlder] = useState<{ rows: readonly CaseSummary[]; next: string | null } | null>(null);
  const [refusal, setRefusal] = useState<string>();
  const first = loaded.state === 'ready' ? loaded.value : null;
  useEffect(() => {
    if (first !== null) setOlder({ rows: [], next: first.next });
  }, [first]);
  if (loaded.state === 'loading') return <Loading onBack={onBack} />;
  if (loaded.state === 'failed')
    return (
      <Sheet
        title={t('page.failed')}
        hint={error(loaded.code)}
        foot={
          <>
            <Back onPress={onBack} />
            <Button size="main" kind="primary" onPress={again}>
              {t('page.again')}
            </Button>
          </>
        }
      />
    );
  const { live, cases, kept } = loaded.value;
  const rows: Row[] = [
    ...kept.map((row): Row => ({ kind: 'kept', row })),
    ...[...cases, ...(older?.rows ?? [])].map((row): Row => ({ kind: 'case', row })),
  ];
  const next = older?.next ?? null;
  const more = async () => {
    if (next === null) return;
    setRefusal(undefined);
    const reply = await ask((terminal) => terminal.rooms.progress.mine({ visitId, after: next }));
    if (reply.ok)
      setOlder((now) => ({ rows: [...(now?.rows ?? []), ...reply.value.cases], next: reply.value.next }));
    else setRefusal(error(reply.code));
  };
  return (
    <Sheet
      title={t('mine.title')}
      hint={rows.length === 0 ? t(live ? 'mine.none' : 'mine.noneHere') : undefined}
      note={live || rows.length === 0 ? undefined : t('mine.offline')}
      refusal={refusal}
      foot={
        <>
          <Back onPress={onBack} />
          {next !== null && (
            <Button size="main" onPress={() => void more()}>
              {t('mine.older')}
            </Button>
          )}
        </>
      }
    >
      <Choices
        items={rows}
        most={MOST}
        layout="progress__rows"
        keyOf={({ row }) => row.receiptNo}
        draw={(row) => <CaseRow row={row} onPress={() => onCase(row.row.receiptNo)} />}
      />
    </Sheet>
  );
}

function CaseRow({ row, onPress }: { row: Row; onPress: () => void }) {
  const { t, say, time } = useTexts();
  const isKept = row.kind === 'kept';
  const name = isKept
    ? row.row.itemName === null
      ? t('here.title')
      : say(row.row.itemName)
    : row.row.itemName;
  return (
    <button type="button" className="progress__row" onClick={onPress}>
      <span
        className="progress__state"
        data-tone={isKept ? TONES.here[row.row.state] : TONES.case[row.row.state]}
      >
        {isKept ? t(`here.${row.row.state}`) : t(`state.${row.row.state}`)}
      </span>
      <strong>{name}</strong>
      <span className="quiet">
        {isKept
          ? t('mine.made', { time: time(row.row.atMs) })
          : t('mine.changed', { time: time(row.row.changedMs) })}
      </span>
    </button>
  );
}
