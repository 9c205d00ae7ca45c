import { useState } from 'react';
import type { FiledPetition, PetitionDraft } from '../../../../contracts/rooms/me.ts';
import { Button } from '../../../design/button.tsx';
import { Page } from '../frame.tsx';
import { useOnce } from '../use-load.ts';
import { maskedPhone } from './masked-phone.ts';
import { useTexts } from './texts.ts';

interface FiledProps {
  visitId: string;
  filed: FiledPetition;
  draft: PetitionDraft;
  isGuest: boolean;
  onMenu: () => void;
  onHome: () => void;
}

/** It is durable: its number, what happens now, and how the answer comes. */
export function Filed({ visitId, filed, draft, isGuest, onMenu, onHome }: FiledProps) {
  const { t, error } = useTexts();
  const { busy, once } = useOnce();
  const [printed, setPrinted] = useState<'no' | 'yes' | { code: string }>('no');
  const print = async () => {
    const reply = await once((terminal) => terminal.rooms.me.print({ visitId, no: filed.no }));
    if (reply !== null) setPrinted(reply.ok ? 'yes' : { code: reply.code });
  };
  const answer = !draft.wantsAnswer
    ? t('write.filedNone')
    : isGuest
      ? t('write.filedCall', { phone: maskedPhone(draft.phone) })
      : t('write.filedAnswer');
  return (
    <Page
      title={t('write.filedTitle')}
      hint={`${t(filed.live ? 'write.filedLive' : 'write.filedOffline')} ${answer}`}
      refusal={typeof printed === 'object' ? error(printed.code) : undefined}
      foot={
        <>
          <Button size="main" icon="back" onPress={onMenu}>
            {t('write.menu')}
          </Button>
          <Button size="main" disabled={busy} onPress={() => void print()}>
            {t(busy ? 'write.printing' : 'write.print')}
          </Button>
          <Button size="main" kind="primary" onPress={onHome}>
            {t('write.home')}
          </Button>
        </>
      }
    >
      <div className="booking__facts booking__facts--alone">
        <p className="quiet">{t('write.no')}</p>
        <p className="booking__no">{filed.no}</p>
        <p className="quiet">{t('write.noHint')}</p>
        <p className="booking__printing" role="status">
          {printed === 'yes' && t('write.printed')}
        </p>
      </div>
    </Page>
  );
}
