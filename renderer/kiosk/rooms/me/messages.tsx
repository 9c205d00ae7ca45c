import { useState } from 'react';
import type { CitizenMessage, MessageEvent } from '../../../../contracts/hub/applications-api.ts';
import { useAsk } from '../../ask.ts';
import { Back, Page } from '../frame.tsx';
import { Letter, type LetterLine, wordsOf } from './letter.tsx';
import { Paged } from './paged.tsx';
import { Row } from './row.tsx';
import { useTexts } from './texts.ts';

/** Messages of the hall, the newest first; opening one counts as having read it. */
export function Messages({ visitId, onBack }: { visitId: string; onBack: () => void }) {
  const { t, moment } = useTexts();
  const ask = useAsk();
  const [open, setOpen] = useState<CitizenMessage | null>(null);
  const read = (message: CitizenMessage) => {
    setOpen(message);
    if (message.readMs === null)
      void ask((terminal) => terminal.rooms.me.readMessage({ visitId, id: message.id }));
  };
  if (open !== null) return <Message message={open} onBack={() => setOpen(null)} />;
  return (
    <Paged
      name="messages"
      title={t('messages.title')}
      none={t('messages.none')}
      most={6}
      ask={(terminal, after) =>
        terminal.rooms.me.messages({ visitId, ...(after === undefined ? {} : { after }) })
      }
      draw={(message) => (
        <Row
          title={`${t(`event.${message.event}`)} · ${message.title}`}
          state={message.readMs === null ? t('messages.unread') : undefined}
          tone="bad"
          lines={[moment(message.atMs)]}
          onPress={() => read(message)}
        />
      )}
      onBack={onBack}
    />
  );
}

interface MessageWords {
  event: MessageEvent;
  no: string;
  title: string | null;
  note: string | null;
  asked?: CitizenMessage['asked'];
  atMs: number;
}

/** One message whole. */
export function Message({ message, onBack }: { message: MessageWords; onBack: () => void }) {
  const { t, moment } = useTexts();
  const asked = message.asked ?? [];
  const aside = (text: string): LetterLine => ({ as: 'aside', text });
  const lines: LetterLine[] = [
    ...wordsOf(message.note ?? ''),
    ...(asked.length === 0 ? [] : [{ as: 'heading' as const, text: t('messages.asked') }]),
    ...asked.map((m): LetterLine => ({ as: 'words', text: m.title })),
    ...(asked.length === 0 ? [] : [aside(t('messages.askedHint'))]),
    aside(t('messages.no', { no: message.no })),
  ];
  return (
    <Page
      key={message.no}
      title={t(`event.${message.event}`)}
      hint={[message.title, moment(message.atMs)].filter((text) => text !== null).join(' · ')}
      foot={<Back onPress={onBack} />}
    >
      <Letter lines={lines} />
    </Page>
  );
}
