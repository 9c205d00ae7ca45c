import { useEffect, useState } from 'react';
import type { EarlierMaterial } from '../../../../contracts/kiosk-ways.ts';
import { Button } from '../../../design/button.tsx';
import { FETCH_PATIENCE_MS, useAsk } from '../../ask.ts';
import { useKiosk } from '../../context.ts';
import { PickDialog } from './pick-dialog.tsx';
import { momentText, useApplyTexts } from './texts.ts';

interface ReuseProps {
  sessionId: string;
  disabled: boolean;
}

/** The way to a page from an earlier application (材料复用); not drawn where there is none for this step. */
export function ReuseWay({ sessionId, stepId, disabled }: ReuseProps & { stepId: string }) {
  const t = useApplyTexts();
  const ask = useAsk();
  const [found, setFound] = useState<EarlierMaterial[] | 'away'>([]);
  const [open, setOpen] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step has a material of its own.
  useEffect(() => {
    let over = false;
    setFound([]);
    void ask((terminal) => terminal.kiosk.reusable({ sessionId })).then((reply) => {
      if (over) return;
      if (reply.ok) setFound(reply.value);
      else if (reply.code === 'hub.unreachable') setFound('away');
    });
    return () => {
      over = true;
    };
  }, [ask, sessionId, stepId]);
  if (found !== 'away' && found.length === 0) return null;
  return (
    <>
      <Button size="main" icon="sheet" disabled={disabled || found === 'away'} onPress={() => setOpen(true)}>
        <span className="way">
          {t('reuse.open')}
          {found === 'away' && <small className="way__why">{t('reuse.away')}</small>}
        </span>
      </Button>
      {open && found !== 'away' && (
        <Reuse sessionId={sessionId} materials={found} onClose={() => setOpen(false)} />
      )}
    </>
  );
}

function Reuse({
  sessionId,
  materials,
  onClose,
}: Pick<ReuseProps, 'sessionId'> & { materials: readonly EarlierMaterial[]; onClose: () => void }) {
  const { display } = useKiosk();
  const t = useApplyTexts();
  const ask = useAsk(FETCH_PATIENCE_MS);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const use = async (materialId: string) => {
    setBusy(true);
    setRefusal(null);
    const brought = await ask((terminal) => terminal.kiosk.reuse({ sessionId, materialId }));
    setBusy(false);
    if (brought.ok) onClose();
    else setRefusal(brought.code);
  };
  return (
    <PickDialog
      title={t('reuse.title')}
      lead={t('reuse.consent')}
      says={busy ? t('reuse.fetching') : ''}
      refusal={refusal}
      busy={busy}
      rows={materials.map(({ id, title, itemName, pages, atMs }) => ({
        id,
        label: t('reuse.use', { title }),
        detail: t('reuse.from', { date: momentText(atMs, display.locale), item: itemName, n: pages }),
      }))}
      onPick={(id) => void use(id)}
      onClose={onClose}
    />
  );
}
