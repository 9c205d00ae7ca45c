import type { ServiceGuide } from '../../../../contracts/rooms/services.ts';
import { useTexts } from './texts.ts';

/** What the guide says in one line each. */
export function Facts({ guide: { item, department } }: { guide: ServiceGuide }) {
  const { t, say, limit } = useTexts();
  const audiences = item.audiences.map((a) => t(`facts.${a}`)).join('、');
  const zones = item.zones.map((z) => t(z === 'province' ? 'row.province' : 'row.nation')).join('、');
  const rows: [label: string, value: string][] = [
    [t('facts.department'), say(department)],
    [t('facts.promised'), limit(item.promisedLimit)],
    [t('facts.legal'), limit(item.legalLimit)],
    [
      t('facts.fee'),
      item.fee === null
        ? t('facts.free')
        : t('facts.feeOf', { standard: say(item.fee.standard), basis: say(item.fee.basis) }),
    ],
    [t('facts.address'), say(item.address)],
    [t('facts.hours'), say(item.hours)],
    [t('facts.phone'), item.phone === '' ? t('facts.unknown') : item.phone],
    [t('facts.complaint'), item.complaintPhone === '' ? t('facts.unknown') : item.complaintPhone],
    [t('facts.kind'), t(`kind.${item.kind}`)],
    [t('facts.audiences'), audiences],
    ...(zones === '' ? [] : [[t('facts.zones'), zones] satisfies [string, string]]),
    [t('facts.code'), item.code],
  ];
  return (
    <dl className="services__facts">
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt className="quiet">{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
