import { useState } from 'react';
import type { CitizenAddress } from '../../../../contracts/hub/citizens-api.ts';
import type { FieldView } from '../../../../contracts/kiosk-step.ts';
import { Button } from '../../../design/button.tsx';
import { Fields } from '../../steps/apply/fields.tsx';
import { Back, Choices, Page } from '../frame.tsx';
import { useLoad, useOnce } from '../use-load.ts';
import { maskedPhone } from './masked-phone.ts';
import { Failed } from './paged.tsx';
import { Row } from './row.tsx';
import { useTexts } from './texts.ts';

type At =
  | { at: 'list'; note?: string }
  /** `id` null: a new one. */
  | { at: 'form'; id: string | null; first: boolean }
  | { at: 'remove'; address: CitizenAddress };

interface AddressesProps {
  visitId: string;
  onBack: () => void;
}

/** Where parcels with results go: list, add, change, delete. */
export function Addresses({ visitId, onBack }: AddressesProps) {
  const { t } = useTexts();
  const [page, setPage] = useState<At>({ at: 'list' });
  const list = (note?: string) => setPage({ at: 'list', ...(note === undefined ? {} : { note }) });
  switch (page.at) {
    case 'list':
      return <List visitId={visitId} note={page.note} onPage={setPage} onBack={onBack} />;
    case 'form':
      return (
        <AddressForm
          visitId={visitId}
          id={page.id}
          first={page.first}
          onSaved={() => list(t('addresses.saved'))}
          onBack={() => list()}
        />
      );
    case 'remove':
      return (
        <Remove
          visitId={visitId}
          address={page.address}
          onRemoved={() => list(t('addresses.removed'))}
          onKeep={() => list()}
        />
      );
  }
}

interface ListProps extends AddressesProps {
  note: string | undefined;
  onPage: (page: At) => void;
}

function List({ visitId, note, onPage, onBack }: ListProps) {
  const { t } = useTexts();
  const { loaded, again } = useLoad('addresses', (terminal) => terminal.rooms.me.addresses({ visitId }));
  if (loaded.state === 'failed') return <Failed code={loaded.code} onAgain={again} onBack={onBack} />;
  const rows = loaded.state === 'ready' ? loaded.value.rows : null;
  const isFull = loaded.state === 'ready' && loaded.value.full;
  return (
    <Page
      title={t('addresses.title')}
      hint={t(rows?.length === 0 ? 'addresses.none' : 'addresses.hint')}
      note={isFull ? t('addresses.full') : note}
      foot={
        <>
          <Back onPress={onBack} />
          <Button
            size="main"
            kind="primary"
            disabled={rows === null || isFull}
            onPress={() => onPage({ at: 'form', id: null, first: false })}
          >
            {t('addresses.add')}
          </Button>
        </>
      }
    >
      {rows === null ? (
        <span className="sheet__waiting" />
      ) : (
        <Choices
          items={rows}
          most={4}
          layout="sheet__choices--mine"
          keyOf={(row) => row.id}
          draw={(row) => {
            const named = { name: row.recipient, address: row.address };
            return (
              <Row
                title={row.address}
                state={row.first ? t('addresses.first') : undefined}
                tone="good"
                lines={[`${row.recipient} ${maskedPhone(row.phone)} ${row.postcode}`]}
              >
                <Button
                  label={t('addresses.changeOf', named)}
                  onPress={() => onPage({ at: 'form', id: row.id, first: row.first })}
                >
                  {t('addresses.change')}
                </Button>
                <Button
                  label={t('addresses.removeOf', named)}
                  onPress={() => onPage({ at: 'remove', address: row })}
                >
                  {t('addresses.remove')}
                </Button>
              </Row>
            );
          }}
        />
      )}
    </Page>
  );
}

interface FormProps extends AddressesProps {
  id: string | null;
  first: boolean;
  onSaved: () => void;
}

