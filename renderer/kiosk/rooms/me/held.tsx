import { useState } from 'react';
import type { HeldData } from '../../../../contracts/hub/citizens-api.ts';
import type { PetitionView } from '../../../../contracts/petition.ts';
import { Back, Choices, Page } from '../frame.tsx';
import { BOOKING_TONE, CASE_TONE } from './lists.tsx';
import { maskedPhone } from './masked-phone.ts';
import { Message } from './messages.tsx';
import { Petition, PetitionRow } from './petitions.tsx';
import { Row } from './row.tsx';
import { useTexts } from './texts.ts';

export const PARTS = [
  'applications',
  'bookings',
  'addresses',
  'petitions',
  'messages',
  'drafts',
  'prints',
] as const;
export type Part = (typeof PARTS)[number];
type Application = HeldData['applications'][number];
type Letter = HeldData['messages'][number];

/** One kind of what is held, each thing as it stands. */
export function HeldPart({ data, part, onBack }: { data: HeldData; part: Part; onBack: () => void }) {
  switch (part) {
    case 'applications':
      return <Applications rows={data.applications} onBack={onBack} />;
    case 'bookings':
      return <Bookings rows={data.bookings} onBack={onBack} />;
    case 'addresses':
      return <Addresses rows={data.addresses} onBack={onBack} />;
    case 'petitions':
      return <Petitions rows={data.petitions} onBack={onBack} />;
    case 'messages':
      return <Letters rows={data.messages} onBack={onBack} />;
    case 'drafts':
      return <Drafts rows={data.drafts} onBack={onBack} />;
    case 'prints':
      return <Prints rows={data.prints} onBack={onBack} />;
  }
}

interface RowsProps<T> {
  rows: readonly T[];
  onBack: () => void;
}

function Applications({ rows, onBack }: RowsProps<Application>) {
  const { t, moment } = useTexts();
  const [open, setOpen] = useState<Application | null>(null);
  if (open !== null) return <Form held={open} onBack={() => setOpen(null)} />;
  return (
    <Page title={t('data.applications')} foot={<Back onPress={onBack} />}>
      <Choices
        items={rows}
        most={5}
        layout="sheet__choices--mine"
        keyOf={(row) => row.receiptNo}
        draw={(row) => (
          <Row
            title={row.itemName ?? t('data.gone')}
            state={t(`caseState.${row.state}`)}
            tone={CASE_TONE[row.state]}
            lines={[`${moment(row.atMs)} · ${row.caseNo}`]}
            onPress={() => setOpen(row)}
          />
        )}
      />
    </Page>
  );
}

/** All that one application says. */
function Form({ held, onBack }: { held: Application; onBack: () => void }) {
  const { t, moment } = useTexts();
  const { applicant } = held;
  const facts: [label: string, value: string | null][] = [
    [t('data.receipt'), held.receiptNo],
    [t('data.at'), moment(held.atMs)],
    [t('data.state'), t(`caseState.${held.state}`)],
    [t('data.name'), applicant?.name ?? null],
    [t('data.number'), applicant?.number ?? null],
    [t('data.phone'), applicant?.phone ?? null],
    [t('data.enterprise'), applicant?.enterprise ?? null],
    ...held.answers.map(({ label, value }): [string, string] => [label, value]),
    [t('data.delivery'), held.delivery],
    ...held.materials.map((m): [string, string] => [
      t('data.material'),
      t(m.reuse ? 'data.reuse' : 'data.pages', { title: m.title, n: m.pages }),
    ]),
  ];
  return (
    <Page key={held.receiptNo} title={held.itemName ?? t('data.gone')} foot={<Back onPress={onBack} />}>
      <Facts facts={facts} />
    </Page>
  );
}

function Facts({ facts }: { facts: readonly (readonly [label: string, value: string | null])[] }) {
  const shown = facts.flatMap(([label, value], n) => (value === null ? [] : [{ n, label, value }]));
  return (
    <Choices
      items={shown}
      most={12}
      layout="me__facts"
      keyOf={(f) => String(f.n)}
      draw={(f) => (
        <p className="me__fact">
          <span className="quiet">{f.label}</span>
          <strong>{f.value}</strong>
        </p>
      )}
    />
  );
}

