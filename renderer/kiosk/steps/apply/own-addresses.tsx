import { useCallback, useEffect, useState } from 'react';
import type { OwnAddress } from '../../../../contracts/kiosk-addresses.ts';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { useAsk } from '../../ask.ts';
import { useKiosk } from '../../context.ts';
import './own-addresses.css';
import './pick-dialog.css';
import { useApplyTexts } from './texts.ts';

interface OwnAddressesProps {
  sessionId: string;
  /** What stands in the fields was typed since an address was taken or kept. */
  typed: boolean;
  onTaken: () => void;
  onKept: () => void;
}

type Found = { rows: OwnAddress[]; full: boolean };

/** Above the fields of a parcel: one of the citizen's own addresses, and keeping what was typed as one. */
export function OwnAddresses({ sessionId, typed, onTaken, onKept }: OwnAddressesProps) {
  const { texts } = useKiosk();
  const t = useApplyTexts();
  const ask = useAsk();
  const [found, setFound] = useState<Found | 'asking' | 'away'>('asking');
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ text: string; isRefusal: boolean } | null>(null);

  const list = useCallback(async () => {
    const reply = await ask((terminal) => terminal.kiosk.ownAddresses({ sessionId }));
    setFound(reply.ok ? reply.value : 'away');
  }, [ask, sessionId]);
  useEffect(() => void list(), [list]);

  const take = async (addressId: string) => {
    setBusy(true);
    const reply = await ask((terminal) => terminal.kiosk.takeAddress({ sessionId, addressId }));
    setBusy(false);
    setOpen(false);
    setSaid(reply.ok ? null : { text: texts.error(reply.code), isRefusal: true });
    if (reply.ok) onTaken();
  };
  const keep = async () => {
    setBusy(true);
    const reply = await ask((terminal) => terminal.kiosk.keepAddress({ sessionId }));
    setBusy(false);
    setSaid(
      reply.ok
        ? { text: t('address.kept'), isRefusal: false }
        : { text: texts.error(reply.code), isRefusal: true },
    );
    if (!reply.ok) return;
    onKept();
    void list();
  };
  if (found === 'asking') return null;
  if (found === 'away')
    return (
      <p className="own-address__says quiet" role="status">
        {t('address.away')}
      </p>
    );
  const { rows, full } = found;
  return (
    <div className="own-address">
      {rows.length > 0 && (
        <Button size="main" icon="sheet" disabled={busy} onPress={() => setOpen(true)}>
          {t('address.open', { n: rows.length })}
        </Button>
      )}
      {typed && !full && (
        <Button size="main" icon="check" disabled={busy} onPress={() => void keep()}>
          {t('address.keep')}
        </Button>
      )}
      {said !== null && (
        <p className={said.isRefusal ? 'refusal' : 'own-address__says'} role="alert">
          {said.text}
        </p>
      )}
      {open && (
        <Dialog title={t('address.title')} onClose={() => setOpen(false)}>
          <ul className="pick__list">
            {rows.map(({ id, recipient, phone, address, postcode }) => (
              <li key={id}>
                <Button size="main" disabled={busy} onPress={() => void take(id)}>
                  <span className="pick__one">
                    <strong>{address}</strong>
                    <small>{`${recipient} ${phone} ${postcode}`}</small>
                  </span>
                </Button>
              </li>
            ))}
          </ul>
          <div className="page-foot">
            <Button size="main" onPress={() => setOpen(false)}>
              {t('address.close')}
            </Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
