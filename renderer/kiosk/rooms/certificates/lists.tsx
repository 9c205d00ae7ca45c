import type { CertificateKind, CertificateView } from '../../../../contracts/certificate.ts';
import { Tile } from '../../tile.tsx';
import { Back, Choices, Page } from '../frame.tsx';
import { useTexts } from './texts.ts';

/** On one page, where there is room. */
const MOST = 8;

interface MenuProps {
  rows: readonly CertificateView[];
  note: string | undefined;
  onKind: (kind: CertificateKind) => void;
  onHome: () => void;
}

/** My certificates, or my proofs. */
export function Menu({ rows, note, onKind, onHome }: MenuProps) {
  const { t } = useTexts();
  const certificates = rows.filter((row) => row.kind === 'certificate').length;
  const proofs = rows.length - certificates;
  return (
    <Page title={t('menu.title')} note={note} foot={<Back home onPress={onHome} />}>
      <ul className="booking__menu">
        <li>
          <Tile
            picture="certificates"
            title={t('menu.certificates')}
            hint={t('menu.certificatesHint', { n: certificates })}
            whyNot={certificates === 0 ? t('menu.noCertificates') : null}
            onPress={() => onKind('certificate')}
          />
        </li>
        <li>
          <Tile
            picture="flows"
            title={t('menu.proofs')}
            hint={t('menu.proofsHint', { n: proofs })}
            whyNot={proofs === 0 ? t('menu.noProofs') : null}
            onPress={() => onKind('proof')}
          />
        </li>
      </ul>
    </Page>
  );
}

interface ListProps {
  rows: readonly CertificateView[];
  kind: CertificateKind;
  note: string | undefined;
  onRow: (row: CertificateView) => void;
  onBack: () => void;
}

export function List({ rows, kind, note, onRow, onBack }: ListProps) {
  const { t } = useTexts();
  return (
    <Page
      key={kind}
      title={t(kind === 'proof' ? 'list.proofs' : 'list.certificates')}
      note={note}
      foot={<Back onPress={onBack} />}
    >
      <Choices
        items={rows}
        most={MOST}
        layout="certificates__rows"
        keyOf={(row) => row.id}
        draw={(row) => <Row row={row} onPress={() => onRow(row)} />}
      />
    </Page>
  );
}

function Row({ row, onPress }: { row: CertificateView; onPress: () => void }) {
  const { t, say } = useTexts();
  return (
    <button type="button" className="sheet__choice" onClick={onPress}>
      <strong>{say(row.name)}</strong>
      <span className="quiet">{row.no === null ? row.issuer : t('row.no', { no: row.no })}</span>
      <Validity row={row} />
    </button>
  );
}

/** Whether it is valid, and until when. */
export function Validity({ row }: { row: CertificateView }) {
  const { t, day } = useTexts();
  const { state, validUntil, kind } = row;
  if (state === 'revoked') return <span className="refusal">{t('row.revoked')}</span>;
  if (state === 'expired')
    return (
      <span className="refusal">
        {validUntil === null ? t('row.expiredNoDay') : t('row.expired', { day: day(validUntil) })}
      </span>
    );
  if (kind === 'proof') return <span className="sheet__left">{t('row.atOnce')}</span>;
  return (
    <span className="sheet__left">
      {validUntil === null ? t('row.long') : t('row.until', { day: day(validUntil) })}
    </span>
  );
}