function Drafts({ rows, onBack }: RowsProps<HeldData['drafts'][number]>) {
  const { t, say, moment } = useTexts();
  const [open, setOpen] = useState<HeldData['drafts'][number] | null>(null);
  if (open !== null)
    return (
      <Page key={open.savedMs} title={say(open.title)} foot={<Back onPress={() => setOpen(null)} />}>
        <Facts facts={open.answers.map(({ label, value }) => [label, value] as const)} />
      </Page>
    );
  return (
    <Page title={t('data.drafts')} hint={t('data.draftsHint')} foot={<Back onPress={onBack} />}>
      <Choices
        items={rows}
        most={5}
        layout="sheet__choices--mine"
        keyOf={(row) => `${row.savedMs} ${row.title.zh}`}
        draw={(row) => (
          <Row
            title={say(row.title)}
            lines={[[moment(row.savedMs), row.place && say(row.place)].filter(Boolean).join(' · ')]}
            onPress={() => setOpen(row)}
          />
        )}
      />
    </Page>
  );
}

function Prints({ rows, onBack }: RowsProps<HeldData['prints'][number]>) {
  const { t } = useTexts();
  return (
    <Page title={t('data.prints')} hint={t('data.printsHint')} foot={<Back onPress={onBack} />}>
      <Choices
        items={rows}
        most={6}
        layout="sheet__choices--mine"
        keyOf={(row) => `${row.typeCode} ${row.day} ${row.no} ${row.purpose}`}
        draw={(row) => (
          <Row
            title={t('data.print', { day: row.day, n: row.no })}
            lines={[`${t(`purpose.${row.purpose}`)} · ${row.typeCode}`]}
          />
        )}
      />
    </Page>
  );
}

function Bookings({ rows, onBack }: RowsProps<HeldData['bookings'][number]>) {
  const { t, say, slot } = useTexts();
  return (
    <Page title={t('data.bookings')} foot={<Back onPress={onBack} />}>
      <Choices
        items={rows}
        most={5}
        layout="sheet__choices--mine"
        keyOf={(row) => row.no}
        draw={(row) => (
          <Row
            title={say(row.matter)}
            state={t(`bookingState.${row.state}`)}
            tone={BOOKING_TONE[row.state]}
            lines={[
              `${slot(row.day, row.minute)} · ${row.no}`,
              [row.name, row.phone].filter((text) => text !== null).join(' '),
            ]}
          />
        )}
      />
    </Page>
  );
}

function Addresses({ rows, onBack }: RowsProps<HeldData['addresses'][number]>) {
  const { t } = useTexts();
  return (
    <Page title={t('data.addresses')} foot={<Back onPress={onBack} />}>
      <Choices
        items={rows}
        most={5}
        layout="sheet__choices--mine"
        keyOf={(row) => row.id}
        draw={(row) => (
          <Row title={row.address} lines={[`${row.recipient} ${maskedPhone(row.phone)} ${row.postcode}`]} />
        )}
      />
    </Page>
  );
}

function Petitions({ rows, onBack }: RowsProps<PetitionView>) {
  const { t } = useTexts();
  const [open, setOpen] = useState<PetitionView | null>(null);
  if (open !== null) return <Petition petition={open} onBack={() => setOpen(null)} />;
  return (
    <Page title={t('data.petitions')} foot={<Back onPress={onBack} />}>
      <Choices
        items={rows}
        most={5}
        layout="sheet__choices--mine"
        keyOf={(row) => row.id}
        draw={(row) => <PetitionRow petition={row} onPress={() => setOpen(row)} />}
      />
    </Page>
  );
}

function Letters({ rows, onBack }: RowsProps<Letter>) {
  const { t, moment } = useTexts();
  const [open, setOpen] = useState<Letter | null>(null);
  if (open !== null) return <Message message={open} onBack={() => setOpen(null)} />;
  return (
    <Page title={t('data.messages')} foot={<Back onPress={onBack} />}>
      <Choices
        items={rows}
        most={6}
        layout="sheet__choices--mine"
        keyOf={(row) => `${row.atMs} ${row.event} ${row.no}`}
        draw={(row) => (
          <Row
            title={`${t(`event.${row.event}`)} · ${row.title ?? t('data.gone')}`}
            lines={[moment(row.atMs)]}
            onPress={() => setOpen(row)}
          />
        )}
      />
    </Page>
  );
}