function AddressForm({ visitId, id, first, onSaved, onBack }: FormProps) {
  const { t } = useTexts();
  const { loaded, again } = useLoad(`address ${id}`, (terminal) =>
    terminal.rooms.me.addressForm({ visitId, id }),
  );
  if (loaded.state === 'failed') return <Failed code={loaded.code} onAgain={again} onBack={onBack} />;
  const title = t(id === null ? 'addresses.newTitle' : 'addresses.changeTitle');
  if (loaded.state === 'loading')
    return (
      <Page key="loading" title={title} foot={<Back onPress={onBack} />}>
        <span className="sheet__waiting" />
      </Page>
    );
  return (
    <Filled
      title={title}
      visitId={visitId}
      id={loaded.value.id}
      first={first}
      start={loaded.value.fields}
      onSaved={onSaved}
      onBack={onBack}
    />
  );
}

interface FilledProps extends AddressesProps {
  title: string;
  id: string;
  first: boolean;
  start: readonly FieldView[];
  onSaved: () => void;
}

function Filled({ title, visitId, id, first, start, onSaved, onBack }: FilledProps) {
  const { t, error } = useTexts();
  const { busy, once } = useOnce();
  const [fields, setFields] = useState(start);
  const [isFirst, setIsFirst] = useState(first);
  const [refusal, setRefusal] = useState<string | null>(null);
  const save = async (withFirst: boolean) => {
    setRefusal(null);
    const values = Object.fromEntries(fields.map((f) => [f.id, f.value]));
    const reply = await once((terminal) =>
      terminal.rooms.me.putAddress({ visitId, id, values, first: withFirst }),
    );
    if (reply === null) return;
    if (!reply.ok) return setRefusal(error(reply.code));
    if (reply.value.kept) return onSaved();
    const { faults } = reply.value;
    setFields((before) => before.map((f) => ({ ...f, fault: faults[f.id] ?? null })));
  };
  return (
    <Page
      title={title}
      refusal={refusal ?? undefined}
      foot={
        <>
          <Back onPress={onBack} />
          {!first && (
            <Button
              size="main"
              disabled={busy}
              onPress={() => {
                setIsFirst(true);
                void save(true);
              }}
            >
              {t('addresses.makeFirst')}
            </Button>
          )}
          <Button size="main" kind="primary" disabled={busy} onPress={() => void save(isFirst)}>
            {t(busy ? 'addresses.saving' : 'addresses.save')}
          </Button>
        </>
      }
    >
      <Fields
        fields={fields}
        onType={(fieldId, value) =>
          setFields((before) => before.map((f) => (f.id === fieldId ? { ...f, value, fault: null } : f)))
        }
        onDone={() => void save(isFirst)}
      />
    </Page>
  );
}

interface RemoveProps {
  visitId: string;
  address: CitizenAddress;
  onRemoved: () => void;
  onKeep: () => void;
}

/** Asks before it is gone. */
function Remove({ visitId, address, onRemoved, onKeep }: RemoveProps) {
  const { t, error } = useTexts();
  const { busy, once } = useOnce();
  const [refusal, setRefusal] = useState<string | null>(null);
  const remove = async () => {
    setRefusal(null);
    const reply = await once((terminal) => terminal.rooms.me.removeAddress({ visitId, id: address.id }));
    if (reply?.ok) onRemoved();
    else if (reply !== null) setRefusal(error(reply.code));
  };
  return (
    <Page
      title={t('addresses.removeTitle')}
      hint={t('addresses.removeBody')}
      refusal={refusal ?? undefined}
      foot={
        <>
          <Button size="main" icon="back" onPress={onKeep}>
            {t('addresses.keep')}
          </Button>
          <Button size="main" kind="primary" disabled={busy} onPress={() => void remove()}>
            {t('addresses.remove')}
          </Button>
        </>
      }
    >
      <div className="booking__facts booking__facts--alone">
        <p>
          <strong>{address.address}</strong>
        </p>
        <p>
          {address.recipient} {maskedPhone(address.phone)}
        </p>
        <p className="quiet">{address.postcode}</p>
      </div>
    </Page>
  );
}
