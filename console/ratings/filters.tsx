import { Button, Segmented, Select } from 'antd';
import { ratingStatus, relayState } from '../../contracts/hub/console-api.ts';
import { terminalId } from '../../contracts/primitives.ts';
import { inLocale } from '../i18n/texts.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { minuteText, startOfDay } from '../lib/time.ts';
import { usePlaces } from '../shell/places.ts';
import { MinuteRangePicker } from '../ui/minute-range.tsx';
import { TextChoice } from '../ui/text-choice.tsx';
import {
  EVERYTHING,
  isEverything,
  type NamedRange,
  type OwnRange,
  RANGES,
  type RatingQuery,
} from './query.ts';
import type { Place } from './use-query.ts';

export function Filters({ place }: { place: Place }) {
  const { t, locale } = useConsoleTexts();
  const { query, ask } = place;
  const places = usePlaces();
  const windows = (places.data?.windows ?? []).filter(
    (w) => query.departmentId === null || w.departmentId === query.departmentId,
  );

  return (
    <search className="filters">
      <div className="filter-line">
        <RangeChoice range={query.range} onChange={(range) => ask(() => ({ range }))} />
        {!isEverything(query) && (
          <Button type="link" onClick={() => place.askAnew(EVERYTHING)}>
            {t('do.clear')}
          </Button>
        )}
      </div>
      <div className="filter-line">
        <Choice
          label={t('ratings.department')}
          width={176}
          value={query.departmentId}
          options={(places.data?.departments ?? []).map((d) => ({
            value: d.id,
            label: inLocale(d.name, locale),
          }))}
          onChange={(departmentId) => ask(() => ({ departmentId, windowId: null }))}
        />
        <Choice
          label={t('ratings.window')}
          width={176}
          value={query.windowId}
          options={windows.map((w) => ({ value: w.id, label: `${w.no} ${inLocale(w.name, locale)}` }))}
          onChange={(windowId) => ask(() => ({ windowId }))}
        />
        <Choice
          label={t('ratings.status')}
          width={116}
          value={query.status ?? null}
          options={ratingStatus.options.map((value) => ({ value, label: t(`status.${value}`) }))}
          onChange={(status) => ask(() => ({ status }))}
        />
        <Choice
          label={t('ratings.relay')}
          width={116}
          value={query.relay ?? null}
          options={relayState.options.map((value) => ({ value, label: t(`relay.${value}`) }))}
          onChange={(relay) => ask(() => ({ relay }))}
        />
        <TextChoice
          label={t('ratings.terminal')}
          width={132}
          maxLength={40}
          value={query.terminalId}
          fits={(text) => terminalId.safeParse(text).success}
          onChange={(id) => ask(() => ({ terminalId: id }))}
        />
        <TextChoice
          label={t('ratings.caseNoStart')}
          width={196}
          maxLength={40}
          value={query.caseNo}
          fits={(text) => text.length <= 40}
          onChange={(caseNo) => ask(() => ({ caseNo }))}
        />
      </div>
    </search>
  );
}

/** Named ranges beside a range of one's own. */
function RangeChoice(o: { range: RatingQuery['range']; onChange: (range: RatingQuery['range']) => void }) {
  const { t } = useConsoleTexts();
  const own: OwnRange | null = typeof o.range === 'string' ? null : o.range;
  const choose = (next: NamedRange | 'own') => {
    if (next !== 'own') return o.onChange(next);
    if (own === null) o.onChange({ from: minuteText(startOfDay(Date.now())), to: null });
  };
  return (
    <>
      <Segmented<NamedRange | 'own'>
        aria-label={t('ratings.rangeLabel')}
        value={typeof o.range === 'string' ? o.range : 'own'}
        onChange={choose}
        options={[...RANGES, 'own' as const].map((value) => ({ value, label: t(`ratings.range.${value}`) }))}
      />
      {own && (
        <MinuteRangePicker
          range={own}
          onChange={({ from, to }) => o.onChange(from === null && to === null ? 'all' : { from, to })}
        />
      )}
    </>
  );
}

function Choice<T extends string>(o: {
  label: string;
  width: number;
  value: T | null;
  options: { value: T; label: string }[];
  onChange: (value: T | null) => void;
}) {
  return (
    <Select<T>
      aria-label={o.label}
      placeholder={o.label}
      style={{ width: o.width }}
      allowClear
      showSearch={o.options.length > 8 ? { optionFilterProp: 'label' } : false}
      popupMatchSelectWidth={false}
      value={o.value}
      options={o.options}
      onChange={(value: T | undefined) => o.onChange(value ?? null)}
    />
  );
}
